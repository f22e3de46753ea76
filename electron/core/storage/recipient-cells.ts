/**
 * The cells of a recipient as one JSON array: a text is a string, a cell of another kind is [shown text, value as encodeCell
 * writes it].
 */
import { decodeCell, encodeCell, type CellValue, type RowCells, type TypedCells } from '@shared/domain/cell-value'

export function encodeCells(values: readonly string[], typed: TypedCells | undefined): string {
  if (typed === undefined) return JSON.stringify(values)
  return JSON.stringify(
    values.map((value, index) => {
      const cell = typed[index] ?? null
      return cell === null ? value : [value, encodeCell(cell)]
    }),
  )
}

/** A row damaged on disk has no cells. Cheaper than a schema, for the hot path. */
export function decodeCells(fields: string): RowCells {
  const stored = parsed(fields)
  if (stored === null) return { values: [], typed: undefined }
  // most rows are text throughout
  if (stored.every((cell) => typeof cell === 'string')) return { values: stored, typed: undefined }
  const values: string[] = []
  const typed: (CellValue | null)[] = []
  for (const cell of stored) {
    if (typeof cell === 'string') {
      values.push(cell)
      typed.push(null)
      continue
    }
    const [shown, code] = Array.isArray(cell) ? (cell as readonly unknown[]) : []
    if (typeof shown !== 'string' || typeof code !== 'string') return { values: [], typed: undefined }
    values.push(shown)
    typed.push(decodeCell(code))
  }
  return { values, typed }
}

function parsed(fields: string): unknown[] | null {
  try {
    const stored: unknown = JSON.parse(fields)
    return Array.isArray(stored) ? stored : null
  } catch {
    return null
  }
}
