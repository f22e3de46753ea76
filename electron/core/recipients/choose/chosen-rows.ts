/**
 * The rows of a source that a person wants, with cells that mean nothing emptied. Each column of text is decided from all its
 * cells in the one pass; where a filter depends on the decision, the source is read once more before it goes on.
 */
import type { ColumnMapping, ColumnReadingView, ConditionCount, FilteredRows } from '@shared/contract/recipients'
import type { CellValue } from '@shared/domain/cell-value'
import { ColumnEvidence, type ColumnReading, type ReadingChoice } from '@shared/domain/column-reading'
import type { ReadingNotices } from '../reading-notices'
import type { RowBatch, SourceRow } from '../row'
import type { RowCorrections } from '../row-corrections'
import { errorWord } from './error-word'
import type { RowFilter } from './row-filter'

export interface Choosing {
  readonly columns: readonly string[]
  /** The column of numbers: its cells are judged as phone numbers. With those of names they say who was left out. */
  readonly mapping: ColumnMapping
  readonly choice: ReadingChoice
  readonly filter: RowFilter
  readonly notices: ReadingNotices
  /** Numbers that a person corrected in an earlier reading. */
  readonly corrections: RowCorrections | null
}

/** What the rows said; complete once all were read. */
export interface ChosenFacts {
  readonly readings: readonly ColumnReadingView[]
  readonly where: readonly ConditionCount[]
  /** Rows with the personal date that was asked for; null where none was. */
  readonly dated: ConditionCount | null
  readonly filtered: number
  readonly filteredRows: FilteredRows
}

export class ChosenRows {
  readonly #choosing: Choosing
  #evidence: readonly (ColumnEvidence | null)[]

  constructor(choosing: Choosing) {
    this.#choosing = choosing
    this.#evidence = this.#noEvidence()
  }

  /**
   * @param scan all rows, to decide the columns; taken only where a filter meets a cell that the decision changes, or asks for a date
   * @throws AppError numbers_ambiguous, dates_ambiguous and AlikeRows, at the end; what reading throws
   */
  async *read(rows: AsyncIterable<RowBatch>, scan: () => AsyncIterable<RowBatch>): AsyncGenerator<RowBatch> {
    const { filter, columns, choice, corrections } = this.#choosing
    const open = new OpenReading(choice)
    let readings: readonly (ColumnReading | null)[] = columns.map(() => open)
    let isDecided = false
    if (filter.isDated) {
      readings = await this.#decided(scan())
      isDecided = true
    }
    for await (const batch of rows) {
      const chosen: SourceRow[] = []
      for (const read of batch.rows) {
        if (!isDecided) this.#learn(read)
        const cleaned = this.#withoutErrors(read)
        const row = corrections === null ? cleaned : corrections.match(cleaned)
        if (filter.isEmpty) {
          chosen.push(row)
          continue
        }
        const { values, typed } = row
        let judgements = filter.judge({ values, typed, readings })
        if (open.wasAsked && !isDecided) {
          readings = await this.#decided(scan())
          isDecided = true
          judgements = filter.judge({ values, typed, readings })
        }
        if (filter.keeps({ values, typed, readings }, row.line, judgements)) chosen.push(row)
      }
      yield { ...batch, rows: chosen }
    }
    corrections?.refuseAlike()
    filter.refuseDoubt()
    this.#tellDoubt()
  }

  facts(): ChosenFacts {
    const { filter, mapping } = this.#choosing
    const readings = this.#readings().flatMap((reading, column) => (reading === null ? [] : [{ column, ...reading }]))
    return {
      readings,
      where: filter.counts(),
      dated: filter.dated(),
      filtered: filter.filtered,
      filteredRows: filter.filteredRows(mapping),
    }
  }

  #readings(): (ColumnReading | null)[] {
    return this.#evidence.map((evidence) => evidence?.reading(this.#choosing.choice) ?? null)
  }

  #noEvidence(): (ColumnEvidence | null)[] {
    const { columns, mapping } = this.#choosing
    return columns.map((_, index) => (index === mapping.phone ? null : new ColumnEvidence()))
  }

  async #decided(rows: AsyncIterable<RowBatch>): Promise<(ColumnReading | null)[]> {
    this.#evidence = this.#noEvidence()
    for await (const batch of rows) for (const row of batch.rows) this.#learn(row)
    return this.#readings()
  }

  #learn({ line, values, typed }: SourceRow): void {
    for (let index = 0; index < this.#evidence.length; index++) {
      const text = values[index]
      if (text !== undefined && text !== '' && (typed?.[index] ?? null) === null) this.#evidence[index]?.add(text, line)
    }
  }

  #withoutErrors(row: SourceRow): SourceRow {
    const { columns, notices } = this.#choosing
    const { phone } = this.#choosing.mapping
    let values: string[] | null = null
    let typed: (CellValue | null)[] | null = null
    for (let index = 0; index < columns.length && index < row.values.length; index++) {
      const text = row.values[index] ?? ''
      if (index === phone || !mayBeError(text)) continue
      const code = errorWord(text)
      if (code === null) continue
      values ??= [...row.values]
      typed ??= row.values.map((_, at) => row.typed?.[at] ?? null)
      values[index] = ''
      typed[index] = { kind: 'error', code }
      notices.add('error_values', row.line)
    }
    return values === null || typed === null ? row : { ...row, values, typed }
  }

  #tellDoubt(): void {
    const { notices, choice } = this.#choosing
    for (const evidence of this.#evidence) {
      const doubtful = evidence?.ambiguous(choice)
      for (const [code, cells] of [
        ['ambiguous_numbers', doubtful?.numbers],
        ['ambiguous_dates', doubtful?.dates],
      ] as const) {
        if (cells === null || cells === undefined) continue
        cells.lines.forEach((line, index) => {
          notices.add(code, line, index === 0 ? cells.count - cells.lines.length + 1 : 1)
        })
      }
    }
  }
}

/** A column that is not decided yet; remembers whether anything depended on it. */
class OpenReading implements ColumnReading {
  readonly #choice: ReadingChoice
  wasAsked = false

  constructor(choice: ReadingChoice) {
    this.#choice = choice
  }

  get decimal(): ColumnReading['decimal'] {
    return this.#known(this.#choice.decimal)
  }

  get dates(): ColumnReading['dates'] {
    return this.#known(this.#choice.dates)
  }

  #known<Value>(choice: Value | null | undefined): Value | null {
    if (choice !== null && choice !== undefined) return choice
    this.wasAsked = true
    return null
  }
}

/** Most cells are names and figures: their first character says enough. */
function mayBeError(text: string): boolean {
  const code = text.charCodeAt(0)
  // # - N n U u \ – — and white space
  return code === 35 || code === 45 || (code | 32) === 110 || code === 117 || code === 92 || code <= 32 || code > 0x2010
}
