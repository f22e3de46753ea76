/**
 * What a person removed a moment ago, whole, so that it can be brought back. Each record is taken once; what is older
 * than a day is dropped at the next removal or start.
 */
import { AppError } from '@shared/errors'
import type { Db } from './open'
import { statement } from './statement'

export type RemovedKind = 'contacts' | 'group' | 'opt_outs' | 'template' | 'merge'

const keptMs = 24 * 60 * 60 * 1000

export function keepRemoved(db: Db, kind: RemovedKind, payload: unknown, now: number): number {
  dropOldRemoved(db, now)
  const { lastInsertRowid } = statement(
    db,
    'INSERT INTO removed_record (kind, payload, removed_at) VALUES (?, ?, ?)',
  ).run(kind, JSON.stringify(payload), now)
  return Number(lastInsertRowid)
}

/** Takes the record out. Throws AppError undo_expired where it is gone. The payload is what `keepRemoved` was given. */
export function takeRemoved(db: Db, id: number): { readonly kind: RemovedKind; readonly payload: unknown } {
  const row = statement(db, 'DELETE FROM removed_record WHERE id = ? RETURNING kind, payload').get(id) as
    { kind: RemovedKind; payload: string } | undefined
  if (row === undefined) throw new AppError('undo_expired')
  return { kind: row.kind, payload: JSON.parse(row.payload) as unknown }
}

export function dropOldRemoved(db: Db, now: number): void {
  statement(db, 'DELETE FROM removed_record WHERE removed_at < ?').run(now - keptMs)
}
