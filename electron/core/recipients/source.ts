/**
 * A source of recipients (file, pasted text, numbers typed in), looked at and ready to be streamed as often as needed.
 * Opening finds encoding, separator, sheet, headings and columns by itself; each can be overridden. Nothing is lost:
 * rows() gives every line under the headings that holds anything, in order, with the line on which it stands.
 */
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { ReadOptions } from '@shared/contract/recipients'
import { headingKey } from '@shared/domain/template-heading'
import { AppError } from '@shared/errors'
import type { Language } from '@shared/language'
import type { SourceRow } from './delimited-tokenizer'
import { detectDialect, type Delimiter, type Dialect } from './detect-dialect'
import { detectEncoding } from './detect-encoding'
import { detectHeader } from './detect-header'
import { readHead, stampFile, withFile, type FileStamp, type ReadingOptions } from './file-access'
import { nameColumns } from './headings'
import { readDelimited } from './read-delimited'
import { detectPastedForm, readPasted } from './read-pasted'
import { sliceBatches, type RowBatch } from './row-batch'
import { chooseSheet, isSpreadsheet, openSpreadsheet, readSheet } from './spreadsheet/read-spreadsheet'
import { createTextDecoding, parseTextEncoding, type TextEncoding } from './text-encoding'

export type SourceLocation =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'pasted'; readonly text: string }
  | { readonly kind: 'numbers'; readonly phones: readonly string[] }

export interface SourceOptions extends Partial<ReadOptions> {
  /** Of the names that Griot gives to columns without heading. Default fr. */
  readonly language?: Language | undefined
  readonly signal?: AbortSignal | undefined
}

export interface RecipientSource {
  readonly kind: 'delimited' | 'spreadsheet' | 'pasted' | 'numbers'
  /** File name; null where there is no file. */
  readonly fileName: string | null
  /** Of the file as it was opened; null where there is none. */
  readonly stamp: FileStamp | null
  readonly encoding: TextEncoding | null
  readonly delimiter: Delimiter | null
  readonly hasHeader: boolean
  /** Line of the headings; null where there are none. */
  readonly headerLine: number | null
  /** Names of the columns: distinct, never empty. A row may have fewer values (the rest is empty) or more. */
  readonly columns: readonly string[]
  /** First rows under the headings, at most 20. */
  readonly sample: readonly SourceRow[]
  readonly sheetNames: readonly string[]
  readonly sheet: string | null
  /** The same for files with the same headings in the same order: remembered mappings are found by it. */
  readonly shape: string
  /** All rows under the headings, in batches of at most 250. May be called again. */
  rows(options?: ReadingOptions): AsyncGenerator<RowBatch>
}

/** What each kind of source knows before its headings are looked at. */
interface Opened {
  readonly kind: RecipientSource['kind']
  readonly fileName: string | null
  readonly stamp: FileStamp | null
  readonly encoding: TextEncoding | null
  readonly delimiter: Delimiter | null
  readonly sheetNames: readonly string[]
  readonly sheet: string | null
  /** Heading of a source that cannot have one of its own. */
  readonly ownHeading: string | null
  read(options?: ReadingOptions): AsyncGenerator<RowBatch>
}

const judgedRows = 200
const sampleRows = 20
const dialectBytes = 262_144
const numberHeading: Readonly<Record<Language, string>> = { fr: 'Numéro', en: 'Number' }

/**
 * @throws AppError file_not_found, file_is_folder, file_unreadable, file_empty, file_binary, file_old_excel,
 * file_excel_protected, file_excel_damaged, file_too_large, file_line_too_long, file_quote_open, file_encoding_unknown,
 * file_sheet_unknown, cancelled; where a line is at fault, with it
 */
export async function openSource(location: SourceLocation, options: SourceOptions = {}): Promise<RecipientSource> {
  const language = options.language ?? 'fr'
  const opened = await openLocation(location, options, language)
  const first: SourceRow[] = []
  for await (const batch of opened.read({ signal: options.signal })) {
    first.push(...batch.rows)
    if (first.length >= judgedRows) break
  }
  if (first.length === 0) throw new AppError('file_empty', { file: opened.fileName ?? '' })
  const header = headerIndex(first, options.hasHeader ?? null)
  const headings = header === null ? [] : (first[header]?.values ?? [])
  const data = first.slice(header === null ? 0 : header + 1)
  const width = tableWidth(headings, data)
  const columns = nameColumns(
    header === null && opened.ownHeading !== null ? [opened.ownHeading] : headings.slice(0, width),
    width,
    language,
  )
  const skipped = header === null ? 0 : header + 1
  return {
    kind: opened.kind,
    fileName: opened.fileName,
    stamp: opened.stamp,
    encoding: opened.encoding,
    delimiter: opened.delimiter,
    hasHeader: header !== null,
    headerLine: header === null ? null : (first[header]?.line ?? null),
    columns,
    sample: data.slice(0, sampleRows),
    sheetNames: opened.sheetNames,
    sheet: opened.sheet,
    shape: shapeOf(columns, header !== null),
    rows: (reading) => skipRows(opened.read(reading), skipped),
  }
}

