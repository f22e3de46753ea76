/**
 * When to try again what was provably not sent: exponential with full jitter above a floor, `Retry-After` obeyed.
 * (Exponential Backoff And Jitter, AWS Architecture Blog, 2015: "equal jitter".)
 */

const baseMs = 1000
const capMs = 60_000

/** @param misses attempts that failed so far, from 1. @param random in [0, 1). */
export function backoffMs(misses: number, random: number, retryAfterMs: number | null = null): number {
  const full = Math.min(capMs, baseMs * 2 ** (misses - 1))
  const jittered = Math.round(full / 2 + (full / 2) * random)
  return retryAfterMs === null ? jittered : Math.max(retryAfterMs, 0) + Math.round(250 * random)
}

/** How long to wait before asking whether the network is back: 5 s, 10 s … one minute. */
export function offlineProbeMs(probes: number, random: number): number {
  return Math.round(Math.min(60_000, 5000 * 2 ** probes) * (0.9 + 0.2 * random))
}
