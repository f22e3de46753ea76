/** Which rows have the personal date that is due. Cells that are no date are counted and listed, never guessed. */
import type { ConditionCell, ConditionCount } from '@shared/contract/recipients'
import type { ReadableRow } from '@shared/domain/cell-reader'
import { fallsOn, personalDateOf, type DueDateChoice } from '@shared/domain/personal-date'
import { headingKey } from '@shared/domain/template-heading'
import { AppError } from '@shared/errors'
import { ConditionTally } from './condition-tally'

export class DueDate {
  readonly #choice: DueDateChoice
  readonly #column: number
  readonly #tally: ConditionTally

  /** @throws AppError list_heading_gone */
  constructor(choice: DueDateChoice, columns: readonly string[]) {
    this.#choice = choice
    const column = columnOf(columns, choice.column)
    if (column === null) throw new AppError('list_heading_gone', { heading: choice.column })
    this.#column = column
    this.#tally = new ConditionTally(choice.due, choice.column)
  }

  isDue(row: ReadableRow, line: number): boolean {
    const { due } = this.#choice
    const found = personalDateOf(row, this.#column)
    const falls = (date: string): boolean => fallsOn(date, due, this.#choice)
    const holds = found.kind === 'date' && falls(found.date)
    const isDoubt = found.kind === 'doubtful' && found.dates.some(falls)
    const cell =
      found.kind === 'date' ? 'fine' : found.kind === 'doubtful' ? (isDoubt ? 'doubtful' : 'fine') : found.kind
    this.#tally.add({ holds, cell }, () => dateCell(row, this.#column, line))
    return holds
  }

  count(): ConditionCount {
    return this.#tally.count()
  }

  /** @throws AppError dates_ambiguous where a cell may be the date that is due, read one way */
  refuseDoubt(): void {
    const { doubtful, column: heading } = this.count()
    const [first] = doubtful.cells
    if (first === undefined) return
    throw new AppError('dates_ambiguous', { heading, line: first.line, value: first.value, count: doubtful.count })
  }
}

/** Position of a heading; null where there is none. */
export function columnOf(columns: readonly string[], heading: string): number | null {
  const key = headingKey(heading)
  const column = columns.findIndex((known) => headingKey(known) === key)
  return column === -1 ? null : column
}

export function dateCell(row: ReadableRow, column: number, line: number, source = 0): ConditionCell {
  return { source, line, value: (row.values[column] ?? '').slice(0, 200) }
}
