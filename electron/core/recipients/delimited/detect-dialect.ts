/**
 * Which character separates the cells, judged on the first lines: the one that gives the most rows the same number of
 * cells. Also understands Excel's own `sep=;` first line.
 */
import type { SourceRow } from '../row'
import { DelimitedTokenizer } from './delimited-tokenizer'

const delimiters = [';', '\t', ',', '|'] as const
export type Delimiter = (typeof delimiters)[number]

export interface Dialect {
  /** null: one cell per line. */
  readonly delimiter: Delimiter | null
  /** The first line only announces the separator; it is no data. */
  readonly hasSeparatorLine: boolean
  /** Cells that most rows have. */
  readonly width: number
}

/** Lines of text that nothing cuts into cells. */
export const oneColumn: Dialect = { delimiter: null, hasSeparatorLine: false, width: 1 }

/** Rows that are looked at. */
const judgedRows = 200

/**
 * @param sample the start of the text; its last line may be cut
 * @param chosen a person's separator; null: found
 */
export function detectDialect(sample: string, isWholeText: boolean, chosen: Delimiter | null): Dialect {
  const announced = /^"?sep=([;,\t|])"?[ ;,\t|]*(?:\r\n|\r|\n|$)/i.exec(sample)?.[1]
  const fromAnnouncement = delimiters.find((delimiter) => delimiter === announced)
  const widthOf = (delimiter: Delimiter | null): number => usualWidth(sampleRows(sample, delimiter, isWholeText)).width
  if (fromAnnouncement !== undefined || chosen !== null) {
    const delimiter = chosen ?? fromAnnouncement ?? null
    return { delimiter, hasSeparatorLine: fromAnnouncement !== undefined, width: widthOf(delimiter) }
  }
  let best: Delimiter | null = null
  let bestScore = 0
  for (const delimiter of delimiters) {
    if (!sample.includes(delimiter)) continue
    const score = consistency(sampleRows(sample, delimiter, isWholeText))
    if (score > bestScore) {
      best = delimiter
      bestScore = score
    }
  }
  return { delimiter: best, hasSeparatorLine: false, width: widthOf(best) }
}

/** The complete rows of a sample, at most 200, whatever is wrong further down. */
function sampleRows(sample: string, delimiter: string | null, isWholeText: boolean): readonly SourceRow[] {
  const tokenizer = new DelimitedTokenizer({
    delimiter,
    file: '',
    longestRow: Number.POSITIVE_INFINITY,
    mostCells: Number.POSITIVE_INFINITY,
  })
  tokenizer.push(sample.replaceAll('\0', ' '))
  // a last line without line break is complete where the text ends there
  if (isWholeText) tokenizer.push('\n')
  return tokenizer.take().rows.slice(0, judgedRows)
}

/**
 * 0 where hardly any row has more than one cell; else between 1 and 2 by the share of rows with the commonest width
 * (the first row, likely the headings, weighs as ten), plus a little for more columns.
 */
function consistency(rows: readonly SourceRow[]): number {
  // nothing but separators
  if (rows.length === 0) return 0.01
  const { width, share } = usualWidth(rows)
  return share < 0.5 ? share / 10 : 1 + share + Math.min(width, 20) / 1000
}

/** The commonest number of cells above one, and the share of the rows that have it. */
function usualWidth(rows: readonly SourceRow[]): { readonly width: number; readonly share: number } {
  const weights = new Map<number, number>()
  let total = 0
  rows.forEach((row, index) => {
    const weight = index === 0 ? Math.min(10, rows.length) : 1
    weights.set(row.values.length, (weights.get(row.values.length) ?? 0) + weight)
    total += weight
  })
  let width = 1
  let widthWeight = 0
  for (const [candidate, weight] of weights) {
    if (candidate > 1 && weight > widthWeight) {
      width = candidate
      widthWeight = weight
    }
  }
  return { width, share: total === 0 ? 0 : widthWeight / total }
}
