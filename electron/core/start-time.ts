/**
 * When a campaign goes out: at a date, or by a five-field cron rule in an IANA time zone (croner computes the next time).
 */
import { Cron } from 'croner'
import type { ScheduledDates } from '@shared/contract/personal-dates'
import { AppError } from '@shared/errors'
import type { InputOf } from '@shared/ipc-contract'

/** The first time of a schedule, in epoch ms, with the rule and the zone that it was computed in. */
export interface StartTime {
  readonly scheduledAt: number
  readonly recurrence: string | null
  readonly timeZone: string
  /** For a campaign that looks at personal dates at each time of the rule. */
  readonly personalDates?: ScheduledDates
}

/**
 * A rule without a date starts at its next occurrence after `now`.
 * @throws AppError schedule_invalid (zone, rule, or neither date nor rule), date_past
 */
export function startTimeOf(
  { at, recurrence, timeZone }: Pick<InputOf<'drafts.schedule'>, 'at' | 'recurrence' | 'timeZone'>,
  now: number,
): StartTime {
  assertTimeZone(timeZone)
  const next = recurrence === null ? null : nextOccurrence(recurrence, timeZone, now)
  const scheduledAt = at ?? next
  if (scheduledAt === null) throw new AppError('schedule_invalid', { detail: recurrence ?? '' })
  if (scheduledAt <= now) throw new AppError('date_past', { date: new Date(scheduledAt).toISOString() })
  return { scheduledAt, recurrence, timeZone }
}

/**
 * Epoch ms of the first time strictly after `after`, null where the rule never comes again. A time that the change to
 * summer time skips comes right after it; one that the change back repeats comes once. Throws schedule_invalid.
 */
export function nextOccurrence(rule: string, timeZone: string, after: number): number | null {
  if (rule.trim().split(/\s+/).length !== 5) throw new AppError('schedule_invalid', { detail: rule })
  try {
    return (
      new Cron(rule, { timezone: timeZone, mode: '5-part', paused: true }).nextRun(new Date(after))?.getTime() ?? null
    )
  } catch (error) {
    throw new AppError('schedule_invalid', { detail: rule }, { cause: error })
  }
}

/** A rule of every day: minute and hour. */
const everyDay = /^(\d{1,2}) (\d{1,2}) \* \* \*$/

/** `HH:MM` of a rule of every day, null for any other rule. */
export function hourOfEveryDay(rule: string | null): string | null {
  const [, minute, hour] = everyDay.exec(rule?.trim().replace(/\s+/g, ' ') ?? '') ?? []
  if (minute === undefined || hour === undefined || Number(minute) > 59 || Number(hour) > 23) return null
  return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
}

function assertTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch {
    throw new AppError('schedule_invalid', { detail: timeZone })
  }
}
