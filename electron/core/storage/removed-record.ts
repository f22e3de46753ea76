/**
 * What a person did a moment ago, whole, so that it can be undone: one payload, and as many parts as there were
 * transactions, however long the list. Each part is taken once, in the transaction that undoes it. What is older than a day
 * is dropped at the next record or start.
 */
import { AppError } from '@shared/errors'
import type { Db } from './open'
import { statement } from './statement'

/** Removed: contacts, group, opt_outs, template. Changed: merge. Added: joined. Taken out: left. Opted out: opted_out. */
export type RemovedKind = 'contacts' | 'group' | 'opt_outs' | 'template' | 'merge' | 'joined' | 'left' | 'opted_out'

/** One of the things removed; `phone` where it belongs to a person, who may be erased meanwhile. */
type RemovedRow = string | Readonly<Record<string, unknown>>

const keptMs = 24 * 60 * 60 * 1000

/** `payload` is what all parts share. Returns the id to undo it by. */
export function keepRemoved(db: Db, kind: RemovedKind, payload: unknown, now: number): number {
  dropOldRemoved(db, now)
  const { lastInsertRowid } = statement(
    db,
    'INSERT INTO removed_record (kind, payload, removed_at) VALUES (?, ?, ?)',
  ).run(kind, JSON.stringify(payload), now)
  return Number(lastInsertRowid)
}

/** Rows are numbers (`+237…`), or objects with the number as `phone`. */
export function keepRemovedPart(db: Db, id: number, rows: readonly RemovedRow[]): void {
  statement(db, 'INSERT INTO removed_part (removed_id, payload) VALUES (?, ?)').run(id, JSON.stringify(rows))
}

/** Marks the record as being undone. Throws AppError undo_expired where it is gone. */
export function openRemoved(db: Db, id: number): { readonly kind: RemovedKind; readonly payload: unknown } {
  const row = statement(db, 'UPDATE removed_record SET restoring = 1 WHERE id = ? RETURNING kind, payload').get(id) as
    { kind: RemovedKind; payload: string } | undefined
  if (row === undefined) throw new AppError('undo_expired')
  return { kind: row.kind, payload: JSON.parse(row.payload) as unknown }
}

export function changeRemoved(db: Db, id: number, payload: unknown): void {
  statement(db, 'UPDATE removed_record SET payload = ? WHERE id = ?').run(JSON.stringify(payload), id)
}

/** How many parts are left. */
export function removedParts(db: Db, id: number): number {
  return statement(db, 'SELECT count(*) FROM removed_part WHERE removed_id = ?').pluck().get(id) as number
}

/** Takes the oldest part out; null after the last. */
export function takeRemovedPart(db: Db, id: number): unknown {
  const payload = statement(
    db,
    `DELETE FROM removed_part WHERE id = (SELECT min(id) FROM removed_part WHERE removed_id = ?) RETURNING payload`,
  )
    .pluck()
    .get(id) as string | undefined
  return payload === undefined ? null : (JSON.parse(payload) as unknown)
}

export function endRemoved(db: Db, id: number): void {
  statement(db, 'DELETE FROM removed_record WHERE id = ?').run(id)
}

/** What a crash stopped while it was being undone. */
export function halfRestored(db: Db): number[] {
  return statement(db, 'SELECT id FROM removed_record WHERE restoring = 1 ORDER BY id').pluck().all() as number[]
}

export function dropOldRemoved(db: Db, now: number): void {
  statement(db, 'DELETE FROM removed_record WHERE removed_at < ? AND restoring = 0').run(now - keptMs)
}

/** A person who is erased comes back by no undo; everybody else in the same record does. */
export function forgetRemoved(db: Db, phone: string): void {
  statement(db, 'DELETE FROM removed_record WHERE instr(payload, ?) > 0').run(phone)
  const parts = statement(db, 'SELECT id, payload FROM removed_part WHERE instr(payload, ?) > 0').all(phone) as {
    id: number
    payload: string
  }[]
  for (const { id, payload } of parts) {
    const rows = (JSON.parse(payload) as RemovedRow[]).filter((row) => !JSON.stringify(row).includes(phone))
    statement(db, 'UPDATE removed_part SET payload = ? WHERE id = ?').run(JSON.stringify(rows), id)
  }
}
