/**
 * Puts a backup in the place of the database: for `backup.restore` and for a start that found the database damaged, when
 * there is no core yet. The present file is set aside, never deleted; campaigns come back paused, since what they still had
 * to send may have been sent after the backup was made.
 */
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import { migrations } from '../storage/migrations'
import { connect, databaseFileName, setAside, type Db } from '../storage/open'
import { storageError } from '../storage/storage-error'

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
  /** The backup. */
  readonly path: string
  /** Epoch ms, for the name of what is set aside. */
  readonly now: number
}

/**
 * Nothing may have the database open. Returns where the former one is now, null where there was none. Throws AppError
 * `backup_invalid` (nothing changed) and the storage kinds.
 */
export function restoreBackup({ dataDir, path, now }: RestoreOptions): string | null {
  const target = join(dataDir, databaseFileName)
  const draft = `${target}.restoring-${now}`
  try {
    prepareRestore({ path, draft, now })
    const former = existsSync(target) ? setAside(dataDir, now, 'set-aside') : null
    renameSync(draft, target)
    return former
  } catch (error) {
    removeDatabase(draft)
    throw storageError(error, target)
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

/** Makes `draft` what the database will be: the backup's content, every campaign paused. Throws as `restoreBackup`. */
export function prepareRestore({ path, draft, now }: { path: string; draft: string; now: number }): void {
  copySound(path, draft)
  pauseEverything(draft, now)
}

/** A compact copy of a backup that is sound and that this version understands. */
function copySound(path: string, draft: string): void {
  let backup: Db | null = null
  try {
    backup = connect(path, { readonly: true })
    const version = backup.pragma('user_version', { simple: true }) as number
    const [first] = backup.pragma('integrity_check(1)') as { integrity_check: string }[]
    if (version < 1 || version > migrations.length || first?.integrity_check !== 'ok') throw invalid(path)
    backup.prepare('VACUUM INTO ?').run(draft)
  } catch (error) {
    const known = storageError(error, path)
    // a full disk is a full disk; what can't be read as a database of ours is no backup
    throw known instanceof AppError && known.code === 'disk_full' ? known : invalid(path, error)
  } finally {
    backup?.close()
  }
}

function invalid(file: string, cause?: unknown): AppError {
  return new AppError('backup_invalid', { file }, { cause })
}

function pauseEverything(draft: string, now: number): void {
  const db = connect(draft)
  try {
    db.transaction(() => {
      db.prepare(
        `UPDATE campaign SET state = 'paused', pause_reason = 'restored', pause_error = NULL, updated_at = ?
         WHERE state IN ('sending', 'scheduled', 'paused')`,
      ).run(now)
      // whoever held them held the former database
      db.prepare('DELETE FROM lease').run()
    }).immediate()
  } finally {
    db.close()
  }
}
