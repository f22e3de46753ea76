/** `--on COLUMN` and what goes with it, and the calendar of what will go out. */
import type { PersonalCalendar, PersonalDatesChoice } from '@shared/contract/personal-dates'
import { personalDaysLimit } from '@shared/domain/personal-date'
import { usageError } from './failure'
import type { Session } from './session'
import type { Words } from './words'

export interface DateOptions {
  readonly on?: string
  readonly before?: string
  readonly after?: string
  readonly hour?: string
  readonly everyYear?: boolean
  readonly late?: string
}

export interface DatesAsked {
  readonly personalDates: PersonalDatesChoice
  /** Rule of every day at the hour asked for. */
  readonly recurrence: string
}

const usual = { hour: '09:00', late: 2, mostLate: 30 }

/** Null where no `--on` was given. Throws usage. */
export function datesAsked(options: DateOptions & { readonly at?: string }, session: Session): DatesAsked | null {
  const { on, before, after, hour = usual.hour, everyYear, late } = options
  const { words } = session
  if (on === undefined) {
    const alone = (['before', 'after', 'hour', 'everyYear', 'late'] as const).find(
      (name) => options[name] !== undefined,
    )
    if (alone === undefined) return null
    const option = `--${alone.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    throw usageError(words.say('needs.on', { option }))
  }
  if (options.at !== undefined) throw usageError(words.say('needs.onOrAt'))
  if (before !== undefined && after !== undefined) throw usageError(words.say('needs.beforeOrAfter'))
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(hour.trim())
  if (!clock) throw usageError(words.say('bad.hour', { value: hour }))
  const days = (value: string, option: string, most: number): number => {
    if (!/^\d{1,3}$/.test(value.trim()) || Number(value) > most)
      throw usageError(words.say('bad.days', { option, value, most }))
    return Number(value)
  }
  const away =
    before === undefined
      ? days(after ?? '0', '--after', personalDaysLimit)
      : 0 - days(before, '--before', personalDaysLimit)
  return {
    personalDates: {
      column: on,
      days: away,
      yearly: everyYear === true,
      lateDays: late === undefined ? usual.late : days(late, '--late', usual.mostLate),
    },
    recurrence: `${Number(clock[2])} ${Number(clock[1])} * * *`,
  }
}

export function calendarLines({ days, empty, unread, doubtful, upTo }: PersonalCalendar, words: Words): string[] {
  const total = days.reduce((sum, { recipients }) => sum + recipients, 0)
  return [
    words.say('calendar.total', { messages: total, upTo: words.day(upTo) }),
    ...days.map(({ day, date, recipients, names }) =>
      [
        '',
        words.day(day),
        words.number(recipients),
        names.join(', ') + (recipients > names.length ? '…' : ''),
        day === date ? '' : words.day(date),
      ]
        .join('\t')
        .trimEnd(),
    ),
    ...(empty > 0 ? [words.say('calendar.empty', { rows: empty })] : []),
    ...[['calendar.unread', unread] as const, ['calendar.doubtful', doubtful] as const].flatMap(
      ([sentence, { count, cells }]) =>
        count === 0
          ? []
          : [
              words.say(sentence, { rows: count }),
              ...cells.slice(0, 10).map(({ line, value }) => `\t${words.say('calendar.cell', { line, value })}`),
            ],
    ),
  ]
}
