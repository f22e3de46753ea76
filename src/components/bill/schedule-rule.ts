/** When a campaign goes out, as the form holds it, and as the five-field rule in its time zone that core keeps. Pure. */
import type { ZonedFields } from '@shared/domain/zoned-time'

export const recurrences = ['once', 'daily', 'weekly', 'monthly'] as const
export type Recurrence = (typeof recurrences)[number]

/** What the form holds; date and time are those of the schedule's time zone. */
export interface ScheduleTime extends ZonedFields {
  readonly recurrence: Recurrence
}

export interface Schedule extends ScheduleTime {
  readonly when: 'now' | 'later'
}

/** Months end on different days: from the 29th on, "the last day" is what people mean. */
const lastSafeDay = 28

/** Null for once, and while date or time are incomplete. */
export function recurrenceRule({ recurrence, date, time }: ScheduleTime): string | null {
  const [hour = Number.NaN, minute = Number.NaN] = time.split(':').map(Number)
  const day = new Date(`${date}T00:00:00Z`)
  if (recurrence === 'once' || Number.isNaN(hour + minute + day.getTime())) return null
  const clock = `${minute} ${hour}`
  switch (recurrence) {
    case 'daily':
      return `${clock} * * *`
    case 'weekly':
      return `${clock} * * ${day.getUTCDay()}`
    case 'monthly':
      return `${clock} ${day.getUTCDate() > lastSafeDay ? 'L' : day.getUTCDate()} * *`
  }
}

/** What the form shows for a rule; null where the form could not have made it. */
export function recurrenceOf(rule: string | null): Recurrence | null {
  if (rule === null) return 'once'
  const match = /^\d{1,2} \d{1,2} (\*|L|\d{1,2}) \* (\*|[0-6])$/.exec(rule.trim())
  if (!match) return null
  const [, day, weekday] = match
  if (day !== '*' && weekday !== '*') return null
  return weekday !== '*' ? 'weekly' : day !== '*' ? 'monthly' : 'daily'
}
