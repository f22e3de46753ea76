/**
 * An import in two halves, so that it is all or nothing without holding anybody up. Rows first wait in
 * contact_import_row, written in short transactions and out of everyone's sight; one statement commits the import; then
 * they move into contacts, again in short transactions. What a crash leaves is swept (not committed) or finished
 * (committed) at the next start.
 */
import { join } from 'node:path'
import { connect, databaseFileName, type Db } from './open'
import { assertChanged, statement } from './statement'

export interface WaitingRow {
  readonly phone: string
  readonly name: string
  /** JSON object of the fields that are not empty. */
  readonly fields: string
  readonly search: string
}

export interface ImportTarget {
  readonly target: 'contacts' | 'opt_outs'
  readonly groupName: string | null
  readonly reason: string
}

/** Pages of 4 KiB: some 16 MB of journal between two checkpoints. */
const checkpointPages = 4000

/**
 * A connection for the many short transactions of an import, which need not reach the disk one by one: rows that wait
 * count for nothing before `commitImport`, and what was moved after it is moved again if a power cut loses it. SQLite keeps
 * their order, and the next transaction of any other connection (synchronous FULL) makes all of them durable.
 */
export function openImportWriter(dataDir: string): Db {
  const db = connect(join(dataDir, databaseFileName))
  db.pragma('synchronous = NORMAL')
  db.pragma(`wal_autocheckpoint = ${checkpointPages}`)
  return db
}

export function beginImport(
  db: Db,
  target: ImportTarget,
  { processId, now }: { processId: number; now: number },
): number {
  const { lastInsertRowid } = statement(
    db,
    'INSERT INTO contact_import (process_id, group_name, target, reason, started_at) VALUES (?, ?, ?, ?, ?)',
  ).run(processId, target.groupName, target.target, target.reason, now)
  return Number(lastInsertRowid)
}

export function addWaiting(db: Db, importId: number, row: WaitingRow): void {
  statement(db, 'INSERT INTO contact_import_row (import_id, phone, name, fields, search) VALUES (?, ?, ?, ?, ?)').run(
    importId,
    row.phone,
    row.name,
    row.fields,
    row.search,
  )
}

/** From here on the import will be finished, whatever happens. */
export function commitImport(db: Db, importId: number): void {
  assertChanged(
    statement(db, 'UPDATE contact_import SET committed = 1 WHERE id = ? AND committed = 0').run(importId).changes,
    1,
    `import ${importId}`,
  )
}

export interface Moved {
  readonly added: number
  readonly updated: number
  readonly optedOut: number
  /** Of the last row moved; null where none was left. */
  readonly lastId: number | null
}

export interface MoveStep {
  readonly afterId: number
  readonly now: number
  readonly limit: number
}

/**
 * Moves the next waiting rows; call it in a transaction until `lastId` is null. A contact that is there keeps its number,
 * its opt-out, its fields that the import lacks, and its name where the import has none.
 */
export function moveWaiting(db: Db, importId: number, step: MoveStep & { groupId: number | null }): Moved {
  const lastId = lastOfStep(db, importId, step)
  if (lastId === null) return nothingMoved
  const params = { importId, lastId, afterId: step.afterId, now: step.now, groupId: step.groupId }
  const optedOut = statement(
    db,
    `SELECT count(*) FROM ${waiting} AND EXISTS (SELECT 1 FROM opt_out WHERE opt_out.phone = waiting.phone)`,
  )
    .pluck()
    .get(params) as number
  const updated = statement(
    db,
    `UPDATE contact SET name = iif(waiting.name = '', contact.name, waiting.name), fields = json_patch(contact.fields, waiting.fields),
       search = iif(contact.fields = '{}' AND waiting.name <> '', waiting.search, substr(waiting.search || char(10) || contact.search, 1, 2000)),
       updated_at = @now
     FROM ${waiting} AND contact.phone = waiting.phone
       AND ((waiting.name <> '' AND waiting.name <> contact.name) OR json_patch(contact.fields, waiting.fields) <> contact.fields)`,
  ).run(params).changes
  const added = statement(
    db,
    `INSERT OR IGNORE INTO contact (phone, name, fields, search, created_at, updated_at)
     SELECT phone, name, fields, search, @now, @now FROM ${waiting} ORDER BY waiting.id`,
  ).run(params).changes
  if (step.groupId !== null) {
    statement(
      db,
      `INSERT OR IGNORE INTO group_member (group_id, contact_id)
       SELECT @groupId, contact.id FROM contact_import_row AS waiting CROSS JOIN contact ON contact.phone = waiting.phone
       WHERE ${ofStep}`,
    ).run(params)
  }
  return { added, updated, optedOut, lastId }
}

/** The same for opt-outs: `added` counts numbers that were not opted out before. */
export function moveWaitingOptOuts(db: Db, importId: number, step: MoveStep & { reason: string }): Moved {
  const lastId = lastOfStep(db, importId, step)
  if (lastId === null) return nothingMoved
  const added = statement(
    db,
    `INSERT OR IGNORE INTO opt_out (phone, reason, source, created_at) SELECT phone, @reason, 'import', @now FROM ${waiting}`,
  ).run({ importId, lastId, afterId: step.afterId, reason: step.reason, now: step.now }).changes
  return { added, updated: 0, optedOut: 0, lastId }
}

const nothingMoved: Moved = { added: 0, updated: 0, optedOut: 0, lastId: null }
const ofStep = 'waiting.import_id = @importId AND waiting.id > @afterId AND waiting.id <= @lastId'
const waiting = `contact_import_row AS waiting WHERE ${ofStep}`

function lastOfStep(db: Db, importId: number, { afterId, limit }: MoveStep): number | null {
  return statement(
    db,
    'SELECT max(id) FROM (SELECT id FROM contact_import_row WHERE import_id = ? AND id > ? ORDER BY id LIMIT ?)',
  )
    .pluck()
    .get(importId, afterId, limit) as number | null
}

/** Removes up to `limit` waiting rows of an import that was given up; returns how many. */
export function dropWaiting(db: Db, importId: number, limit: number): number {
  return statement(
    db,
    'DELETE FROM contact_import_row WHERE id IN (SELECT id FROM contact_import_row WHERE import_id = ? ORDER BY id LIMIT ?)',
  ).run(importId, limit).changes
}

/** Once nothing waits any more. */
export function endImport(db: Db, importId: number): void {
  statement(db, 'DELETE FROM contact_import WHERE id = ?').run(importId)
}

export interface OpenImport extends ImportTarget {
  readonly id: number
  readonly committed: boolean
  readonly processId: number
}

export function openImports(db: Db): OpenImport[] {
  const rows = statement(
    db,
    'SELECT id, committed, process_id AS processId, group_name AS groupName, target, reason FROM contact_import ORDER BY id',
  ).all() as (Omit<OpenImport, 'committed'> & { committed: number })[]
  return rows.map((row) => ({ ...row, committed: row.committed === 1 }))
}
