/**
 * What a cell is besides its shown text: number, date, duration, boolean or error. Cells of text have no such value; whether
 * their text is a number or a date is decided by their column (column-reading.ts).
 */
import { isDecimal } from './decimal'

export type CellValue =
  | {
      readonly kind: 'number'
      /** Canonical decimal; of a percentage the share: 15 % is 0.15. */
      readonly value: string
      /** How the number is shown; absent for a plain one. */
      readonly style?: 'percent' | 'currency'
    }
  /** `2026-01-05`, or with a time `2026-01-05T09:30:00`; no time zone, as in a spreadsheet. */
  | { readonly kind: 'date'; readonly iso: string }
  /** Length of time or time of day, in seconds; may be below zero. */
  | { readonly kind: 'duration'; readonly seconds: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** What a spreadsheet shows where it has no result (`#N/A`), and words for nothing (`NULL`). The shown text is then empty. */
  | { readonly kind: 'error'; readonly code: string }

/** Values by column, null for cells of text; may be shorter than the row. */
export type TypedCells = readonly (CellValue | null)[]

/** The cells of a row: as shown, and what they are where that is more than text. */
export interface RowCells {
  readonly values: readonly string[]
  readonly typed?: TypedCells | undefined
}

const numberMarks = { plain: 'n', percent: 'p', currency: 'c' } as const
const longestError = 40
const isoMoment = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2})?$/

/** A value as one short text for storage: a letter for its kind, then the value. */
export function encodeCell(cell: CellValue): string {
  switch (cell.kind) {
    case 'number':
      return numberMarks[cell.style ?? 'plain'] + cell.value
    case 'date':
      return `d${cell.iso}`
    case 'duration':
      return `t${cell.seconds}`
    case 'boolean':
      return cell.value ? 'b1' : 'b0'
    case 'error':
      return `e${cell.code.slice(0, longestError)}`
  }
}

/** The value that `encodeCell` wrote; null for anything else. */
export function decodeCell(text: string): CellValue | null {
  const rest = text.slice(1)
  switch (text.charAt(0)) {
    case 'n':
      return isDecimal(rest) ? { kind: 'number', value: rest } : null
    case 'p':
      return isDecimal(rest) ? { kind: 'number', value: rest, style: 'percent' } : null
    case 'c':
      return isDecimal(rest) ? { kind: 'number', value: rest, style: 'currency' } : null
    case 'd':
      return isoMoment.test(rest) ? { kind: 'date', iso: rest } : null
    case 't':
      return rest !== '' && Number.isFinite(Number(rest)) ? { kind: 'duration', seconds: Number(rest) } : null
    case 'b':
      return { kind: 'boolean', value: rest === '1' }
    case 'e':
      return { kind: 'error', code: rest }
    default:
      return null
  }
}
