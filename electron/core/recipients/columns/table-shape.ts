/** How many columns a table has, and how tables with the same headings are recognised. */
import { createHash } from 'node:crypto'
import { headingKey } from '@shared/domain/template-heading'
import type { SourceRow } from '../row'

/**
 * Columns that the table has: as far as the headings go, further where half of the first rows do; without headings, as far
 * as a fifth of the first rows. Columns at the right that are empty throughout are not counted.
 */
export function tableWidth(headings: readonly string[], rows: readonly SourceRow[]): number {
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

/** The same for the same headings in the same order. 32 hexadecimal digits. */
export function shapeOf(columns: readonly string[], hasHeader: boolean): string {
  const content = JSON.stringify([hasHeader, columns.map(headingKey)])
  return createHash('sha256').update(content).digest('hex').slice(0, 32)
}
