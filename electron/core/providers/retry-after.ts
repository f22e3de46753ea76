/** Retry-After (RFC 9110 section 10.2.3), in either of its two forms. */

const longestWaitMs = 24 * 60 * 60 * 1000

/** Milliseconds to wait from `nowAt`, between 0 and one day; null where the header cannot be read. */
export function retryAfterMs(header: string, nowAt: number): number | null {
  const text = header.trim()
  const waitMs = /^\d{1,15}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowAt
  return Number.isNaN(waitMs) ? null : Math.min(longestWaitMs, Math.max(0, waitMs))
}
