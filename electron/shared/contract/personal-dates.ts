/** Campaigns that send to each person on a date of their own. */
import { personalDaysLimit } from '../domain/personal-date'
import type { ConditionCell } from './recipients'
import { dayText, z } from './schema'

export const personalDates = z.object({
  /** Heading of the column that holds the dates. */
  column: z.string().trim().min(1).max(200),
  /** Days between the date and the message: 0 on the day, below zero before it. */
  days: z.number().int().min(-personalDaysLimit).max(personalDaysLimit),
  /** Day and month count, in every year; else the date itself, once. */
  yearly: z.boolean(),
  /** What was due while nobody could send is still sent so many days later; afterwards it is left out, and told. */
  lateDays: z.number().int().min(0).max(30),
})
export type PersonalDatesChoice = z.infer<typeof personalDates>

/** With what was true when the campaign was scheduled. */
export const scheduledDates = personalDates.extend({
  /** The first day that it looks at. */
  from: dayText,
  /** Recipients of its fullest day among those shown then: beyond twice as many a person looks first. */
  fullestDay: z.number().int().nonnegative(),
})
export type ScheduledDates = z.infer<typeof scheduledDates>

/** So many days are shown before a person agrees, today included. */
export const calendarDays = 60

export interface CalendarDay {
  /** ISO day on which the messages leave. */
  readonly day: string
  /** The personal date that they are for. */
  readonly date: string
  /** Numbers, without those who opted out. */
  readonly recipients: number
  /** Of the first of them; the number where there is no name. */
  readonly names: readonly string[]
}

export interface PersonalCalendar {
  readonly from: string
  readonly upTo: string
  /** Only days on which something leaves, in order. */
  readonly days: readonly CalendarDay[]
  /** Rows whose cell is empty. */
  readonly empty: number
  /** Rows whose cell is no date, or could be read as two of them: they get nothing. */
  readonly unread: CellList
  readonly doubtful: CellList
}

export interface CellList {
  readonly count: number
  readonly cells: readonly ConditionCell[]
}
