/** A web page with tables under the name .xls, as many programs export «Excel»: one of its tables. Its cells are texts. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '@shared/errors'
import type { Language } from '@shared/language'
import { yieldToEventLoop } from '../../../yield-to-event-loop'
import { detectEncoding } from '../../encoding/detect-encoding'
import { createTextDecoding, parseTextEncoding, type TextEncoding } from '../../encoding/text-encoding'
import { readFailure, readHead, refuseChangedFile, withFile, type ReadingOptions } from '../../files/file-access'
import type { FileFormat, FileOpening } from '../../files/file-format'
import { batchRows, sliceBatches, type RowBatch } from '../../row'
import { noFile } from '../../source-table'
import { chooseSheet, judgedRows, otherSheets, type LookedAtSheet } from '../choose-sheet'
import { TableRows } from '../table-rows'
import { readHtmlRows } from './html-tables'

/** The whole page is taken into memory. */
const mostBytes = 33_554_432
const mostTables = 100
const tableWords: Readonly<Record<Language, string>> = { fr: 'Tableau', en: 'Table' }
const pageStart =
  /^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?<(?:!doctype html|html|head|meta|body|table|style|center|div|font)\b/i

export const htmlFormat: FileFormat = {
  async recognises(handle) {
    const head = await readHead(handle, 2_048)
    const text = head
      .toString('latin1')
      .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
      .replaceAll('\0', '')
    return pageStart.test(text.trimStart())
  },
  async open(opening) {
    const { path, stamp, signal, language, options } = opening
    const file = basename(path)
    if (stamp.size > mostBytes) throw new AppError('file_too_large', { file })
    const chosen = typeof options.encoding === 'string' ? parseTextEncoding(options.encoding) : null
    const { encoding } = await withFile(path, (handle) =>
      detectEncoding(handle, { encoding: chosen, file, signal, isMarkup: true }),
    )
    const tables = await lookAtTables(opening, encoding)
    if (tables.length === 0) throw new AppError('file_web_page', { file })
    const sheets = tables.map((table, index) => ({ ...table, name: `${tableWords[language]} ${index + 1}` }))
    const sheet = chooseSheet(sheets, options.sheet ?? null, path)
    const others = otherSheets(sheets, sheet)
    return {
      ...noFile,
      kind: 'spreadsheet',
      fileName: file,
      stamp,
      encoding,
      sheetNames: sheets.map(({ name }) => name),
      sheet: sheet.name,
      read: (reading) => {
        if (others > 0) reading?.notices?.add('other_sheets', null, others)
        return readTable(opening, encoding, sheets.indexOf(sheet), reading)
      },
    }
  },
}

async function lookAtTables(opening: FileOpening, encoding: TextEncoding): Promise<Omit<LookedAtSheet, 'name'>[]> {
  const tables: { isHidden: boolean; rows: { line: number; values: string[] }[] }[] = []
  const html = await pageText(opening.path, encoding)
  let count = 0
  for (const { table, line, isHidden, cells } of readHtmlRows(html, basename(opening.path))) {
    if (table >= mostTables) throw new AppError('file_too_large', { file: basename(opening.path) })
    while (tables.length <= table) tables.push({ isHidden: false, rows: [] })
    const looked = tables[table]
    if (looked !== undefined && looked.rows.length < judgedRows && !isHidden)
      looked.rows.push({ line, values: [...cells] })
    if (++count % batchRows === 0) await yieldToEventLoop(opening.signal)
  }
  return tables
}

async function* readTable(
  { path, stamp, options }: FileOpening,
  encoding: TextEncoding,
  table: number,
  reading: ReadingOptions = {},
): AsyncGenerator<RowBatch> {
  await refuseChangedFile(path, stamp)
  const rows = new TableRows({
    file: basename(path),
    fileBytes: stamp.size,
    includeHidden: options.includeHidden === true,
    notices: reading.notices,
  })
  let count = 0
  for (const row of readHtmlRows(await pageText(path, encoding), basename(path))) {
    if (row.table !== table) continue
    rows.openRow(row.line, row.isHidden)
    rows.cover(row.covered)
    for (const [index, text] of row.cells.entries()) rows.cell(index + 1, { text, value: null })
    rows.closeRow()
    if (++count % batchRows !== 0) continue
    yield* sliceBatches(rows.take())
    await yieldToEventLoop(reading.signal)
  }
  yield* sliceBatches(rows.take())
  reading.onProgress?.(stamp.size, stamp.size)
}

async function pageText(path: string, encoding: TextEncoding): Promise<string> {
  try {
    const decoding = createTextDecoding(encoding)
    return decoding.write(await readFile(path)) + decoding.end()
  } catch (error) {
    throw readFailure(path, error)
  }
}
