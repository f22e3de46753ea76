/** The days on which a campaign with personal dates has something to do. Pure. */
import type { ScheduledDates } from '@shared/contract/personal-dates'
import { addDays } from '@shared/domain/calendar-day'
import { latestDays } from '@shared/domain/personal-date'
import { zonedFields } from '@shared/domain/zoned-time'

/** How many days back a missed day is looked for. */
const longestAway = 400

export interface DaysToDo {
  /** To be sent, the oldest first; the last may be today. */
  readonly open: readonly string[]
  /** Too late by the campaign's own setting. */
  readonly missed: readonly string[]
}

/** @param hour `HH:MM`. @param done days that are dealt with */
export function daysToDo(
  dates: ScheduledDates,
  time: { readonly now: number; readonly hour: string; readonly timeZone: string },
  done: ReadonlySet<string>,
): DaysToDo {
  const { date: today, time: clock } = zonedFields(time.now, time.timeZone)
  const last = clock >= time.hour ? today : addDays(today, -1)
  const firstOpen = addDays(today, -latestDays(dates))
  const farthest = addDays(last, -longestAway)
  const open: string[] = []
  const missed: string[] = []
  for (let day = dates.from > farthest ? dates.from : farthest; day <= last; day = addDays(day, 1)) {
    if (!done.has(day)) (day < firstOpen ? missed : open).push(day)
  }
  return { open, missed }
}
