/** How fast a campaign goes: messages recorded per second over the last five seconds, and when the account's waiting ends. */
import type { Clock } from '../clock'

export interface Progress {
  /** `messages` were recorded just now; the account waits until `waitUntil` (epoch ms; past = it does not). */
  committed(messages: number, waitUntil: number): void
  /** Messages per second. */
  rate(): number
  /** Epoch ms; null while the account does not wait. */
  waitsUntil(): number | null
  close(): void
}

const everyMs = 250
const windowMs = 5000
const stepMs = 250

/** Calls `tell` four times a second until it is closed: the rate falls also while nothing is recorded. */
export function createProgress(clock: Clock, tell: () => void): Progress {
  const startedAt = clock.monotonic()
  // messages recorded per quarter of a second, newest last
  let steps: { at: number; messages: number }[] = []
  let waitUntil = 0

  const tick = (): void => {
    stop = clock.after(everyMs, tick)
    tell()
  }
  let stop = clock.after(everyMs, tick)

  return {
    committed(messages, wait) {
      waitUntil = wait
      if (messages === 0) return
      const now = clock.monotonic()
      const last = steps.at(-1)
      if (last && now - last.at < stepMs) last.messages += messages
      else steps.push({ at: now, messages })
    },
    rate() {
      const now = clock.monotonic()
      steps = steps.filter((step) => step.at > now - windowMs)
      const span = Math.min(windowMs, Math.max(stepMs, now - startedAt))
      return steps.reduce((sum, step) => sum + step.messages, 0) / (span / 1000)
    },
    waitsUntil: () => (waitUntil > clock.now() ? waitUntil : null),
    close: () => stop(),
  }
}
