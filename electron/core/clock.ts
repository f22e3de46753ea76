/**
 * The only source of time in core, so that tests and the torture harness can turn it by hand.
 */

export interface Clock {
  /** Epoch milliseconds, UTC; may jump when the person or the network sets the computer's clock. */
  now(): number
  /** Milliseconds that never jump back: for rates and durations. */
  monotonic(): number
  /** Calls back once after `delayMs` (any length; longer than Node's timer limit is fine). The result cancels it. */
  after(delayMs: number, callback: () => void): () => void
  /** Calls back after the events of this turn of the event loop. */
  soon(callback: () => void): void
}

const longestTimerMs = 2_000_000_000

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, callback) {
    let timer: NodeJS.Timeout
    const arm = (leftMs: number): void => {
      const stepMs = Math.min(leftMs, longestTimerMs)
      timer = setTimeout(() => (leftMs > stepMs ? arm(leftMs - stepMs) : callback()), stepMs)
    }
    arm(Math.max(0, delayMs))
    return () => clearTimeout(timer)
  },
  soon: (callback) => void setImmediate(callback),
}

/** Resolves after `delayMs`, or at once when `signal` aborts. Never rejects. */
export function pause(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve()
      return
    }
    const finish = (): void => {
      stop()
      signal?.removeEventListener('abort', finish)
      resolve()
    }
    const stop = clock.after(delayMs, finish)
    signal?.addEventListener('abort', finish, { once: true })
  })
}
