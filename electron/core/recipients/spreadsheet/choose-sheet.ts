/** Which sheet of a workbook holds the recipients, where nobody chose one. */
import { basename } from 'node:path'
import { AppError } from '@shared/errors'
import type { SourceRow } from '../row'

export interface LookedAtSheet {
  readonly name: string
  readonly isHidden: boolean
  /** Its first rows, at most 200. */
  readonly rows: readonly SourceRow[]
}

/** Rows of a sheet that are looked at. */
export const judgedRows = 200

/**
 * The sheet of that name, else the first visible one with a column of phone numbers, else the first visible one that holds
 * anything.
 * @throws AppError file_sheet_unknown where no sheet has the name; file_empty where there is no sheet
 */
export function chooseSheet<Sheet extends LookedAtSheet>(
  sheets: readonly Sheet[],
  name: string | null,
  path: string,
): Sheet {
  const file = basename(path)
  if (name !== null) {
    const wanted = name.trim().toLowerCase()
    const named =
      sheets.find((sheet) => sheet.name === name) ?? sheets.find((sheet) => sheet.name.trim().toLowerCase() === wanted)
    if (named === undefined) throw new AppError('file_sheet_unknown', { file, sheet: name })
    return named
  }
  const visible = sheets.filter((sheet) => !sheet.isHidden)
  const candidates = visible.length === 0 ? sheets : visible
  const counts = candidates.map(({ rows }) => phoneRows(rows))
  const lists = candidates.findIndex(({ rows }, index) => (counts[index] ?? 0) >= Math.max(3, rows.length * 0.3))
  const most = Math.max(0, ...counts)
  const chosen =
    candidates[lists] ??
    (most > 0 ? candidates[counts.indexOf(most)] : undefined) ??
    candidates.find(({ rows }) => rows.length > 0) ??
    candidates[0]
  if (chosen === undefined) throw new AppError('file_empty', { file })
  return chosen
}

/** How many other sheets there are, where any of them holds something: the empty ones of a new workbook are no news. */
export function otherSheets(sheets: readonly LookedAtSheet[], chosen: LookedAtSheet): number {
  return sheets.some((sheet) => sheet !== chosen && sheet.rows.length > 0) ? sheets.length - 1 : 0
}

/** Rows with a cell that may be a phone number: eight to fifteen digits, and signs that people put between them. */
function phoneRows(rows: readonly SourceRow[]): number {
  return rows.filter(({ values }) =>
    values.some((cell) => cell.length <= 40 && /^[\s\d+().\-/;,']+$/.test(cell) && digits(cell) >= 8 && !isDate(cell)),
  ).length
}

function digits(cell: string): number {
  return cell.replace(/\D/g, '').length
}

function isDate(cell: string): boolean {
  return /^\s*(?:\d\d?[/.-]\d\d?[/.-]\d{4}|\d{4}-\d\d?-\d\d?)\s*$/.test(cell)
}
