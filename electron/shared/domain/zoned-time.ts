/** Dates and times as native fields hold them, in any IANA time zone, and back into moments. Pure. */

/** `YYYY-MM-DD` and `HH:MM`, as `<input type="date">` and `<input type="time">` hold them. */
export interface ZonedFields {
  readonly date: string
  readonly time: string
}

/** What the clocks on the wall of a zone show at a moment (epoch ms). Throws RangeError for an unknown zone. */
export function zonedFields(at: number, timeZone: string): ZonedFields {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((each) => each.type === type)?.value ?? ''
  return {
    date: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  }
}

/**
 * The moment (epoch ms) at which those clocks show `date` and `time`; null while a field is empty or wrong. Of two, the
 * first; where the change to summer time skips it, the moment as if the clocks had not been changed yet.
 */
export function zonedMoment({ date, time }: ZonedFields, timeZone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}$/.test(time)) return null
  const wanted = wallClock({ date, time })
  if (Number.isNaN(wanted) || new Date(wanted).toISOString().slice(0, 10) !== date) return null
  // the zone's distance from UTC a day before and after: all that it can be around this time
  const dayMs = 86_400_000
  const [before, after] = [wanted - dayMs, wanted + dayMs].map((at) => wallClock(zonedFields(at, timeZone)) - at)
  const candidates = [wanted - (before ?? 0), wanted - (after ?? 0)]
  const shown = candidates.filter((at) => wallClock(zonedFields(at, timeZone)) === wanted)
  return shown.length > 0 ? Math.min(...shown) : (candidates[0] ?? null)
}

/** How far the clocks of a zone are ahead of UTC at a moment (epoch ms), in ms, to the minute. Throws RangeError for an unknown zone. */
export function wallClockOffsetMs(at: number, timeZone: string): number {
  const minuteMs = 60_000
  return wallClock(zonedFields(at, timeZone)) - Math.floor(at / minuteMs) * minuteMs
}

function wallClock({ date, time }: ZonedFields): number {
  return Date.parse(`${date}T${time}:00Z`)
}
