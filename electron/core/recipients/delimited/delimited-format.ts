/** A text file as a table: its encoding and separator are found, or chosen by a person. */
import { basename } from 'node:path'
import { detectEncoding, type EncodingGuess } from '../encoding/detect-encoding'
import { createTextDecoding, parseTextEncoding } from '../encoding/text-encoding'
import { readHead, withFile } from '../files/file-access'
import type { FileFormat, FileOpening } from '../files/file-format'
import { holdsNamedLines, namedLines } from '../named-lines'
import { noFile, type SourceTable } from '../source-table'
import { detectDialect, oneColumn, type Dialect } from './detect-dialect'
import { readDelimited } from './read-delimited'

const dialectBytes = 262_144

export const delimitedFormat: Pick<FileFormat, 'open'> = {
  async open(opening) {
    const { path, stamp, language } = opening
    const { encoding, isDoubtful, dialect, isNamed } = await detectText(opening)
    const table: SourceTable = {
      ...noFile,
      kind: 'delimited',
      fileName: basename(path),
      stamp,
      encoding,
      delimiter: dialect.delimiter,
      read: (reading) => readDelimited({ path, stamp, encoding, isDoubtful, dialect }, reading),
    }
    return isNamed ? namedLines(table, language) : table
  },
}

async function detectText({
  path,
  stamp,
  options,
  signal,
}: FileOpening): Promise<EncodingGuess & { dialect: Dialect; isNamed: boolean }> {
  const chosen = typeof options.encoding === 'string' ? parseTextEncoding(options.encoding) : null
  return withFile(path, async (handle) => {
    const { encoding, isDoubtful } = await detectEncoding(handle, { encoding: chosen, file: basename(path), signal })
    const head = await readHead(handle, dialectBytes)
    const sample = createTextDecoding(encoding).write(head)
    const isWhole = head.length === stamp.size
    const isNamed = (options.delimiter ?? null) === null && holdsNamedLines(sample, isWhole)
    const dialect = isNamed ? oneColumn : detectDialect(sample, isWhole, options.delimiter ?? null)
    return { encoding, isDoubtful, dialect, isNamed }
  })
}
