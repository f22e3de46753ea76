/**
 * Builds rows from the cells that a spreadsheet reader finds, within limits that no file of people reaches: what a file of a
 * few kilobytes may unpack to (one long shared text, used a hundred thousand times) must fill neither memory nor disk.
 */
import type { CellValue } from '@shared/domain/cell-value'
import { AppError } from '@shared/errors'
import { cleanCell, oddCharacters } from '../clean-cell'
import type { ReadingOptions } from '../files/file-access'
import type { RowBatch, SourceRow } from '../row'
import type { ShownCell } from './cell-format'
import { MergedCells, type MergedRange } from './merged-cells'

/** Excel's own limits. */
const mostRows = 1_048_576
export const mostColumns = 16_384
const longestCell = 32_767
/** As for delimited text. */
const longestRow = 1_048_576
/** Characters that a sheet may hold, every column of a row counted as four more: this, and so many for each byte of the file. */
const freeText = 16_777_216
const columnCost = 4
const textPerByte = 100

export interface TableRowsOptions {
  readonly file: string
  readonly fileBytes: number
  /** Rows that a filter or a person hid are read too. */
  readonly includeHidden: boolean
  /** Cells over several rows, where the file tells them apart from its rows. */
  readonly merged?: readonly MergedRange[]
  readonly notices?: ReadingOptions['notices']
}

export class TableRows {
  readonly #options: TableRowsOptions
  readonly #mostText: number
  #rows: SourceRow[] = []
  #blank = 0
  #text = 0
  #line = 0
  #isHidden = false
  #values: string[] = []
  #typed: (CellValue | null)[] = []
  #rowText = 0
  #errors = 0
  #uncached = 0
  #isOdd = false
  #covered: readonly number[] = []
  readonly #merged: MergedCells
  readonly #hiddenColumns = new Set<number>()

  constructor(options: TableRowsOptions) {
    this.#options = options
    this.#merged = new MergedCells(options.merged ?? [])
    this.#mostText = freeText + options.fileBytes * textPerByte
  }

  get line(): number {
    return this.#line
  }

  /** @throws AppError file_excel_damaged where lines do not go up */
  openRow(line: number, isHidden: boolean): void {
    if (!Number.isInteger(line) || line <= this.#line || line > mostRows) throw this.damaged()
    this.#line = line
    this.#isHidden = isHidden
    this.#values = []
    this.#typed = []
    this.#rowText = 0
    this.#errors = 0
    this.#uncached = 0
    this.#isOdd = false
    this.#covered = this.#merged.coveredIn(line)
  }

  /** Cells that one of a row above reaches over. @param columns from 1, in order */
  cover(columns: readonly number[]): void {
    this.#covered = columns
  }

  /**
   * What stands in a covered cell is seen by nobody, and is left out.
   * @param column from 1, higher than the one before
   * @throws AppError file_excel_damaged, file_line_too_long, file_too_large
   */
  cell(column: number, { text, value }: ShownCell): void {
    if (column <= this.#values.length || column > mostColumns) throw this.damaged()
    if (this.#covered.length > 0 && this.#covered.includes(column)) return
    if (value?.kind === 'error') this.#errors++
    if (text === '' && value === null) return
    this.#rowText += text.length + (column - this.#values.length) * columnCost
    if (text.length > longestCell || this.#rowText > longestRow) {
      throw new AppError('file_line_too_long', { file: this.#options.file, line: this.#line })
    }
    if (oddCharacters.test(text)) this.#isOdd = true
    while (this.#values.length < column - 1) this.#values.push('')
    this.#values.push(text)
    if (value === null) return
    while (this.#typed.length < column - 1) this.#typed.push(null)
    this.#typed.push(value)
  }

  /** Columns that nobody sees; their cells are read. @param first from 1 @param last the same or higher */
  hideColumns(first: number, last: number): void {
    if (!(first >= 1)) return
    for (let column = first; column <= Math.min(last, mostColumns); column++) this.#hiddenColumns.add(column)
  }

  /** A formula whose result the file does not hold. */
  uncached(): void {
    this.#uncached++
  }

  /** @throws AppError file_too_large */
  closeRow(): void {
    const { file, includeHidden, notices } = this.#options
    const isEmpty = this.#values.every((value) => value.trim() === '') && this.#errors === 0
    if (isEmpty && this.#uncached === 0) {
      this.#blank++
      return
    }
    if (this.#isHidden) notices?.add('hidden_rows', this.#line)
    if (this.#isHidden && !includeHidden) return
    if (this.#hiddenColumns.size > 0 && notices !== undefined) {
      for (const [index, value] of this.#values.entries())
        if (value.trim() !== '' && this.#hiddenColumns.has(index + 1)) notices.addHiddenColumn(index)
    }
    if (this.#errors > 0) notices?.add('error_values', this.#line, this.#errors)
    if (this.#uncached > 0) notices?.add('no_cached_values', this.#line, this.#uncached)
    this.#text += this.#rowText
    if (this.#text > this.#mostText) throw new AppError('file_too_large', { file })
    this.#rows.push({
      line: this.#line,
      values: this.#isOdd ? this.#values.map((cell) => cleanCell(cell, this.#line, notices)) : this.#values,
      ...(this.#typed.length === 0 ? {} : { typed: this.#typed }),
      ...(this.#covered.length === 0 ? {} : { covered: this.#covered.map((column) => column - 1) }),
    })
  }

  /** Rows completed since the last call, and how many held nothing. */
  take(): RowBatch {
    const taken = { rows: this.#rows, blank: this.#blank }
    this.#rows = []
    this.#blank = 0
    return taken
  }

  damaged(): AppError {
    return new AppError('file_excel_damaged', { file: this.#options.file, line: this.#line })
  }
}
