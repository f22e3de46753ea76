/**
 * Which columns and rows a person chose for files of a shape (same headings, same order): the next such file is read the same.
 */
import { columnMapping, rowConditions, type ColumnMapping } from '@shared/contract/recipients'
import { parseJson } from './json-text'
import type { Db } from './open'
import { statement } from './statement'

const sql = {
  read: 'SELECT mapping FROM column_mapping WHERE shape = ?',
  readWhere: 'SELECT conditions FROM column_mapping WHERE shape = ?',
  write: `
    INSERT INTO column_mapping (shape, mapping, conditions, used_at) VALUES (@shape, @mapping, @where, @now)
    ON CONFLICT (shape) DO UPDATE SET mapping = excluded.mapping, conditions = excluded.conditions, used_at = excluded.used_at`,
} as const

export function recallMapping(db: Db, shape: string): ColumnMapping | null {
  const mapping = (statement(db, sql.read).pluck().get(shape) as string | undefined) ?? null
  return parseJson<ColumnMapping | null>(mapping, columnMapping, null)
}

export function recallConditions(db: Db, shape: string): readonly string[] {
  const where = (statement(db, sql.readWhere).pluck().get(shape) as string | undefined) ?? null
  return parseJson(where, rowConditions, []) ?? []
}

export interface RememberedReading {
  readonly mapping: ColumnMapping
  readonly where: readonly string[]
}

export function rememberMapping(db: Db, shape: string, { mapping, where }: RememberedReading, now: number): void {
  statement(db, sql.write).run({ shape, mapping: JSON.stringify(mapping), where: JSON.stringify(where), now })
}
