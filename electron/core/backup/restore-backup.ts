/**
 * Puts a backup in the place of the database: for `backup.restore` and for a start that could not open the database, when
 * there is no core yet. The present file is set aside, never deleted. A backup may come from a stranger: its rows alone are
 * taken (copy-rows.ts), and nothing in it goes on by itself (settle-restored.ts).
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { LostPart } from '@shared/contract/backup'
import type { AuditActor } from '@shared/domain/audit'
import { AppError } from '@shared/errors'
import { migrations } from '../storage/migrations'
import { buildSchema, connect, databaseFileName, type Db } from '../storage/open'
import { claimAlone, type Claim } from '../storage/open-mark'
import { replaceDatabase } from '../storage/replace-database'
import { storageError } from '../storage/storage-error'
import { assertOwnSchema, readBackupVersion } from './check-backup'
import { isSoundNow, type CopyCheck } from './check-copy'
import { copyRows } from './copy-rows'
import { salvagePresent, type Present } from './present'
import { settleRestored } from './settle-restored'
import { removeDatabase, temporaryFile } from './temporary-files'

export interface RestoreOptions {
  readonly dataDir: string
  /** The backup, as the person named it. */
  readonly path: string
  /** What is read: `path` itself, or what was decrypted of it. Default `path`. */
  readonly file?: string
  /** Epoch ms, for the name of what is set aside. */
  readonly now: number
  readonly actor: AuditActor
}

export interface Restored {
  /** Where the former database is now, null where there was none. */
  readonly setAside: string | null
  /** What could not be read of it, and is not in the restored one. */
  readonly lost: readonly LostPart[]
}

/**
 * This process has closed the database. Throws AppError `data_in_use` where another one has it open, `backup_invalid` and
 * `backup_foreign` (nothing changed), and the storage kinds.
 */
export function restoreBackup({ dataDir, path, file = path, now, actor }: RestoreOptions): Restored {
  const target = join(dataDir, databaseFileName)
  const draft = temporaryFile(dataDir, 'restoring')
  let claim: Claim | null = null
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    claim = claimAlone(dataDir)
    const { present, lost } = salvagePresent(dataDir)
    const steps = prepareRestore({ path, file, draft, now, actor, present: () => present })
    for (let step = steps.next(); step.done !== true;)
      step = steps.next(step.value && isSoundNow(step.value.file, step.value.check))
    return { setAside: replaceDatabase(dataDir, draft, now), lost }
  } catch (error) {
    throw storageError(error, target)
  } finally {
    removeDatabase(draft)
    claim?.release()
  }
}

export interface Preparation {
  /** Named in errors. */
  readonly path: string
  /** Read. */
  readonly file: string
  readonly draft: string
  readonly now: number
  /** Who restores, for the audit log. */
  readonly actor: AuditActor
  /** Asked once, when the rows are copied: what is written to the present database after that is lost. */
  present(this: void): Present
}

/** A file whose content must be checked. The caller checks it and answers whether it is sound. */
export interface Check {
  readonly file: string
  readonly check: CopyCheck
}

/**
 * Makes `draft` what the database will be: the backup's rows in a schema of our own, nothing going on. Stops now and then, so
 * that a window can answer, and for each check, which a thread of its own can make. Throws as `restoreBackup`.
 */
export function* prepareRestore({
  path,
  file,
  draft,
  now,
  actor,
  present,
}: Preparation): Generator<Check | undefined, void, boolean | undefined> {
  let backup: Db | null = null
  let db: Db | null = null
  try {
    const version = readBackupVersion(file)
    backup = connect(file, { readonly: true })
    assertOwnSchema(backup, version, path)
    if ((yield { file, check: 'integrity_check' }) !== true) throw new AppError('backup_invalid', { file: path })
    removeDatabase(draft)
    db = connect(draft)
    // one file, flushed as a whole before it replaces anything
    db.pragma('journal_mode = DELETE')
    db.pragma('synchronous = OFF')
    buildSchema(db, version)
    yield* copyRows(backup, db, path)
    if ((yield { file: draft, check: 'foreign_key_check' }) !== true)
      throw new AppError('backup_invalid', { file: path })
    buildSchema(db, migrations.length)
    yield* settleRestored(db, { path, present: present(), now, actor })
    readEverything(db)
    if ((yield { file: draft, check: 'quick_check' }) !== true) throw new Error('the restored copy is not sound')
  } catch (error) {
    const known = storageError(error, path)
    const isOwn =
      known instanceof AppError &&
      ['disk_full', 'backup_foreign', 'cancelled', 'campaign_busy', 'data_busy'].includes(known.code)
    // a full disk is a full disk; what can't be read as a database of ours is no backup
    throw isOwn ? known : new AppError('backup_invalid', { file: path }, { cause: error })
  } finally {
    backup?.close()
    db?.close()
  }
}

/** One query per table, as the program will make them. Throws what SQLite says. */
function readEverything(db: Db): void {
  const tables = db
    .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')")
    .pluck()
    .all() as string[]
  for (const table of tables) db.prepare(`SELECT * FROM "${table}" LIMIT 1`).get()
}
