/** A file of any known format as a table. A new format is one more line in `formats`. */
import { basename } from 'node:path'
import { AppError } from '@shared/errors'
import { delimitedFormat } from '../delimited/delimited-format'
import type { SourceTable } from '../source-table'
import { binaryFormat } from '../spreadsheet/binary/binary-format'
import { htmlFormat } from '../spreadsheet/html/html-format'
import { odsFormat } from '../spreadsheet/ods/ods-format'
import { xlsxFormat } from '../spreadsheet/xlsx-format'
import { vcardFormat } from '../vcard/vcard-format'
import { stampFile, withFile } from './file-access'
import type { FileFormat, FileOpening } from './file-format'

/** Asked in this order. Delimited text has no signature: it takes what the others leave. */
const formats: readonly FileFormat[] = [odsFormat, binaryFormat, xlsxFormat, vcardFormat, htmlFormat]

/** @throws AppError file_*, cancelled */
export async function openFile(path: string, opening: Omit<FileOpening, 'path' | 'stamp'>): Promise<SourceTable> {
  const stamp = await stampFile(path)
  const file = basename(path)
  if (stamp.size === 0) throw new AppError('file_empty', { file })
  const format = await withFile(path, async (handle) => {
    for (const candidate of formats) if (await candidate.recognises(handle, file)) return candidate
    return delimitedFormat
  })
  return format.open({ ...opening, path, stamp })
}
