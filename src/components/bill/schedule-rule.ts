/**
 * When a campaign goes out again, as five-field rules in the computer's time zone, and back into what a person chose. Only
 * the rules that Griot's own form makes are put in words; another one (from the command line) is shown as it is.
 */
export const recurrences = ['once', 'daily', 'weekly', 'monthly'] as const
export type Recurrence = (typeof recurrences)[number]

/** What the form holds. */
export interface Schedule {
  readonly when: 'now' | 'later'
  /** As native fields hold them. */
  readonly date: string
  readonly time: string
  readonly recurrence: Recurrence
}

/** Months end on different days: from the 29th on, "the last day" is what people mean. */
const lastSafeDay = 28

/** Null for once. */
export function recurrenceRule(recurrence: Recurrence, first: Date): string | null {
  const time = `${first.getMinutes()} ${first.getHours()}`
  switch (recurrence) {
    case 'once':
      return null
    case 'daily':
      return `${time} * * *`
    case 'weekly':
      return `${time} * * ${first.getDay()}`
    case 'monthly':
      return `${time} ${first.getDate() > lastSafeDay ? 'L' : first.getDate()} * *`
  }
}

export interface RecurrenceWords {
  readonly recurrence: Exclude<Recurrence, 'once'>
  readonly hour: number
  readonly minute: number
  /** 0 = Sunday, for weekly. */
  readonly weekday: number
  /** For monthly; null = the last day. */
  readonly day: number | null
}

/** Null where the rule is none of ours. */
export function readRule(rule: string): RecurrenceWords | null {
  const match = /^(\d{1,2}) (\d{1,2}) (\*|L|\d{1,2}) \* (\*|[0-6])$/.exec(rule.trim())
  if (!match) return null
  const [, minute = '', hour = '', day = '', weekday = ''] = match
  if (day !== '*' && weekday !== '*') return null
  return {
    recurrence: weekday !== '*' ? 'weekly' : day !== '*' ? 'monthly' : 'daily',
    hour: Number(hour),
    minute: Number(minute),
    weekday: weekday === '*' ? 0 : Number(weekday),
    day: day === '*' || day === 'L' ? null : Number(day),
  }
}

/** Local date and time of two native fields; null while one of them is empty or wrong. */
export function momentOf(date: string, time: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}/.test(time)) return null
  const moment = new Date(`${date}T${time}`)
  return Number.isNaN(moment.getTime()) ? null : moment
}

/** For a native date field: the local day. */
export function dayField(moment: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`
}
