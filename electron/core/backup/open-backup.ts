/** A backup as a file that SQLite can read: as it is, or decrypted into the data folder for as long as it is looked at. */
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import type { BackupContents } from '@shared/contract/backup'
import { connect, databaseFileName, type Db } from '../storage/open'
import { readMark } from '../storage/setting'
import { storageError } from '../storage/storage-error'
import { decryptFile, isAgeFile } from './age-file'
import { assertOwnSchema, readBackupVersion } from './check-backup'
import { madeAtMark } from './marks'
import { removeDatabase } from './temporary-files'
import { temporaryFile } from './temporary-files'

export interface OpenedBackup {
  /** What the person chose. */
  readonly path: string
  /** What SQLite reads. */
  readonly file: string
  readonly encrypted: boolean
  /** Removes what was decrypted. */
  close(): void
}

export interface OpenBackupOptions {
  readonly dataDir: string
  readonly path: string
  readonly passphrase?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** Opens no pipe and no device. Throws AppError backup_invalid, backup_passphrase_*, backup_damaged, disk_full. */
export async function openBackup({ dataDir, path, passphrase, signal }: OpenBackupOptions): Promise<OpenedBackup> {
  if (!(await isEncrypted(path, dataDir))) return { path, file: path, encrypted: false, close: () => undefined }
  if (passphrase === undefined) throw new AppError('backup_passphrase_needed', { file: path })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = temporaryFile(dataDir, 'opened')
  const close = (): void => removeDatabase(file)
  try {
    await decryptFile({ from: path, to: file, passphrase, signal })
    return { path, file, encrypted: true, close }
  } catch (error) {
    close()
    throw storageError(error, path)
  }
}

/** Throws AppError backup_invalid where there is no such file, backup_is_database. */
export async function isEncrypted(path: string, dataDir: string): Promise<boolean> {
  try {
    const stats = statSync(path, { bigint: true })
    const own = statSync(join(dataDir, databaseFileName), { bigint: true, throwIfNoEntry: false })
    // closing a file that SQLite has open in this process would give up SQLite's locks
    if (own?.ino === stats.ino && own.dev === stats.dev) throw new AppError('backup_is_database', { file: path })
    // no pipe and no device
    if (stats.isFile()) return await isAgeFile(path)
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('backup_invalid', { file: path }, { cause: error })
  }
  throw new AppError('backup_invalid', { file: path })
}

/** Counts, of a file whose schema is ours. Throws AppError backup_invalid, backup_foreign. */
export function contentsOf({ path, file }: OpenedBackup): BackupContents {
  let db: Db | null = null
  try {
    const version = readBackupVersion(file)
    db = connect(file, { readonly: true })
    assertOwnSchema(db, version, path)
    const count = (table: string): number => db?.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
    const noted = Number(readMark(db, madeAtMark) ?? Number.NaN)
    return {
      at: Number.isSafeInteger(noted) && noted > 0 ? noted : Math.round(statSync(path).mtimeMs),
      contacts: count('contact'),
      campaigns: count('campaign'),
      messages: count('message'),
      templates: count('template'),
      accounts: db
        .prepare('SELECT name, gateway FROM account ORDER BY name LIMIT 100')
        .all() as BackupContents['accounts'],
    }
  } catch (error) {
    if (error instanceof AppError && error.code === 'backup_foreign') throw error
    throw new AppError('backup_invalid', { file: path }, { cause: error })
  } finally {
    db?.close()
  }
}
