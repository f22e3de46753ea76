/**
 * Streams a sheet of an XLSX file as batches of rows, like read-delimited does for text: flat memory but for the shared
 * strings, checksums verified, limits on what a small file may unpack to. Old .xls and protected files are told apart.
 */
import { open, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '@shared/errors'
import type { Language } from '@shared/language'
import { yieldToEventLoop } from '../../yield-to-event-loop'
import {
  readFailure,
  readRange,
  refuseChangedFile,
  withFile,
  type FileStamp,
  type ReadingOptions,
} from '../files/file-access'
import { sliceBatches, type RowBatch } from '../row'
import { SheetRows, type BooleanWords } from './sheet-rows'
import { readWorkbook, type SheetEntry, type Workbook } from './workbook'
import { readZipDirectory, readZipEntry } from './container/zip-archive'

/** A sheet of 1,048,576 rows and 20 columns unpacks to about this; more is refused before it is read. */
const mostSheetBytes = 2_147_483_648
/** Spreadsheet XML packs 5 to 60 times; beyond this ratio a large part is a bomb. */
const mostRatio = 300
const smallPartBytes = 16_777_216

export interface SpreadsheetFile {
  readonly path: string
  readonly stamp: FileStamp
  readonly workbook: Workbook
}

const booleanWords: Readonly<Record<Language, BooleanWords>> = { fr: ['VRAI', 'FAUX'], en: ['TRUE', 'FALSE'] }

/** First bytes of a ZIP file, and of the OLE container of .xls and of password-protected XLSX files. */
const zipStart = Buffer.from([0x50, 0x4b, 3, 4])
const oleStart = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])

/**
 * True for an XLSX file (by content, whatever its name says).
 * @throws AppError file_old_excel, file_excel_protected
 */
export async function isSpreadsheet(handle: FileHandle, file: string): Promise<boolean> {
  const head = await readRange(handle, 0, 512)
  if (head.subarray(0, oleStart.length).equals(oleStart)) {
    throw new AppError((await holdsEncryptedPackage(handle, head)) ? 'file_excel_protected' : 'file_old_excel', {
      file,
    })
  }
  return head.subarray(0, zipStart.length).equals(zipStart)
}

/** A protected XLSX is an OLE container with a stream of this name ([MS-OFFCRYPTO] §2.3.4.4). */
async function holdsEncryptedPackage(handle: FileHandle, head: Buffer): Promise<boolean> {
  if (head.length < 512) return false
  const sectorBytes = 1 << Math.min(head.readUInt16LE(30), 12)
  const directory = await readRange(handle, (head.readUInt32LE(48) + 1) * sectorBytes, 4096)
  return directory.includes(Buffer.from('EncryptedPackage', 'utf16le'))
}

/** @throws AppError file_excel_damaged, file_excel_protected, file_too_large, file_binary (a ZIP file of another kind), cancelled */
export async function openSpreadsheet(path: string, stamp: FileStamp, signal?: AbortSignal): Promise<SpreadsheetFile> {
  const file = basename(path)
  return withFile(path, async (handle) => {
    const entries = await readZipDirectory(handle, stamp.size, file)
    const isWorkbook = [...entries.keys()].some(
      (name) => name.endsWith('workbook.xml') || name === '[Content_Types].xml',
    )
    if (!isWorkbook) throw new AppError('file_binary', { file, line: 1 })
    for (const { size, compressedSize } of entries.values()) {
      if (size > smallPartBytes && size > compressedSize * mostRatio) throw new AppError('file_too_large', { file })
    }
    const workbook = await readWorkbook({ handle, entries, file, signal })
    if (workbook.sheets.length === 0) throw new AppError('file_empty', { file })
    return { path, stamp, workbook }
  })
}

/**
 * The sheet of that name, or the first that is not hidden.
 * @throws AppError file_sheet_unknown where no sheet has the name
 */
export function chooseSheet(spreadsheet: SpreadsheetFile, name: string | null): SheetEntry {
  const { sheets } = spreadsheet.workbook
  const chosen =
    name === null
      ? (sheets.find((sheet) => !sheet.isHidden) ?? sheets[0])
      : (sheets.find((sheet) => sheet.name === name) ??
        sheets.find((sheet) => sheet.name.toLowerCase() === name.trim().toLowerCase()))
  if (chosen === undefined) {
    throw new AppError('file_sheet_unknown', { file: basename(spreadsheet.path), sheet: name ?? '' })
  }
  return chosen
}

/** Every row of a sheet that holds something, with its row number. Progress counts packed bytes. */
export async function* readSheet(
  spreadsheet: SpreadsheetFile,
  sheet: SheetEntry,
  language: Language,
  options: ReadingOptions = {},
): AsyncGenerator<RowBatch> {
  const file = basename(spreadsheet.path)
  await refuseChangedFile(spreadsheet.path, spreadsheet.stamp)
  const rows = new SheetRows(spreadsheet.workbook, file, booleanWords[language])
  const decoder = new TextDecoder('utf-8')
  let handle: FileHandle | undefined
  try {
    handle = await open(spreadsheet.path, 'r')
    for await (const chunk of readZipEntry(handle, sheet.entry, { ...options, mostBytes: mostSheetBytes, file })) {
      rows.write(decoder.decode(chunk, { stream: true }))
      for (const batch of sliceBatches(rows.take())) {
        yield batch
        await yieldToEventLoop(options.signal)
      }
    }
    rows.write(decoder.decode())
    rows.end()
    yield* sliceBatches(rows.take())
  } catch (error) {
    throw readFailure(spreadsheet.path, error)
  } finally {
    await handle?.close()
  }
}
