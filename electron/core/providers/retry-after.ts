/** Retry-After (RFC 9110 section 10.2.3), in either of its two forms. */

const longestWaitMs = 24 * 60 * 60 * 1000
/** All three forms of a date begin with the day (section 5.6.7); Date.parse alone reads one into almost anything. */
const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/

/** Milliseconds to wait from `nowAt`, between 0 and one day; null where the header cannot be read. */
export function retryAfterMs(header: string, nowAt: number): number | null {
  const text = header.trim()
  const waitMs = /^\d{1,15}$/.test(text) ? Number(text) * 1000 : dateAt(text) - nowAt
  return Number.isNaN(waitMs) ? null : Math.min(longestWaitMs, Math.max(0, waitMs))
}

/** The oldest form names no zone, and is in UTC like the others. */
function dateAt(text: string): number {
  return httpDate.test(text) ? Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) : Number.NaN
}
