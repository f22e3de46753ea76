/**
 * For whom a campaign with personal dates has a message on which day, from the rows of its lists: what it will send in the days
 * to come, and which cells are no date. Nothing is guessed: a cell that is no date, or may be two of them, has no day.
 */
import { calendarDays, type PersonalCalendar, type PersonalDatesChoice } from '@shared/contract/personal-dates'
import { conditionCells, type ConditionCell } from '@shared/contract/recipients'
import { addDays } from '@shared/domain/calendar-day'
import { dateDueOn, datesWithin, personalDateOf } from '@shared/domain/personal-date'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { columnOf, dateCell } from '../recipients/choose/due-date'
import { batchRows } from '../recipients/row'
import { readDraft } from '../storage/draft'
import { nextRecipients, type StoredRecipient } from '../storage/recipient'
import { readySources, type StoredSource } from '../storage/recipient-source'
import type { RecurringList } from '../storage/schedule'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { columnsOfSource, storedReadings } from './due-rows'
import { usableRows } from './same-list'

export interface CalendarQuestion {
  readonly draftId: number
  readonly dates: PersonalDatesChoice
  /** ISO day: the first of `calendarDays`. */
  readonly from: string
  /** Whether nothing leaves on a day any more, or a number had its message for a date. */
  readonly isOver?: (day: string, date: string, phone: string) => boolean
  readonly signal?: AbortSignal | undefined
}

export interface CalendarFacts {
  readonly calendar: PersonalCalendar
  /** Rows whose cell is a date. */
  readonly readable: number
  /** What the next reading of each list is compared with. */
  readonly lists: readonly RecurringList[]
}

const namesShown = 3

/** @throws AppError dates_column_missing where a list has no such column; cancelled */
export async function personalCalendar(context: CoreContext, question: CalendarQuestion): Promise<CalendarFacts> {
  const { db } = context
  const { draftId, dates, from, signal } = question
  const draft = readDraft(db, draftId)
  const tally = new DayTally(question)
  const lists: RecurringList[] = []
  for (const source of readySources(db, draftId)) {
    const column = columnOf(columnsOfSource(draft, source), dates.column)
    if (column === null)
      throw new AppError('dates_column_missing', { heading: dates.column, file: source.reading.label })
    const unread = tally.unread.count
    for (let after = 0; ;) {
      const page = nextRecipients(db, { source: source.id, status: null, after, limit: batchRows })
      const last = page.at(-1)
      if (last === undefined) break
      after = last.id
      for (const row of page) tally.add(row, source, column)
      await yieldToEventLoop(signal)
    }
    lists.push({ position: source.position, usable: usableRows(source) - (tally.unread.count - unread) })
  }
  const { empty, readable, unread, doubtful } = tally
  const calendar = { from, upTo: tally.upTo, days: tally.days(), empty, unread: unread.list, doubtful: doubtful.list }
  return { calendar, readable, lists }
}

/** Recipients of the fullest of its days. */
export function fullestDay({ days }: Pick<PersonalCalendar, 'days'>): number {
  return days.reduce((most, { recipients }) => Math.max(most, recipients), 0)
}

class DayTally {
  empty = 0
  readable = 0
  readonly unread = new Cells()
  readonly doubtful = new Cells()
  readonly upTo: string
  readonly #question: CalendarQuestion
  readonly #byDate = new Map<string, { readonly phones: Set<string>; readonly names: string[] }>()

  constructor(question: CalendarQuestion) {
    this.#question = question
    this.upTo = addDays(question.from, calendarDays - 1)
  }

  add(row: StoredRecipient, source: StoredSource, column: number): void {
    const { dates, from, isOver } = this.#question
    const readable = { ...row, readings: storedReadings(source) }
    const found = personalDateOf(readable, column)
    const cell = (): ConditionCell => dateCell(readable, column, row.line, source.position)
    if (found.kind === 'empty') this.empty += 1
    else if (found.kind === 'unread') this.unread.add(cell)
    else if (found.kind === 'doubtful') this.doubtful.add(cell)
    else {
      this.readable += 1
      const { phone } = row
      if (phone === null || row.optedOut) return
      const range = { from: dateDueOn(from, dates), upTo: dateDueOn(this.upTo, dates) }
      for (const date of datesWithin(found.date, range, dates)) {
        if (isOver?.(addDays(date, dates.days), date, phone) !== true) this.#note(date, phone, row.name)
      }
    }
  }

  #note(date: string, phone: string, name: string | null): void {
    const known = this.#byDate.get(date) ?? { phones: new Set<string>(), names: [] }
    this.#byDate.set(date, known)
    if (known.phones.has(phone)) return
    known.phones.add(phone)
    if (known.names.length < namesShown) known.names.push(name === null || name.trim() === '' ? phone : name.trim())
  }

  days(): PersonalCalendar['days'] {
    return [...this.#byDate]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([date, { phones, names }]) => {
        const day = addDays(date, this.#question.dates.days)
        return { day, date, recipients: phones.size, names }
      })
  }
}

class Cells {
  count = 0
  readonly #cells: ConditionCell[] = []

  get list(): PersonalCalendar['unread'] {
    return { count: this.count, cells: this.#cells }
  }

  add(cell: () => ConditionCell): void {
    this.count += 1
    if (this.#cells.length < conditionCells) this.#cells.push(cell())
  }
}
