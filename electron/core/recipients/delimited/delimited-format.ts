/** A text file as a table: its encoding and separator are found, or chosen by a person. */
import { basename } from 'node:path'
import { detectEncoding, type EncodingGuess } from '../encoding/detect-encoding'
import { createTextDecoding, parseTextEncoding } from '../encoding/text-encoding'
import { readHead, withFile } from '../files/file-access'
import type { FileFormat, FileOpening } from '../files/file-format'
import { noFile } from '../source-table'
import { detectDialect, type Dialect } from './detect-dialect'
import { readDelimited } from './read-delimited'

const dialectBytes = 262_144

export const delimitedFormat: Pick<FileFormat, 'open'> = {
  async open(opening) {
    const { path, stamp } = opening
    const { encoding, isDoubtful, dialect } = await detectText(opening)
    return {
      ...noFile,
      kind: 'delimited',
      fileName: basename(path),
      stamp,
      encoding,
      delimiter: dialect.delimiter,
      read: (reading) => readDelimited({ path, stamp, encoding, isDoubtful, dialect }, reading),
    }
  },
}

async function detectText({
  path,
  stamp,
  options,
  signal,
}: FileOpening): Promise<EncodingGuess & { dialect: Dialect }> {
  const chosen = typeof options.encoding === 'string' ? parseTextEncoding(options.encoding) : null
  return withFile(path, async (handle) => {
    const { encoding, isDoubtful } = await detectEncoding(handle, { encoding: chosen, file: basename(path), signal })
    const head = await readHead(handle, dialectBytes)
    const sample = createTextDecoding(encoding).write(head)
    return {
      encoding,
      isDoubtful,
      dialect: detectDialect(sample, head.length === stamp.size, options.delimiter ?? null),
    }
  })
}
