/** One sleeper who is woken by a time or by a call, whichever comes first. */
import type { Clock } from '../clock'

export interface Nap {
  /** Resolves after `ms` (Infinity: never by itself) or when woken. One at a time. */
  sleep(ms: number): Promise<void>
  /** Of no effect while nobody sleeps. */
  wake(): void
  isAsleep(): boolean
}

export function createNap(clock: Clock): Nap {
  let wakeUp: (() => void) | null = null
  const wake = (): void => wakeUp?.()
  return {
    wake,
    isAsleep: () => wakeUp !== null,
    sleep: (ms) =>
      new Promise((resolve) => {
        let cancelTimer: (() => void) | null = null
        wakeUp = () => {
          wakeUp = null
          cancelTimer?.()
          resolve()
        }
        if (ms !== Number.POSITIVE_INFINITY) cancelTimer = clock.after(ms, wake)
      }),
  }
}
