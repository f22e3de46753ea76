/** Days of the Gregorian calendar as ISO texts, `2026-03-05`: no time, no time zone. Pure. */

/** `day` itself where it is no day. */
export function addDays(day: string, count: number): string {
  const moved = new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000)
  return Number.isNaN(moved.getTime()) ? day : moved.toISOString().slice(0, 10)
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}
