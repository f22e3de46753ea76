/**
 * Dates that each person has of their own (birthday, appointment, instalment), and the day on which a message for them is due:
 * so many days before or after. Every year, a date is its day and month from its own year on; 29 February is kept on the 28th
 * in years that have no 29th. Pure.
 */
import { addDays, isLeapYear } from './calendar-day'
import { datesIn, type ReadableRow } from './cell-reader'

export interface PersonalDateRule {
  /** Days between the date and the message: 0 on the day, below zero before it. */
  readonly days: number
  /** Day and month count, in every year. */
  readonly yearly: boolean
}

/** People with one date are asked for. */
export interface DueDateChoice extends PersonalDateRule {
  /** Heading of the dates. */
  readonly column: string
  /** ISO day. */
  readonly due: string
}

export const personalDaysLimit = 366

/** The date whose message is due on `day`. */
export function dateDueOn(day: string, { days }: PersonalDateRule): string {
  return addDays(day, -days)
}

/** Whether `date` (of a cell: an ISO day, or one with a time) is meant by `due`. */
export function fallsOn(date: string, due: string, { yearly }: PersonalDateRule): boolean {
  const day = date.slice(0, 10)
  if (!yearly || day === due) return day === due
  return day < due && inYear(day, Number(due.slice(0, 4))) === due
}

function inYear(day: string, year: number): string {
  const monthDay = day.slice(5)
  return `${String(year).padStart(4, '0')}-${monthDay === '02-29' && !isLeapYear(year) ? '02-28' : monthDay}`
}

/** The dates, within the days from `from` to `upTo` (both included), on which `date` is meant. */
export function datesWithin(
  date: string,
  { from, upTo }: { readonly from: string; readonly upTo: string },
  rule: PersonalDateRule,
): string[] {
  const day = date.slice(0, 10)
  if (!rule.yearly) return day >= from && day <= upTo ? [day] : []
  const years = [...new Set([Number(from.slice(0, 4)), Number(upTo.slice(0, 4))])]
  return years.map((year) => inYear(day, year)).filter((due) => due >= from && due <= upTo && due >= day)
}

export type PersonalDates =
  | { readonly kind: 'date'; readonly date: string }
  /** Nothing stands in the cell. */
  | { readonly kind: 'empty' }
  /** What stands there is no date. */
  | { readonly kind: 'unread' }
  /** It can be read in two ways, and the column does not say in which. */
  | { readonly kind: 'doubtful'; readonly dates: readonly string[] }

/** What the cell of a row says. */
export function personalDateOf(row: ReadableRow, column: number): PersonalDates {
  const [first, ...others] = datesIn(row, column)
  if (first === undefined) {
    return { kind: (row.values[column] ?? '').trim() === '' ? 'empty' : 'unread' }
  }
  if (others.length === 0) return { kind: 'date', date: first }
  return { kind: 'doubtful', dates: [first, ...others] }
}

/**
 * How many days after its day a message may still leave. Never after the date that it announces: what was to come tomorrow is
 * not announced once it is past.
 */
export function latestDays({ days, yearly, lateDays }: PersonalDateRule & { readonly lateDays: number }): number {
  return days < 0 && !yearly ? Math.min(lateDays, -days) : lateDays
}
