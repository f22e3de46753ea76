/**
 * Streams a sheet of an XLSX file as batches of rows, like read-delimited does for text: flat memory but for the shared
 * strings, checksums verified, limits on what a small file may unpack to.
 */
import { open, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '@shared/errors'
import { yieldToEventLoop } from '../../yield-to-event-loop'
import { readFailure, refuseChangedFile, withFile, type ReadingOptions } from '../files/file-access'
import type { FileOpening } from '../files/file-format'
import { sliceBatches, type RowBatch, type SourceRow } from '../row'
import { judgedRows, type LookedAtSheet } from './choose-sheet'
import { mergedRange, type MergedRange } from './merged-cells'
import { SheetRows } from './sheet-rows'
import { TableRows } from './table-rows'
import { readWorkbook, type SheetEntry, type Workbook } from './workbook'
import { readZipDirectory, readZipEntry, refuseBombs } from './container/zip-archive'

/** A sheet of 1,048,576 rows and 20 columns unpacks to about this; more is refused before it is read. */
const mostSheetBytes = 2_147_483_648
/** Sheets whose first rows are looked at. */
const mostSheets = 100

export interface XlsxFile extends FileOpening {
  readonly workbook: Workbook
}

export interface XlsxSheet extends LookedAtSheet {
  readonly entry: SheetEntry['entry']
}

/** @throws AppError file_excel_damaged, file_excel_protected, file_too_large, file_binary (a ZIP file of another kind), cancelled */
export async function openXlsx(opening: FileOpening): Promise<XlsxFile> {
  const { path, stamp, language, signal } = opening
  const file = basename(path)
  return withFile(path, async (handle) => {
    const entries = await readZipDirectory(handle, stamp.size, file)
    const isWorkbook = [...entries.keys()].some(
      (name) => name.endsWith('workbook.xml') || name === '[content_types].xml',
    )
    if (!isWorkbook) throw new AppError('file_binary', { file, line: 1 })
    refuseBombs(entries, file)
    const workbook = await readWorkbook({ handle, entries, file, signal }, language)
    if (workbook.sheets.length === 0) throw new AppError('file_empty', { file })
    return { ...opening, workbook }
  })
}

/** Every sheet with its first rows. */
export async function lookAtSheets(xlsx: XlsxFile): Promise<XlsxSheet[]> {
  const { sheets } = xlsx.workbook
  const looked: XlsxSheet[] = []
  for (const [index, sheet] of sheets.entries()) {
    const rows: SourceRow[] = []
    // a single sheet is the one that is read
    if (sheets.length > 1 && index < mostSheets) {
      for await (const batch of readSheet(xlsx, sheet, { signal: xlsx.signal })) {
        rows.push(...batch.rows)
        if (rows.length >= judgedRows) break
      }
    }
    looked.push({ ...sheet, rows: rows.slice(0, judgedRows) })
  }
  return looked
}

/** Sheets hold a few thousand at most. */
const mostMerged = 100_000
const mergedCell = /<(?:\w+:)?mergeCell\s[^>]{0,200}?\bref\s*=\s*["']([^"']{1,40})["']/g
const longestMark = 300

/** The cells over several rows of a sheet. They stand behind its rows, so all of it is unpacked for them. */
export async function mergedRanges(
  { path, signal }: Pick<XlsxFile, 'path' | 'signal'>,
  { entry }: Pick<SheetEntry, 'entry'>,
): Promise<MergedRange[]> {
  const ranges: MergedRange[] = []
  const file = basename(path)
  await withFile(path, async (handle) => {
    let rest: Buffer = Buffer.alloc(0)
    for await (const chunk of readZipEntry(handle, entry, { mostBytes: mostSheetBytes, file, signal })) {
      const bytes = Buffer.concat([rest, chunk])
      let end = 0
      // most hold none, and are not decoded
      const text = bytes.includes('mergeCell') ? bytes.toString('latin1') : ''
      for (const found of text.matchAll(mergedCell)) {
        end = found.index + found[0].length
        const range = mergedRange(found[1] ?? '')
        if (range !== null && ranges.length < mostMerged) ranges.push(range)
      }
      rest = bytes.subarray(Math.max(end, bytes.length - longestMark))
    }
  })
  return ranges
}

/** Every row of a sheet that holds something, with its row number. Progress counts packed bytes. */
export async function* readSheet(
  { path, stamp, workbook, options: { includeHidden } }: XlsxFile,
  sheet: Pick<SheetEntry, 'entry'> & { readonly merged?: readonly MergedRange[] },
  reading: ReadingOptions = {},
): AsyncGenerator<RowBatch> {
  const file = basename(path)
  await refuseChangedFile(path, stamp)
  const rows = new TableRows({
    file,
    fileBytes: stamp.size,
    includeHidden: includeHidden === true,
    merged: sheet.merged ?? [],
    notices: reading.notices,
  })
  const scan = new SheetRows(workbook, rows, file)
  const decoder = new TextDecoder('utf-8')
  let handle: FileHandle | undefined
  try {
    handle = await open(path, 'r')
    for await (const chunk of readZipEntry(handle, sheet.entry, { ...reading, mostBytes: mostSheetBytes, file })) {
      scan.write(decoder.decode(chunk, { stream: true }))
      for (const batch of sliceBatches(rows.take())) {
        yield batch
        await yieldToEventLoop(reading.signal)
      }
    }
    scan.write(decoder.decode())
    scan.end()
    yield* sliceBatches(rows.take())
  } catch (error) {
    throw readFailure(path, error)
  } finally {
    await handle?.close()
  }
}
