/** A row as its source holds it, and the batches in which rows travel. Every reader gives these; everything after reads these. */
import type { RowFault } from '@shared/contract/reading-report'
import type { RowCells } from '@shared/domain/cell-value'

/** `typed` only where the source says itself what its cells are, as spreadsheets do; a cell of text has none. */
export interface SourceRow extends RowCells {
  /** Physical line in the file (row number in a spreadsheet), from 1. */
  readonly line: number
  /** Set where the row must not be used, whatever its number is. */
  readonly fault?: RowFault
  /** Every cell stood in quotes: what is in them is whole. */
  readonly quoted?: boolean
  /** Columns whose cell is merged with one above, which holds what is seen; from 0. Absent where there are none. */
  readonly covered?: readonly number[]
  /** Set where a person corrected a number of this row. */
  readonly corrected?: CorrectedNumbers
}

export interface CorrectedNumbers {
  /** The row counts, whatever becomes of its numbers: no condition leaves it out. */
  judged(): void
  /** What the person wrote in the place of a number; null where they left it as it is. */
  insteadOf(written: string): string | null
}

export interface RowBatch {
  readonly rows: readonly SourceRow[]
  /** Blank lines since the previous batch; they are not rows. */
  readonly blank: number
}

/** At most this many rows are handled before the event loop runs. */
export const batchRows = 250

/** Batches of at most `batchRows`; blank lines are told with the first. */
export function* sliceBatches(taken: RowBatch): Generator<RowBatch> {
  let blank = taken.blank
  for (let start = 0; start < taken.rows.length || blank > 0; start += batchRows) {
    yield { rows: taken.rows.slice(start, start + batchRows), blank }
    blank = 0
  }
}
