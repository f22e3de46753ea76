/** Rows travel in batches small enough that handling one never holds the event loop for long. */
import type { SourceRow } from './delimited-tokenizer'

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
