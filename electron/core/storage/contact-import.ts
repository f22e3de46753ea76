/**
 * An import in two halves, so that it is all or nothing without holding anybody up. Rows first wait in a file of their own
 * (import-stage.ts); one statement commits the import; then they move into contacts in short transactions, each of which
 * remembers how far it came. What a crash leaves is swept (not committed) or finished (committed) at the next start.
 */
import { join } from 'node:path'
import type { WaitingRow } from './import-stage'
import { connect, databaseFileName, type Db } from './open'
import { assertChanged, statement } from './statement'

export interface ImportTarget {
  readonly target: 'contacts' | 'opt_outs'
  readonly groupName: string | null
  readonly reason: string
}

/**
 * A connection for the many short transactions that move an import's rows, which need not reach the disk one by one: what
 * a power cut loses is moved again. SQLite keeps their order, and the next transaction of any other connection
 * (synchronous FULL) makes all of them durable. Its journal is brought over by storage/journal.ts.
 */
export function openImportMover(dataDir: string): Db {
  const db = connect(join(dataDir, databaseFileName))
  db.pragma('synchronous = NORMAL')
  db.pragma('wal_autocheckpoint = 0')
  return db
}

export function beginImport(
  db: Db,
  { target, groupName, reason, file }: ImportTarget & { readonly file: string },
  { processId, now }: { processId: number; now: number },
): number {
  const { lastInsertRowid } = statement(
    db,
    'INSERT INTO contact_import (process_id, file, group_name, target, reason, started_at) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(processId, file, groupName, target, reason, now)
  return Number(lastInsertRowid)
}

/** From here on the import will be finished, whatever happens. Its rows must be on the disk. */
export function commitImport(db: Db, importId: number): void {
  assertChanged(
    statement(db, 'UPDATE contact_import SET committed = 1 WHERE id = ? AND committed = 0').run(importId).changes,
    1,
    `import ${importId}`,
  )
}

export interface Moved {
  /** How many contacts (or opt-outs) are new. */
  readonly added: number
  readonly updated: number
  readonly optedOut: number
}

export interface MoveStep {
  readonly importId: number
  /** Neighbouring numbers, ascending. */
  readonly rows: readonly WaitingRow[]
  readonly now: number
}

/**
 * Moves rows into contacts; call it in a transaction. A contact that is there keeps its number, its opt-out, its fields that
 * the import lacks, and its name where the import has none.
 */
export function moveContacts(db: Db, step: MoveStep & { readonly groupId: number | null }): Moved {
  const { now, groupId } = step
  const rows = withoutErased(db, step)
  const insert = statement(
    db,
    'INSERT OR IGNORE INTO contact (phone, name, fields, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
  )
  const update = statement(
    db,
    `UPDATE contact SET name = iif(@name = '', name, @name), fields = json_patch(fields, @fields), updated_at = @now
     WHERE phone = @phone AND ((@name <> '' AND @name <> name) OR json_patch(fields, @fields) <> fields)`,
  )
  let added = 0
  let updated = 0
  for (const row of rows) {
    const { changes } = insert.run(row.phone, row.name, row.fields, now, now)
    added += changes
    if (changes === 0) updated += update.run({ ...row, now }).changes
  }
  const phones = JSON.stringify(rows.map(({ phone }) => phone))
  if (groupId !== null) {
    statement(
      db,
      `INSERT OR IGNORE INTO group_member (group_id, contact_id)
       SELECT @groupId, contact.id FROM json_each(@phones) AS moved CROSS JOIN contact ON contact.phone = moved.value`,
    ).run({ groupId, phones })
  }
  rememberMoved(db, step)
  return { added, updated, optedOut: optedOutOf(db, rows, phones) }
}

/** The same for opt-outs. */
export function moveOptOuts(db: Db, step: MoveStep & { readonly reason: string }): Moved {
  const insert = statement(
    db,
    `INSERT OR IGNORE INTO opt_out (phone, reason, source, created_at) VALUES (?, ?, 'import', ?)`,
  )
  let added = 0
  for (const { phone } of withoutErased(db, step)) added += insert.run(phone, step.reason, step.now).changes
  rememberMoved(db, step)
  return { added, updated: 0, optedOut: 0 }
}

function withoutErased(db: Db, { importId, rows }: MoveStep): readonly WaitingRow[] {
  const erased = statement(db, 'SELECT phone FROM contact_import_erased WHERE import_id = ?')
    .pluck()
    .all(importId) as string[]
  return erased.length === 0 ? rows : rows.filter(({ phone }) => !erased.includes(phone))
}

/** Mostly a seek tells that none of the neighbours is opted out. */
function optedOutOf(db: Db, rows: readonly WaitingRow[], phones: string): number {
  const any = statement(db, 'SELECT EXISTS (SELECT 1 FROM opt_out WHERE phone BETWEEN ? AND ?)')
    .pluck()
    .get(rows[0]?.phone ?? '', rows.at(-1)?.phone ?? '') as number
  if (any === 0) return 0
  return statement(db, 'SELECT count(*) FROM json_each(?) AS moved CROSS JOIN opt_out ON opt_out.phone = moved.value')
    .pluck()
    .get(phones) as number
}

function rememberMoved(db: Db, { importId, rows }: MoveStep): void {
  const { changes } = statement(db, 'UPDATE contact_import SET moved = moved + ? WHERE id = ?').run(
    rows.length,
    importId,
  )
  assertChanged(changes, 1, `import ${importId}`)
}

/** By the connection that is durable at every commit: all that was moved is then on the disk too. */
export function endImport(db: Db, importId: number): void {
  statement(db, 'DELETE FROM contact_import WHERE id = ?').run(importId)
}

export interface OpenImport extends ImportTarget {
  readonly id: number
  readonly committed: boolean
  readonly processId: number
  /** Name of the file in the data folder where its rows wait. */
  readonly file: string
  /** How many of them were moved. */
  readonly moved: number
}

export function openImports(db: Db): OpenImport[] {
  const rows = statement(
    db,
    'SELECT id, committed, process_id AS processId, file, moved, group_name AS groupName, target, reason FROM contact_import ORDER BY id',
  ).all() as (Omit<OpenImport, 'committed'> & { committed: number })[]
  return rows.map((row) => ({ ...row, committed: row.committed === 1 }))
}
