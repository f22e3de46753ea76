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
  /** No other row of the source was like it. */
  alone: z.boolean(),
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
  copy: `INSERT INTO recipient_correction (source, line, written, phone, row)
    SELECT @target, line, written, phone, row FROM recipient_correction WHERE source = @source`,
  // a row with the same cells; another number of the same row is none
  alike: `
    SELECT EXISTS (SELECT 1 FROM recipient AS r, (SELECT source, line, fields, coalesce(written, raw_phone) AS number FROM recipient WHERE id = @id) AS own
    WHERE r.source = own.source AND r.id <> @id AND r.fields = own.fields AND (r.line <> own.line OR coalesce(r.written, r.raw_phone) = own.number))`,
} as const

export function correctionsOf(db: Db, source: number): Correction[] {
  const rows = statement(db, sql.of).all(source) as (Omit<Correction, 'row'> & { row: string })[]
  return rows.map(({ row, ...correction }) => ({ ...correction, row: parseJson(row, correctedRow, unreadable) }))
}

/** Belongs in a transaction of the caller, as all that follow. */
export function putCorrection(db: Db, source: number, { row, ...correction }: Correction): void {
  statement(db, sql.put).run({ source, ...correction, row: JSON.stringify(row) })
}

/** What was corrected on a line, and has no recipient there any more. */
export function forgetLostCorrections(db: Db, place: { readonly source: number; readonly line: number }): void {
  statement(db, sql.forgetLost).run(place)
}

export function forgetCorrection(
  db: Db,
  source: number,
  { line, written }: Pick<Correction, 'line' | 'written'>,
): void {
  statement(db, sql.forget).run({ source, line, written })
}

export function copyCorrections(db: Db, step: { readonly source: number; readonly target: number }): void {
  statement(db, sql.copy).run(step)
}

/** Whether another row of its source has the same cells as a recipient. Walks over the source. */
export function hasAlike(db: Db, id: number): boolean {
  return statement(db, sql.alike).pluck().get({ id }) === 1
}
