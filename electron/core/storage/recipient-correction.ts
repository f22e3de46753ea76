/**
 * Numbers that a person corrected by hand, each with the row as its source holds it, so that the row is found again when the
 * source is read again. Those whose row is left out by a condition wait here: they have no recipient.
 */
import { z } from '@shared/contract/schema'
import { parseJson } from './json-text'
import type { Db } from './open'
import { statement } from './statement'

const correctedRow = z.object({
  /** Position of the column of phones at the time. */
  column: z.number().int().nonnegative(),
  sheet: z.string().nullable(),
  delimiter: z.string().nullable(),
  /** Heading and text, in the order of the source's columns. */
  cells: z.array(z.tuple([z.string(), z.string()]).readonly()).readonly(),
  /** No other row of the source was like it; null until the source is read again. */
  alone: z.boolean().nullable(),
})
export type CorrectedRow = z.infer<typeof correctedRow>

export interface Correction {
  readonly line: number
  /** The number as it stands in the source. */
  readonly written: string
  /** As the person wrote it. */
  readonly phone: string
  readonly row: CorrectedRow
}

/** Damaged on disk: no row is like it, so the correction is told as lost. */
const unreadable: CorrectedRow = { column: 0, sheet: null, delimiter: null, cells: [], alone: false }

const sql = {
  of: 'SELECT line, written, phone, row FROM recipient_correction WHERE source = ? ORDER BY line, written',
  put: `INSERT INTO recipient_correction (source, line, written, phone, row) VALUES (@source, @line, @written, @phone, @row)
    ON CONFLICT (source, line, written) DO UPDATE SET phone = excluded.phone, row = excluded.row`,
  forgetLost: `
    DELETE FROM recipient_correction AS c WHERE source = @source AND line = @line
      AND NOT EXISTS (SELECT 1 FROM recipient AS r WHERE r.source = @source AND r.line = @line AND r.written = c.written)`,
  forget: 'DELETE FROM recipient_correction WHERE source = @source AND line = @line AND written = @written',
  // lines of corrected rows of which there is another with the same cells; another number of the same row is none
  alike: `
    SELECT line FROM recipient WHERE source = @source AND written IS NOT NULL AND fields IN (
      SELECT fields FROM recipient
      WHERE source = @source AND fields IN (SELECT fields FROM recipient WHERE source = @source AND written IS NOT NULL)
      GROUP BY fields
      HAVING count(DISTINCT line) > 1 OR count(*) > count(DISTINCT coalesce(written, raw_phone)))`,
} as const

export function correctionsOf(db: Db, source: number): Correction[] {
  const rows = statement(db, sql.of).all(source) as (Omit<Correction, 'row'> & { row: string })[]
  return rows.map(({ row, ...correction }) => ({ ...correction, row: parseJson(row, correctedRow, unreadable) }))
}

/** Belongs in a transaction of the caller, as all that follow. */
export function putCorrection(db: Db, source: number, { row, ...correction }: Correction): void {
  statement(db, sql.put).run({ source, ...correction, row: JSON.stringify(row) })
}

/** What was corrected on a line, and has no recipient there any more; returns how many. */
export function forgetLostCorrections(db: Db, place: { readonly source: number; readonly line: number }): number {
  return statement(db, sql.forgetLost).run(place).changes
}

export function forgetCorrection(
  db: Db,
  source: number,
  { line, written }: Pick<Correction, 'line' | 'written'>,
): void {
  statement(db, sql.forget).run({ source, line, written })
}

export function copyCorrections(
  db: Db,
  { source, target }: { readonly source: number; readonly target: number },
): void {
  for (const correction of withAlone(db, source, correctionsOf(db, source))) putCorrection(db, target, correction)
}

/**
 * With `alone` for each: what is not known yet is found in the rows of the source, in one walk whatever their number. A new
 * correction always has its row.
 */
export function withAlone(db: Db, source: number, corrections: readonly Correction[]): Correction[] {
  const isKnown = corrections.every(({ row }) => row.alone !== null)
  const alike = new Set(isKnown ? [] : (statement(db, sql.alike).pluck().all({ source }) as number[]))
  return corrections.map((correction) => {
    const { line, row } = correction
    return row.alone === null ? { ...correction, row: { ...row, alone: !alike.has(line) } } : correction
  })
}