async function openLocation(location: SourceLocation, options: SourceOptions, language: Language): Promise<Opened> {
  switch (location.kind) {
    case 'file':
      return openFile(location.path, options, language)
    case 'pasted': {
      const { text } = location
      const form = detectPastedForm(text, options.delimiter ?? null)
      return {
        ...noFile,
        kind: 'pasted',
        delimiter: form.kind === 'table' ? form.dialect.delimiter : null,
        ownHeading: form.kind === 'list' ? numberHeading[language] : null,
        read: (reading) => readPasted(text, form, reading),
      }
    }
    case 'numbers': {
      const rows = location.phones.map((phone, index) => ({ line: index + 1, values: [phone] }))
      return {
        ...noFile,
        kind: 'numbers',
        ownHeading: numberHeading[language],
        read: async function* () {
          yield* sliceBatches({ rows, blank: 0 })
        },
      }
    }
  }
}

const noFile = { fileName: null, stamp: null, encoding: null, delimiter: null, sheetNames: [], sheet: null } as const

async function openFile(path: string, options: SourceOptions, language: Language): Promise<Opened> {
  const stamp = await stampFile(path)
  const fileName = basename(path)
  if (stamp.size === 0) throw new AppError('file_empty', { file: fileName })
  if (await withFile(path, (handle) => isSpreadsheet(handle, fileName))) {
    const spreadsheet = await openSpreadsheet(path, stamp, options.signal)
    const sheet = chooseSheet(spreadsheet, options.sheet ?? null)
    return {
      ...noFile,
      kind: 'spreadsheet',
      fileName,
      stamp,
      sheetNames: spreadsheet.workbook.sheets.map(({ name }) => name),
      sheet: sheet.name,
      ownHeading: null,
      read: (reading) => readSheet(spreadsheet, sheet, language, reading),
    }
  }
  const { encoding, dialect } = await detectText(path, stamp, options)
  return {
    ...noFile,
    kind: 'delimited',
    fileName,
    stamp,
    encoding,
    delimiter: dialect.delimiter,
    ownHeading: null,
    read: (reading) => readDelimited({ path, stamp, encoding, dialect }, reading),
  }
}

async function detectText(
  path: string,
  stamp: FileStamp,
  options: SourceOptions,
): Promise<{ encoding: TextEncoding; dialect: Dialect }> {
  const chosen = typeof options.encoding === 'string' ? parseTextEncoding(options.encoding) : null
  return withFile(path, async (handle) => {
    const encoding = await detectEncoding(handle, { encoding: chosen, file: basename(path), signal: options.signal })
    const head = await readHead(handle, dialectBytes)
    const found = detectDialect(createTextDecoding(encoding).write(head), head.length === stamp.size)
    const delimiter = options.delimiter ?? found.delimiter
    return { encoding, dialect: { delimiter, hasSeparatorLine: found.hasSeparatorLine } }
  })
}

function headerIndex(rows: readonly SourceRow[], chosen: boolean | null): number | null {
  if (chosen === false) return null
  const found = detectHeader(rows)
  return chosen === true ? (found ?? 0) : found
}

/**
 * Columns that the table has: as far as the headings go, further where half of the first rows do; without headings, as far
 * as a fifth of the first rows. Columns at the right that are empty throughout are not counted.
 */
function tableWidth(headings: readonly string[], rows: readonly SourceRow[]): number {
  const widths = rows.map((row) => filledWidth(row.values)).sort((left, right) => right - left)
  const share = headings.length === 0 ? 5 : 2
  const common = widths[Math.ceil(widths.length / share) - 1] ?? 0
  const widest = headings.length === 0 && rows.length < 5 ? (widths[0] ?? 0) : common
  return Math.max(filledWidth(headings), widest, 1)
}

function filledWidth(values: readonly string[]): number {
  let width = values.length
  while (width > 0 && values[width - 1]?.trim() === '') width--
  return width
}

function shapeOf(columns: readonly string[], hasHeader: boolean): string {
  const content = JSON.stringify([hasHeader, columns.map(headingKey)])
  return createHash('sha256').update(content).digest('hex').slice(0, 32)
}

async function* skipRows(batches: AsyncGenerator<RowBatch>, count: number): AsyncGenerator<RowBatch> {
  let left = count
  for await (const batch of batches) {
    const rows = left === 0 ? batch.rows : batch.rows.slice(left)
    left -= batch.rows.length - rows.length
    if (rows.length > 0 || batch.blank > 0) yield { rows, blank: batch.blank }
  }
}
