/** When a campaign goes out, as the form holds it, and as the five-field rule in its time zone that core keeps. Pure. */
import type { PersonalDatesChoice } from '@shared/contract/personal-dates'
import type { ZonedFields } from '@shared/domain/zoned-time'

export const recurrences = ['once', 'daily', 'weekly', 'monthly', 'monthEnd'] as const
/** `kept`: a rule that this form could not have made; it stays as it is. */
export type Recurrence = (typeof recurrences)[number] | 'kept'

/** What the form holds; date and time are those of the schedule's time zone. */
export interface ScheduleTime extends ZonedFields {
  readonly recurrence: Recurrence
  /** The rule of `kept`. */
  readonly keptRule?: string | undefined
}

export const dateSides = ['on', 'before', 'after'] as const
export type DateSide = (typeof dateSides)[number]

/** To each person on a date of their own, as the form holds it. */
export interface DateChoice {
  /** Heading of the dates; null until one is chosen. */
  readonly column: string | null
  readonly side: DateSide
  /** Null while the field is empty. */
  readonly days: number | null
  readonly yearly: boolean
  readonly lateDays: number | null
}

export interface Schedule extends ScheduleTime {
  readonly when: 'now' | 'later' | 'dates'
  readonly dates: DateChoice
}

/** Null while something is missing. */
export function personalDatesOf({ column, side, days, yearly, lateDays }: DateChoice): PersonalDatesChoice | null {
  if (column === null || lateDays === null || (side !== 'on' && days === null)) return null
  const away = side === 'on' ? 0 : (days ?? 0) * (side === 'before' ? -1 : 1)
  return { column, days: away, yearly, lateDays }
}

/** What the form shows for dates that are kept. */
export function dateChoiceOf({ column, days, yearly, lateDays }: PersonalDatesChoice): DateChoice {
  const side = days === 0 ? 'on' : days < 0 ? 'before' : 'after'
  return { column, side, days: Math.max(1, Math.abs(days)), yearly, lateDays }
}

function dayOf(date: string): Date {
  return new Date(`${date}T00:00:00Z`)
}

/** A month's last day may be meant as such, or as its number. */
export function isLastOfMonth(date: string): boolean {
  const day = dayOf(date)
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate() === day.getUTCDate()
}

/** Null for once, and while date or time are incomplete. */
export function recurrenceRule({ recurrence, date, time, keptRule }: ScheduleTime): string | null {
  const [hour = Number.NaN, minute = Number.NaN] = time.split(':').map(Number)
  const day = dayOf(date)
  if (recurrence === 'kept') return keptRule ?? null
  if (recurrence === 'once' || Number.isNaN(hour + minute + day.getTime())) return null
  const clock = `${minute} ${hour}`
  switch (recurrence) {
    case 'daily':
      return `${clock} * * *`
    case 'weekly':
      return `${clock} * * ${day.getUTCDay()}`
    case 'monthly':
      return `${clock} ${day.getUTCDate()} * *`
    case 'monthEnd':
      return `${clock} L * *`
  }
}

/** What the form shows for a rule. */
export function recurrenceOf(rule: string | null): Pick<ScheduleTime, 'recurrence' | 'keptRule'> {
  if (rule === null) return { recurrence: 'once' }
  const match = /^\d{1,2} \d{1,2} (\*|L|\d{1,2}) \* (\*|[0-6])$/.exec(rule.trim())
  const [, day = '*', weekday = '*'] = match ?? []
  if (!match || (day !== '*' && weekday !== '*')) return { recurrence: 'kept', keptRule: rule }
  if (weekday !== '*') return { recurrence: 'weekly' }
  return { recurrence: day === '*' ? 'daily' : day === 'L' ? 'monthEnd' : 'monthly' }
}
