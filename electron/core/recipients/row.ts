/** A row as its source holds it, and the batches in which rows travel. Every reader gives these; everything after reads these. */

export interface SourceRow {
  /** Physical line in the file (row number in a spreadsheet), from 1. */
  readonly line: number
  readonly values: readonly string[]
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
