/** Workbooks of Excel's binary formats, .xls (97 to 2003) and .xlsb, as a table. */
import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '@shared/errors'
import { readRange, refuseChangedFile, type FileStamp, type ReadingOptions, withFile } from '../../files/file-access'
import type { FileFormat, FileOpening } from '../../files/file-format'
import { batchRows, sliceBatches, type RowBatch, type SourceRow } from '../../row'
import { noFile } from '../../source-table'
import { throwIfCancelled, yieldToEventLoop } from '../../../yield-to-event-loop'
import { CellFormats, type ShownCell } from '../cell-format'
import { chooseSheet, judgedRows, otherSheets, type LookedAtSheet } from '../choose-sheet'
import { isZip, readZipDirectory, refuseBombs } from '../container/zip-archive'
import { TableRows } from '../table-rows'
import { WorkbookThread, type BinaryCell, type BinarySheet } from './workbook-thread'

/** First bytes of the OLE container of .xls, of protected workbooks, and of other old documents. */
const oleStart = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
/** The whole file is taken into memory; 65,536 rows of people are some 10 MB. */
const mostBytes = 67_108_864
/** Of the parts of an .xlsb file, all unpacked. */
const mostUnpackedBytes = 536_870_912
const mostSheets = 100

export const binaryFormat: FileFormat = {
  async recognises(handle, file) {
    const head = await readRange(handle, 0, 512)
    if (head.subarray(0, oleStart.length).equals(oleStart)) {
      if (await holdsStream(handle, head, 'EncryptedPackage')) throw new AppError('file_excel_protected', { file })
      return true
    }
    return (await isZip(handle)) && isXlsb(handle, file)
  },
  async open(opening) {
    const { path, stamp, signal } = opening
    const file = basename(path)
    if (stamp.size > mostBytes) throw new AppError('file_too_large', { file })
    await withFile(path, (handle) => refuseLargeZip(handle, stamp, file))
    const { sheets, chosen } = await withWorkbook(path, signal, async (workbook) => {
      const looked = await lookAtSheets(workbook, opening)
      return { sheets: looked, chosen: chooseSheet(looked, opening.options.sheet ?? null, path) }
    })
    const others = otherSheets(sheets, chosen)
    return {
      ...noFile,
      kind: 'spreadsheet',
      fileName: file,
      stamp,
      sheetNames: sheets.map(({ name }) => name),
      sheet: chosen.name,
      read: (reading) => {
        if (others > 0) reading?.notices?.add('other_sheets', null, others)
        return readWhole(opening, chosen, reading)
      },
    }
  },
}

type Sheet = LookedAtSheet & BinarySheet

async function lookAtSheets(workbook: WorkbookThread, opening: FileOpening): Promise<Sheet[]> {
  const looked: Sheet[] = []
  for (const sheet of workbook.sheets) {
    const rows: SourceRow[] = []
    // a single sheet is the one that is read
    if (workbook.sheets.length > 1 && looked.length < mostSheets) {
      for await (const batch of readSheet(workbook, sheet, opening, { signal: opening.signal })) {
        rows.push(...batch.rows)
        if (rows.length >= judgedRows) break
      }
    }
    looked.push({ ...sheet, rows: rows.slice(0, judgedRows) })
  }
  return looked
}

async function* readWhole(opening: FileOpening, sheet: Sheet, reading: ReadingOptions = {}): AsyncGenerator<RowBatch> {
  await refuseChangedFile(opening.path, opening.stamp)
  const workbook = await openThread(opening.path, reading.signal)
  try {
    yield* readSheet(workbook, sheet, opening, reading)
    reading.onProgress?.(opening.stamp.size, opening.stamp.size)
  } finally {
    await workbook.close()
  }
}

async function* readSheet(
  workbook: WorkbookThread,
  sheet: BinarySheet,
  { path, stamp, language, options }: FileOpening,
  reading: ReadingOptions,
): AsyncGenerator<RowBatch> {
  const formats = new CellFormats(language, sheet.uses1904)
  const rows = new TableRows({
    file: basename(path),
    fileBytes: stamp.size,
    includeHidden: options.includeHidden === true,
    merged: sheet.merged,
    notices: reading.notices,
  })
  for (const column of sheet.hiddenColumns) rows.hideColumns(column, column)
  for await (const batch of workbook.rows(sheet.name, batchRows)) {
    throwIfCancelled(reading.signal)
    for (const { line, isHidden, cells } of batch) {
      rows.openRow(line, isHidden)
      for (const cell of cells) rows.cell(cell[0], shown(cell, formats))
      rows.closeRow()
    }
    yield* sliceBatches(rows.take())
    await yieldToEventLoop(reading.signal)
  }
}

function shown([, type, value, code]: BinaryCell, formats: CellFormats): ShownCell {
  switch (type) {
    case 'n':
      return formats.number(String(value), code)
    case 'b':
      return formats.boolean(value === true)
    case 'e':
      return { text: '', value: { kind: 'error', code: String(value) } }
    default:
      return { text: formats.text(String(value), code), value: null }
  }
}

async function withWorkbook<Result>(
  path: string,
  signal: AbortSignal | undefined,
  use: (workbook: WorkbookThread) => Promise<Result>,
): Promise<Result> {
  const workbook = await openThread(path, signal)
  try {
    return await use(workbook)
  } finally {
    await workbook.close()
  }
}

/** @throws AppError file_too_large, file_excel_protected, file_old_excel, cancelled */
async function openThread(path: string, signal: AbortSignal | undefined): Promise<WorkbookThread> {
  const file = basename(path)
  try {
    return await WorkbookThread.open(path, signal)
  } catch (error) {
    if (error instanceof AppError) throw error
    if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
      throw new AppError('file_too_large', { file }, { cause: error })
    }
    const isProtected = error instanceof Error && /password/i.test(error.message)
    throw new AppError(isProtected ? 'file_excel_protected' : 'file_old_excel', { file }, { cause: error })
  }
}

async function isXlsb(handle: FileHandle, file: string): Promise<boolean> {
  const { size } = await handle.stat()
  return [...(await readZipDirectory(handle, size, file)).keys()].some((name) => name.endsWith('workbook.bin'))
}

async function refuseLargeZip(handle: FileHandle, stamp: FileStamp, file: string): Promise<void> {
  if (!(await isZip(handle))) return
  const entries = await readZipDirectory(handle, stamp.size, file)
  refuseBombs(entries, file)
  let unpacked = 0
  for (const { size } of entries.values()) unpacked += size
  if (unpacked > mostUnpackedBytes) throw new AppError('file_too_large', { file })
}

/** Whether the first directory sector of an OLE container names this stream ([MS-CFB] §2.6). */
async function holdsStream(handle: FileHandle, head: Buffer, name: string): Promise<boolean> {
  if (head.length < 512) return false
  const sectorBytes = 1 << Math.min(head.readUInt16LE(30), 12)
  const directory = await readRange(handle, (head.readUInt32LE(48) + 1) * sectorBytes, 4096)
  return directory.includes(Buffer.from(name, 'utf16le'))
}
