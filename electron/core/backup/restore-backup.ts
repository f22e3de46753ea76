/**
 * Puts a backup in the place of the database: for `backup.restore` and for a start that could not open the database, when
 * there is no core yet. The present file is set aside, never deleted. A backup may come from a stranger: its rows alone are
 * taken (copy-rows.ts), and nothing in it goes on by itself (settle-restored.ts).
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import { listAccounts } from '../storage/account'
import { migrations } from '../storage/migrations'
import { buildSchema, connect, databaseFileName, type Db } from '../storage/open'
import { replaceDatabase } from '../storage/replace-database'
import { erasedPhones } from '../storage/erase'
import { readSettings } from '../storage/setting'
import { storageError } from '../storage/storage-error'
import { assertOwnSchema, readBackupVersion } from './check-backup'
import { copyRows } from './copy-rows'
import { nothingPresent, settleRestored, type Present } from './settle-restored'

export interface BackupFile {
  readonly path: string
  /** When it was made, epoch ms. */
  readonly at: number
  readonly bytes: number
}

/** The data folder's own backups: `backups/*.sqlite` and the copies made before a migration. Newest first; never throws. */
export function listBackups(dataDir: string): readonly BackupFile[] {
  const own = filesOf(join(dataDir, 'backups')).filter((path) => path.endsWith('.sqlite'))
  const copies = filesOf(dataDir).filter((path) => path.includes(`${databaseFileName}.before-`))
  return [...own, ...copies]
    .map((path) => ({ path, stats: statSync(path, { throwIfNoEntry: false }) }))
    .flatMap(({ path, stats }) => (stats?.isFile() ? [{ path, at: Math.round(stats.mtimeMs), bytes: stats.size }] : []))
    .sort((a, b) => b.at - a.at)
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch {
    return []
  }
}

export interface RestoreOptions {
  readonly dataDir: string
  /** The backup, as the person named it. */
  readonly path: string
  /** What is read: `path` itself, or what was decrypted of it. Default `path`. */
  readonly file?: string
  /** Epoch ms, for the name of what is set aside. */
  readonly now: number
}

/**
 * Nothing may have the database open. Returns where the former one is now, null where there was none. Throws AppError
 * `backup_invalid` and `backup_foreign` (nothing changed) and the storage kinds.
 */
export function restoreBackup({ dataDir, path, file = path, now }: RestoreOptions): string | null {
  const target = join(dataDir, databaseFileName)
  const draft = `${target}.restoring-${now}`
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const steps = prepareRestore({ path, file, draft, now, present: presentOf(target) })
    for (let step = steps.next(); step.done !== true;) step = steps.next(step.value && isSoundNow(step.value))
    return replaceDatabase(dataDir, draft, now)
  } catch (error) {
    removeDatabase(draft)
    throw storageError(error, target)
  }
}

function isSoundNow({ file, check }: Check): boolean {
  const db = connect(file, { readonly: true })
  try {
    return db.pragma(`${check}(1)`, { simple: true }) === 'ok'
  } finally {
    db.close()
  }
}

/** Nothing where the database can't be read, which is why it is being replaced. */
function presentOf(target: string): Present {
  if (statSync(target, { throwIfNoEntry: false })?.isFile() !== true) return nothingPresent
  let db: Db | null = null
  try {
    db = connect(target, { readonly: true })
    return { accounts: listAccounts(db), backups: readSettings(db).backups, erased: erasedPhones(db) }
  } catch {
    return nothingPresent
  } finally {
    db?.close()
  }
}

/** Removes a copy that is not needed any more, as far as it can be. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) {
    try {
      rmSync(path + suffix, { force: true })
    } catch {
      // what can't be removed was not made by us, or is in the way of nothing
    }
  }
}

export interface Preparation {
  /** Named in errors. */
  readonly path: string
  /** Read. */
  readonly file: string
  readonly draft: string
  readonly now: number
  readonly present: Present
}

/** A file whose content must be checked. The caller checks it and answers whether it is sound. */
export interface Check {
  readonly file: string
  readonly check: 'quick_check' | 'integrity_check'
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
    buildSchema(db, migrations.length)
    settleRestored(db, present, now)
    readEverything(db)
    if ((yield { file: draft, check: 'quick_check' }) !== true) throw new Error('the restored copy is not sound')
  } catch (error) {
    const known = storageError(error, path)
    const isOwn = known instanceof AppError && ['disk_full', 'backup_foreign', 'cancelled'].includes(known.code)
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
