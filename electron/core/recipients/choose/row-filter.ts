/**
 * Which rows of a source are wanted: conditions in the language of messages, all of which must hold, and those whose personal
 * date is the one that is due.
 */
import {
  filteredRowsShown,
  type ColumnMapping,
  type ConditionCount,
  type FilteredRows,
} from '@shared/contract/recipients'
import type { ReadableRow } from '@shared/domain/cell-reader'
import { bindRowCondition } from '@shared/domain/row-condition'
import type { BoundCondition } from '@shared/domain/template'
import type { Judgement } from '@shared/domain/template-condition'
import { AppError } from '@shared/errors'
import { ConditionTally } from './condition-tally'
import type { DueDateChoice } from '@shared/domain/personal-date'
import { DueDate } from './due-date'

/** What is shown of a huge cell. */
const longestShown = 200

export class RowFilter {
  readonly #conditions: readonly { readonly bound: BoundCondition; readonly tally: ConditionTally }[]
  readonly #today: string
  readonly #due: DueDate | null
  #filtered = 0
  readonly #first: { readonly line: number; readonly values: readonly string[] }[] = []

  /**
   * @param today ISO day from which conditions count
   * @throws AppError where_syntax, where_column_unknown, list_heading_gone (of the dates)
   */
  constructor(where: readonly string[], columns: readonly string[], today: string, due: DueDateChoice | null = null) {
    this.#today = today
    this.#due = due === null ? null : new DueDate(due, columns)
    this.#conditions = where.map((text) => {
      const bound = boundCondition(text, columns)
      const heading = bound.columnIndex === null ? '' : (columns[bound.columnIndex] ?? '')
      return { bound, tally: new ConditionTally(text, heading) }
    })
  }

  get isEmpty(): boolean {
    return this.#conditions.length === 0 && this.#due === null
  }

  /** Whether the date that is due matters, which the order of a column's dates can change. */
  get isDated(): boolean {
    return this.#due !== null
  }

  /** Rows left out so far. */
  get filtered(): number {
    return this.#filtered
  }

  /** What each condition says of a row. Nothing is counted yet. */
  judge(row: ReadableRow): Judgement[] {
    return this.#conditions.map(({ bound }) => bound.judge(row, this.#today))
  }

  /** True where every condition holds. Every row is counted for every condition. */
  keeps(row: ReadableRow, line: number, judgements: readonly Judgement[]): boolean {
    let holds = true
    for (const [index, { bound, tally }] of this.#conditions.entries()) {
      const judgement = judgements[index]
      if (judgement === undefined) continue
      const value = bound.columnIndex === null ? '' : (row.values[bound.columnIndex] ?? '')
      tally.add(judgement, () => ({ source: 0, line, value: value.slice(0, longestShown) }))
      if (!judgement.holds) holds = false
    }
    // a row that the conditions leave out says nothing of its date
    if (holds && (this.#due?.isDue(row, line) ?? true)) return true
    this.#filtered += 1
    if (holds) return false
    if (this.#first.length < filteredRowsShown) this.#first.push({ line, values: row.values })
    return false
  }

  /** On which side of the date that is due rows fell; null where none is asked for. */
  dated(): ConditionCount | null {
    return this.#due?.count() ?? null
  }

  /** The first rows that the conditions left out so far. */
  filteredRows({ phone, firstName, name }: ColumnMapping): FilteredRows {
    const compared = this.#conditions.map(({ bound }) => bound.columnIndex)
    const columns = [...new Set([phone, firstName, name, ...compared])].flatMap((column) => column ?? [])
    const rows = this.#first.map(({ line, values }) => ({
      line,
      values: columns.map((column) => (values[column] ?? '').slice(0, longestShown)),
    }))
    return { columns, rows }
  }

  counts(): ConditionCount[] {
    return this.#conditions.map(({ tally }) => tally.count())
  }

  /** @throws AppError numbers_ambiguous, dates_ambiguous where a cell can be read in two ways, and is chosen by one of them only */
  refuseDoubt(): void {
    for (const { condition, column, doubtful } of this.counts()) refuseDoubt({ condition, column, doubtful })
    this.#due?.refuseDoubt()
  }
}

/** @throws AppError numbers_ambiguous */
export function refuseDoubt({
  condition,
  column,
  doubtful,
}: Pick<ConditionCount, 'condition' | 'column' | 'doubtful'>): void {
  const [first] = doubtful.cells
  if (first === undefined) return
  const { line, value } = first
  throw new AppError('numbers_ambiguous', { condition, column, line, value, count: doubtful.count })
}

function boundCondition(text: string, columns: readonly string[]): BoundCondition {
  const condition = bindRowCondition(text, columns)
  if (condition.ok) return condition.bound
  const { code, params } = condition.error
  throw new AppError(code, params)
}
