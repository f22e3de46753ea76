/**
 * Rows of delimited text that have more or fewer cells than the table. One with fewer is used where its cells can only stand
 * under the first headings, judged by what the columns hold; every other one is set aside: its cells may be another column's.
 */
import type { ReadingNotices } from '../reading-notices'
import type { RowBatch, SourceRow } from '../row'

type ColumnKind = 'phone' | 'figure' | 'text'

export interface RaggedJudge {
  /** Cells that a row may have at most. */
  readonly most: number
  /** Columns of the table. */
  readonly width: number
  /** What each column holds. */
  readonly kinds: readonly ColumnKind[]
}

/** Beyond this many columns no row with missing cells is taken. */
const mostJudgedColumns = 200

/** @param rows the first rows under the headings */
export function raggedJudge(rows: readonly SourceRow[], width: number, headingCells: number): RaggedJudge {
  const whole = rows.filter(({ values }) => values.length >= width)
  const kinds = Array.from({ length: Math.min(width, mostJudgedColumns) }, (_, column): ColumnKind => {
    const cells = whole.map(({ values }) => values[column] ?? '').filter((cell) => cell.trim() !== '')
    const share = (test: (cell: string) => boolean): number => cells.filter(test).length / Math.max(cells.length, 1)
    if (share(isPhoneLike) >= 0.5) return 'phone'
    return share(isFigure) >= 0.8 ? 'figure' : 'text'
  })
  return { most: Math.max(width, headingCells), width, kinds }
}

export function judgeRagged(batch: RowBatch, judge: RaggedJudge, notices: ReadingNotices | undefined): RowBatch {
  if (batch.rows.every(({ values }) => values.length === judge.width)) return batch
  return { rows: batch.rows.map((row) => judgeRow(row, judge, notices)), blank: batch.blank }
}

function judgeRow(row: SourceRow, judge: RaggedJudge, notices: ReadingNotices | undefined): SourceRow {
  const { values } = row
  if (values.length === judge.width || row.fault !== undefined) return row
  if (values.length > judge.width) {
    if (values.slice(judge.most).every((cell) => cell.trim() === '')) return row
  } else if (fitsInPlaceOnly(values, judge)) {
    notices?.add('ragged_rows', row.line)
    return row
  }
  notices?.add('ragged_rows', row.line)
  return { ...row, fault: 'ragged_row' }
}

/** Whether the cells fit the first columns, and fit in no other places in the same order. */
function fitsInPlaceOnly(values: readonly string[], { width, kinds }: RaggedJudge): boolean {
  if (width > mostJudgedColumns) return false
  if (!values.every((cell, column) => conforms(cell, kinds[column]))) return false
  const hasPhone = values.some(isPhoneLike)
  // ways[placed]: in how many ways the first `placed` cells stand under the columns so far
  let ways = [1, ...values.map(() => 0)]
  for (const kind of kinds) {
    const canBeAbsent = kind !== 'phone' || !hasPhone
    ways = ways.map((count, placed) => {
      const cell = values[placed - 1]
      const taken = cell !== undefined && conforms(cell, kind) ? (ways[placed - 1] ?? 0) : 0
      return Math.min(2, (canBeAbsent ? count : 0) + taken)
    })
  }
  return ways.at(-1) === 1
}

function conforms(cell: string, kind: ColumnKind | undefined): boolean {
  if (cell.trim() === '') return true
  if (kind === 'phone') return isPhoneLike(cell)
  return kind === 'figure' ? isFigure(cell) && !isPhoneLike(cell) : !isPhoneLike(cell)
}

/** Eight to fifteen digits, and nearly nothing else. */
export function isPhoneLike(cell: string): boolean {
  const digits = countDigits(cell)
  return digits >= 8 && digits <= 17 && isFigure(cell) && !/^\s*\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(\s|$)/.test(cell)
}

/** Phone numbers, amounts, dates: at least half of what is written is digits. */
export function isFigure(cell: string): boolean {
  const digits = countDigits(cell)
  return digits > 0 && digits >= cell.replace(/\s/g, '').length / 2
}

export function countDigits(cell: string): number {
  return cell.replace(/\D/g, '').length
}
