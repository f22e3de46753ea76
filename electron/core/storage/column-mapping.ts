/** Which columns a person chose for files of a shape (same headings, same order): the next such file is mapped the same. */
import { columnMapping, type ColumnMapping } from '@shared/contract/recipients'
import { parseJson } from './json-text'
import type { Db } from './open'
import { statement } from './statement'

const sql = {
  read: 'SELECT mapping FROM column_mapping WHERE shape = ?',
  write: `
    INSERT INTO column_mapping (shape, mapping, used_at) VALUES (@shape, @mapping, @now)
    ON CONFLICT (shape) DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at`,
} as const

export function recallMapping(db: Db, shape: string): ColumnMapping | null {
  const mapping = (statement(db, sql.read).pluck().get(shape) as string | undefined) ?? null
  return parseJson<ColumnMapping | null>(mapping, columnMapping, null)
}

export function rememberMapping(db: Db, shape: string, mapping: ColumnMapping, now: number): void {
  statement(db, sql.write).run({ shape, mapping: JSON.stringify(mapping), now })
}
