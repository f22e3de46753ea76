/** An OpenDocument spreadsheet (LibreOffice, OpenOffice, an export of Google Sheets) as a table: one of its sheets. */
import { open, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '@shared/errors'
import { readFailure, readRange, refuseChangedFile, withFile, type ReadingOptions } from '../../files/file-access'
import type { FileFormat, FileOpening } from '../../files/file-format'
import { sliceBatches, type RowBatch, type SourceRow } from '../../row'
import { noFile } from '../../source-table'
import { yieldToEventLoop } from '../../../yield-to-event-loop'
import { CellFormats } from '../cell-format'
import { chooseSheet, judgedRows, otherSheets, type LookedAtSheet } from '../choose-sheet'
import { isZip, readZipDirectory, readZipEntry, refuseBombs, type ZipEntry } from '../container/zip-archive'
import { TableRows } from '../table-rows'
import { OdsRows } from './ods-rows'

const mostContentBytes = 2_147_483_648
const mimeType = 'application/vnd.oasis.opendocument.spreadsheet'

export const odsFormat: FileFormat = {
  async recognises(handle, file) {
    if (!(await isZip(handle))) return false
    // its first part is stored as it is (OpenDocument 1.3 Part 2 §3.3), though not every program does that
    if ((await readRange(handle, 0, 128)).includes(mimeType)) return true
    const { size } = await handle.stat()
    return isOpenDocument(await readZipDirectory(handle, size, file))
  },
  async open(opening) {
    const { path, stamp } = opening
    const content = await withFile(path, (handle) => findContent(handle, opening))
    const sheets = await lookAtSheets(opening, content)
    const sheet = chooseSheet(sheets, opening.options.sheet ?? null, path)
    const position = sheets.indexOf(sheet)
    const others = otherSheets(sheets, sheet)
    return {
      ...noFile,
      kind: 'spreadsheet',
      fileName: basename(path),
      stamp,
      sheetNames: sheets.map(({ name }) => name),
      sheet: sheet.name,
      read: (reading) => {
        if (others > 0) reading?.notices?.add('other_sheets', null, others)
        return readSheet(opening, content, position, reading)
      },
    }
  },
}

/** Texts and drawings have the same parts: that they hold no sheet is found in the content. */
function isOpenDocument(entries: ReadonlyMap<string, ZipEntry>): boolean {
  return entries.has('content.xml') && entries.has('meta-inf/manifest.xml')
}

/** @throws AppError file_excel_damaged, file_excel_protected, file_too_large */
async function findContent(handle: FileHandle, { path, stamp, signal }: FileOpening): Promise<ZipEntry> {
  const file = basename(path)
  const entries = await readZipDirectory(handle, stamp.size, file)
  refuseBombs(entries, file)
  const manifest = entries.get('meta-inf/manifest.xml')
  if (manifest !== undefined && manifest.size < 1_048_576) {
    const chunks: Buffer[] = []
    for await (const chunk of readZipEntry(handle, manifest, { mostBytes: 1_048_576, file, signal }))
      chunks.push(Buffer.from(chunk))
    if (Buffer.concat(chunks).includes('encryption-data')) throw new AppError('file_excel_protected', { file })
  }
  const content = entries.get('content.xml')
  if (content === undefined) throw new AppError('file_excel_damaged', { file })
  return content
}

async function lookAtSheets(opening: FileOpening, content: ZipEntry): Promise<LookedAtSheet[]> {
  const sheets: { name: string; isHidden: boolean; rows: SourceRow[]; table: TableRows }[] = []
  const gather = (): void => {
    const last = sheets.at(-1)
    if (last === undefined) return
    last.rows.push(...last.table.take().rows.slice(0, judgedRows - last.rows.length))
  }
  const scan = new OdsRows(
    {
      sheet(found) {
        gather()
        sheets.push({ ...found, rows: [], table: tableRows(opening, {}) })
        return sheets.at(-1)?.table ?? null
      },
    },
    new CellFormats(opening.language),
    basename(opening.path),
  )
  for await (const chunk of contentChunks(opening, content, { signal: opening.signal })) {
    scan.write(chunk)
    gather()
    await yieldToEventLoop(opening.signal)
  }
  scan.end()
  gather()
  return sheets.map(({ name, isHidden, rows }) => ({ name, isHidden, rows }))
}

async function* readSheet(
  opening: FileOpening,
  content: ZipEntry,
  position: number,
  reading: ReadingOptions = {},
): AsyncGenerator<RowBatch> {
  await refuseChangedFile(opening.path, opening.stamp)
  const rows = tableRows(opening, reading)
  let count = 0
  const scan = new OdsRows(
    { sheet: () => (count++ === position ? rows : null) },
    new CellFormats(opening.language),
    basename(opening.path),
  )
  for await (const chunk of contentChunks(opening, content, reading)) {
    scan.write(chunk)
    for (const batch of sliceBatches(rows.take())) {
      yield batch
      await yieldToEventLoop(reading.signal)
    }
  }
  scan.end()
  yield* sliceBatches(rows.take())
}

function tableRows({ path, stamp, options }: FileOpening, { notices }: ReadingOptions): TableRows {
  return new TableRows({
    file: basename(path),
    fileBytes: stamp.size,
    includeHidden: options.includeHidden === true,
    notices,
  })
}

async function* contentChunks(
  { path }: FileOpening,
  content: ZipEntry,
  reading: ReadingOptions,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8')
  let handle: FileHandle | undefined
  try {
    handle = await open(path, 'r')
    const options = { ...reading, mostBytes: mostContentBytes, file: basename(path) }
    for await (const chunk of readZipEntry(handle, content, options)) yield decoder.decode(chunk, { stream: true })
    yield decoder.decode()
  } catch (error) {
    throw readFailure(path, error)
  } finally {
    await handle?.close()
  }
}
