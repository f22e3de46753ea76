/**
 * Opens Griot's one SQLite file: WAL, synchronous FULL and foreign keys on every open, migrations in one transaction each
 * with a copy made first, a newer file refused untouched, a damaged one set aside and never deleted.
 */
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '@shared/errors'
import { migrations } from './migrations'
import { claimAlone, markClosed, markOpen, refuseWhileReplaced } from './open-mark'
import { closeToOthers } from './private-files'
import { databaseFileName, finishReplacement, isReplacementLeft } from './replace-database'
import { storageError } from './storage-error'

export type Db = Database.Database

export { databaseFileName }

/** "Grio": in the head of every database that Griot makes, so that another program's file is never taken for one. */
export const applicationId = 0x47_72_69_6f

export interface OpenOptions {
  readonly dataDir: string
  /** Epoch ms, for the names of copies and of files set aside. */
  readonly now: number
}

/** Checked within a tenth of a second. Larger ones are checked after a crash, by `doctor`, and by each daily backup. */
const alwaysCheckedBytes = 32 * 1024 * 1024

/** Opens (and creates or migrates) the database of `dataDir`. Throws AppError storage kinds. */
export function openDatabase({ dataDir, now }: OpenOptions): Db {
  try {
    makeFolder(dataDir)
  } catch (error) {
    throw storageError(error, dataDir)
  }
  const path = join(dataDir, databaseFileName)
  let db: Db | null = null
  try {
    const wasClosed = markOpen(dataDir)
    refuseWhileReplaced(dataDir)
    finishLeftReplacement(dataDir)
    closeToOthers(dataDir)
    const existed = existsSync(path)
    if (existed) refuseForeignHead(path)
    db = connect(path)
    // a large file is read whole only where the last stop was a crash or a power cut
    if (existed && (!wasClosed || statSync(path).size <= alwaysCheckedBytes)) assertSound(db, path)
    assertOurs(db, path)
    migrate(db, path, now)
    return db
  } catch (error) {
    db?.close()
    throw storageError(error, path)
  }
}

/** Closes what `openDatabase` opened; a process that ends without it is taken for crashed. */
export function closeDatabase(db: Db, dataDir: string): void {
  db.close()
  markClosed(dataDir)
}

/** What a power cut interrupted. Two processes that start at once do not both move files. */
function finishLeftReplacement(dataDir: string): void {
  if (!isReplacementLeft(dataDir)) return
  const claim = claimAlone(dataDir)
  try {
    finishReplacement(dataDir)
  } finally {
    claim.release()
  }
}

/** Folder by folder: Node's own `recursive` never comes back where a file system has no folders to make (/proc). */
function makeFolder(path: string): void {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new AppError('folder_read_only', { path })
    return
  }
  makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // another process may have made it meanwhile
    if (!existsSync(path)) throw error
  }
}

/** A plain connection with the settings that safety rests on. better-sqlite3 opens WAL files as NORMAL: FULL is set every time. */
export function connect(path: string, options: { readonly?: boolean } = {}): Db {
  // where the shipped binary does not fit the runtime (an old Electron), this names one that does
  const nativeBinding = process.env.GRIOT_SQLITE_BINDING
  const db = new Database(path, { readonly: options.readonly ?? false, ...(nativeBinding ? { nativeBinding } : {}) })
  try {
    db.pragma('busy_timeout = 5000')
    if (!options.readonly) db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    // 16 MB of journal: its pages go back into the file less often, so each of them more rarely
    db.pragma('wal_autocheckpoint = 4000')
    db.pragma('foreign_keys = ON')
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    // what is deleted is overwritten: a person who is erased later is not left in a freed page
    db.pragma('secure_delete = ON')
    db.pragma('temp_store = MEMORY')
    db.pragma('cache_size = -32000')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function assertSound(db: Db, path: string): void {
  const [first] = db.pragma('quick_check(1)') as { quick_check: string }[]
  if (first?.quick_check !== 'ok') throw new AppError('database_damaged', { path })
}

/**
 * Before the file is opened, which writes "WAL" into its head. The database header (sqlite.org/fileformat.html, 1.3) has the
 * schema's cookie at 40, `application_id` at 68; a new file's are in its journal until the first checkpoint.
 */
function refuseForeignHead(path: string): void {
  const head = Buffer.alloc(100)
  const file = openSync(path, 'r')
  try {
    if (readSync(file, head) < head.length) return
  } finally {
    closeSync(file)
  }
  const isDatabase = head.toString('latin1', 0, 15) === 'SQLite format 3'
  if (isDatabase && head.readUInt32BE(40) !== 0 && head.readUInt32BE(68) !== applicationId)
    throw new AppError('database_foreign', { path })
}

/** Throws AppError database_foreign for what another program made; a file with nothing in it is a new database. */
function assertOurs(db: Db, path: string): void {
  if (db.pragma('application_id', { simple: true }) === applicationId) return
  const objects = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()
  if (objects !== 0) throw new AppError('database_foreign', { path })
}

function migrate(db: Db, path: string, now: number): void {
  const version = db.pragma('user_version', { simple: true }) as number
  if (version > migrations.length) throw new AppError('database_newer', { path, version })
  if (version === migrations.length) return
  if (version > 0) db.prepare('VACUUM INTO ?').run(`${path}.before-${version + 1}-${now}`)
  buildSchema(db, migrations.length)
}

/** Runs the migrations that the database still lacks, up to `version`. */
export function buildSchema(db: Db, version: number): void {
  for (let step = 0; step < version; step += 1) {
    const sql = migrations[step]
    if (sql === undefined) continue
    db.transaction(() => {
      // another process may have migrated between our look and our lock
      if ((db.pragma('user_version', { simple: true }) as number) > step) return
      db.exec(sql)
      db.pragma(`application_id = ${applicationId}`)
      db.pragma(`user_version = ${step + 1}`)
    }).immediate()
  }
}

/** Moves the database and its journal files aside, nothing deleted. Nothing may have it open. Returns the new path. */
export function setAside(dataDir: string, now: number, label: string): string {
  const path = join(dataDir, databaseFileName)
  const target = `${path}.${label}-${now}`
  for (const suffix of ['', '-wal', '-shm', '-journal']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix)
  }
  return target
}
