/**
 * A source of recipients (file, pasted text, numbers typed in), looked at and ready to be streamed as often as needed.
 * Opening finds encoding, separator, sheet, headings and columns by itself; each can be overridden. Nothing is lost:
 * rows() gives every line under the headings that holds anything, in order, with the line on which it stands.
 */
import type { ReadOptions } from '@shared/contract/recipients'
import { AppError } from '@shared/errors'
import type { Language } from '@shared/language'
import { detectHeader } from './columns/detect-header'
import { cutNumberJudge, judgeCutNumbers, type CutNumberJudge } from './columns/cut-numbers'
import { nameColumns } from './columns/headings'
import { judgeRagged, raggedJudge, type RaggedJudge } from './columns/ragged-rows'
import { joinSubHeadings } from './columns/sub-headings'
import { shapeOf, tableWidth } from './columns/table-shape'
import type { ReadingOptions } from './files/file-access'
import { openFile } from './files/open-file'
import { openNumbers, openPasted } from './pasted/open-pasted'
import type { ReadingNotices } from './reading-notices'
import type { RowBatch, SourceRow } from './row'
import type { SourceTable } from './source-table'

export type SourceLocation =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'pasted'; readonly text: string }
  | { readonly kind: 'numbers'; readonly phones: readonly string[] }

export interface SourceOptions extends Partial<ReadOptions> {
  /** Of the names that Griot gives to columns without heading. Default fr. */
  readonly language?: Language | undefined
  readonly signal?: AbortSignal | undefined
}

export interface RecipientSource extends Omit<SourceTable, 'ownHeadings' | 'read'> {
  readonly hasHeader: boolean
  /** Line of the headings; null where there are none. */
  readonly headerLine: number | null
  /** Names of the columns: distinct, never empty. A row may have fewer values (the rest is empty) or more. */
  readonly columns: readonly string[]
  /** First rows under the headings, at most 20. */
  readonly sample: readonly SourceRow[]
  /** Rows under the headings by which the columns are judged, at most some hundreds. */
  readonly head: readonly SourceRow[]
  /** The same for files with the same headings in the same order: remembered mappings are found by it. */
  readonly shape: string
  /** All rows under the headings, in batches of at most 250. May be called again. */
  rows(options?: ReadingOptions): AsyncGenerator<RowBatch>
}

const judgedRows = 200
const sampleRows = 20

/**
 * @throws AppError file_not_found, file_is_folder, file_unreadable, file_empty, file_binary, file_old_excel,
 * file_excel_protected, file_excel_damaged, file_too_large, file_line_too_long, file_too_many_columns, file_vcard_cut,
 * file_encoding_unknown, file_sheet_unknown, file_header_row_unknown, cancelled; where a line is at fault, with it
 */
export async function openSource(location: SourceLocation, options: SourceOptions = {}): Promise<RecipientSource> {
  const language = options.language ?? 'fr'
  const { ownHeadings, read, ...facts } = await openTable(location, options, language)
  const chosenRow = options.headerRow ?? null
  const first: SourceRow[] = []
  let above = 0
  for await (const batch of read({ signal: options.signal })) {
    const rows = chosenRow === null ? batch.rows : batch.rows.filter(({ line }) => line >= chosenRow)
    above += batch.rows.length - rows.length
    first.push(...rows)
    if (first.length >= judgedRows) break
  }
  if (chosenRow !== null && first[0]?.line !== chosenRow) {
    throw new AppError('file_header_row_unknown', { file: facts.fileName ?? '', row: chosenRow })
  }
  if (first.length === 0) throw new AppError('file_empty', { file: facts.fileName ?? '' })
  // contacts of a telephone, and lines of a name and a number, have headings that are in no row
  const isNamed = (ownHeadings?.length ?? 0) > 1
  const header = isNamed ? null : chosenRow === null ? headerIndex(first, options.hasHeader ?? null) : 0
  const headed = header === null ? undefined : first[header]
  const joined = header === null || headed === undefined ? null : joinSubHeadings(headed, first[header + 1])
  const headings = joined ?? headed?.values ?? []
  const headingRows = header === null ? 0 : header + (joined === null ? 1 : 2)
  const data = first.slice(headingRows)
  const isText = facts.delimiter !== null
  // a cell under no heading of a text file may belong to the column beside it: an amount cut at its comma
  const widest = isText && header !== null ? headings.length : Number.POSITIVE_INFINITY
  const width = Math.min(tableWidth(headings, data), widest)
  const judge = isText ? raggedJudge(data, width, headings.length) : null
  const cuts = facts.delimiter === ',' ? cutNumberJudge(data, width, headings) : null
  const columns = nameColumns(header === null ? (ownHeadings ?? []) : headings.slice(0, width), width, language)
  const skipped = header === null ? 0 : above + headingRows
  return {
    ...facts,
    hasHeader: isNamed || header !== null,
    headerLine: headed?.line ?? null,
    columns,
    sample: data.slice(0, sampleRows),
    head: data,
    shape: shapeOf(columns, isNamed || header !== null),
    rows: (reading) => judgedRowsOf(skipRows(read(reading), skipped), { ragged: judge, cuts, width }, reading?.notices),
  }
}

async function openTable(location: SourceLocation, options: SourceOptions, language: Language): Promise<SourceTable> {
  switch (location.kind) {
    case 'file':
      return openFile(location.path, { options, language, signal: options.signal })
    case 'pasted':
      return openPasted(location.text, options.delimiter ?? null, language)
    case 'numbers':
      return openNumbers(location.phones, language)
  }
}

function headerIndex(rows: readonly SourceRow[], chosen: boolean | null): number | null {
  if (chosen === false) return null
  const found = detectHeader(rows)
  return chosen === true ? (found ?? 0) : found
}

async function* judgedRowsOf(
  batches: AsyncGenerator<RowBatch>,
  {
    ragged,
    cuts,
    width,
  }: { readonly ragged: RaggedJudge | null; readonly cuts: CutNumberJudge | null; readonly width: number },
  notices: ReadingNotices | undefined,
): AsyncGenerator<RowBatch> {
  for await (const batch of batches) {
    for (const { line, covered } of batch.rows)
      if (covered?.some((column) => column < width)) notices?.add('merged_cells', line)
    const judged = ragged === null ? batch : judgeRagged(batch, ragged, notices)
    yield cuts === null ? judged : { ...judged, rows: judged.rows.map((row) => judgeCutNumbers(row, cuts, notices)) }
  }
}

async function* skipRows(batches: AsyncGenerator<RowBatch>, count: number): AsyncGenerator<RowBatch> {
  let left = count
  for await (const batch of batches) {
    const rows = left === 0 ? batch.rows : batch.rows.slice(left)
    left -= batch.rows.length - rows.length
    if (rows.length > 0 || batch.blank > 0) yield { rows, blank: batch.blank }
  }
}
