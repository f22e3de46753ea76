/**
 * Streams a delimited text file as batches of rows. Memory stays at a chunk and a batch whatever the file's size, and
 * the event loop is given back between batches.
 */
import { basename } from 'node:path'
import { yieldToEventLoop } from '../../yield-to-event-loop'
import { DelimitedTokenizer } from './delimited-tokenizer'
import type { Dialect } from './detect-dialect'
import { longestLineBytes } from '../encoding/detect-encoding'
import { readChunks, refuseChangedFile, type FileStamp, type ReadingOptions } from '../files/file-access'
import { sliceBatches, type RowBatch } from '../row'
import { createTextDecoding, type TextEncoding } from '../encoding/text-encoding'

export interface DelimitedFile {
  readonly path: string
  readonly stamp: FileStamp
  readonly encoding: TextEncoding
  /** Lines with letters beyond ASCII are told. */
  readonly isDoubtful: boolean
  readonly dialect: Dialect
}

/**
 * Every row of the file, from its first line (a `sep=` line excepted).
 * @throws AppError file_changed (not the file that was looked at before), file_line_too_long, file_too_many_columns, file_binary, cancelled
 */
export async function* readDelimited(file: DelimitedFile, options: ReadingOptions = {}): AsyncGenerator<RowBatch> {
  const name = basename(file.path)
  await refuseChangedFile(file.path, file.stamp)
  const tokenizer = new DelimitedTokenizer({
    delimiter: file.dialect.delimiter,
    width: file.dialect.width,
    file: name,
    longestRow: longestLineBytes,
    notices: options.notices,
    isDoubtful: file.isDoubtful,
  })
  const decoding = createTextDecoding(file.encoding)
  let isFirstBatch = true
  const batches = function* (): Generator<RowBatch> {
    const taken = tokenizer.take()
    if (isFirstBatch && file.dialect.hasSeparatorLine && taken.rows.length > 0) taken.rows.shift()
    if (taken.rows.length > 0) isFirstBatch = false
    yield* sliceBatches(taken)
  }
  for await (const chunk of readChunks(file.path, file.stamp.size, options)) {
    tokenizer.push(decoding.write(chunk))
    for (const batch of batches()) {
      yield batch
      await yieldToEventLoop(options.signal)
    }
  }
  tokenizer.push(decoding.end())
  tokenizer.end()
  yield* batches()
  await refuseChangedFile(file.path, file.stamp)
}
