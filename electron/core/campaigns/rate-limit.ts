/**
 * Messages per second, kept exactly: in no window of `max(1 s, one message's share)` do more than the rate's messages
 * leave. Smooth within the second (grants every 50 ms at high rates), recomputed from the clock so that coarse timers
 * cost nothing. A null rate never limits.
 */
import type { Clock } from '../clock'

export interface RateLimit {
  /** Messages that may leave now. */
  available(): number
  take(messages: number): void
  /** Milliseconds until at least one may leave; 0 when one may leave now. */
  waitMs(): number
  change(perSecond: number | null): void
}

/** Kept free beyond the window, against the jitter between our clock and the gateway's. */
const marginMs = 15

export function createRateLimit(clock: Clock, perSecond: number | null): RateLimit {
  let rate = perSecond
  // grant times of the last `depth` messages, as a ring
  let depth = 0
  let grants = new Float64Array(0)
  let next = 0
  let smoothAt = 0

  const configure = (value: number | null): void => {
    rate = value
    depth = value === null ? 0 : Math.max(1, Math.floor(value))
    grants = new Float64Array(depth).fill(Number.NEGATIVE_INFINITY)
    next = 0
    smoothAt = clock.monotonic()
  }
  configure(perSecond)

  const windowMs = (): number => (rate === null ? 0 : (depth * 1000) / rate + marginMs)
  /** Grants may run ahead of the even pace by 50 ms' worth, at least one message. */
  const ahead = (): number => Math.max(1, Math.floor((rate ?? 0) * 0.05))

  return {
    available() {
      if (rate === null) return Number.POSITIVE_INFINITY
      const now = clock.monotonic()
      const paced = Math.floor(((now - smoothAt) * rate) / 1000) + 1
      const most = Math.min(ahead(), paced)
      const border = now - windowMs()
      let free = 0
      while (free < most && free < depth && (grants[(next + free) % depth] ?? Infinity) <= border) free += 1
      return free
    },
    take(messages) {
      if (rate === null) return
      const now = clock.monotonic()
      for (let index = 0; index < messages; index += 1) {
        grants[next] = now
        next = (next + 1) % depth
      }
      smoothAt = Math.max(smoothAt, now - (ahead() * 1000) / rate) + (messages * 1000) / rate
    },
    waitMs() {
      if (rate === null) return 0
      const now = clock.monotonic()
      const oldest = grants[next] ?? Number.NEGATIVE_INFINITY
      return Math.max(0, Math.ceil(smoothAt - now), Math.ceil(oldest + windowMs() - now))
    },
    change(value) {
      if (value !== rate) configure(value)
    },
  }
}
