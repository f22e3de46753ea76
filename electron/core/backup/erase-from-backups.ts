/**
 * Erasing a person from the backups that Griot can reach: each is written anew without them, read back, and only then takes the old
 * one's place. Who was erased is known by the opt-outs that an erasure leaves, so that a drive that was away is caught up when it is
 * back, and a restored backup does not bring them back. Encrypted copies, and those elsewhere, are told.
 */
import { readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupErasure, KeptBackup } from '@shared/contract/backup'
import { AppError, toWireError } from '@shared/errors'
import type { CoreContext } from '../context'
import { erasedPhones, erasePhone } from '../storage/erase'
import { migrations } from '../storage/migrations'
import { connect, databaseFileName } from '../storage/open'
import { isCopySound } from './check-copy'
import { assertOwnSchema, readBackupVersion } from './check-backup'
import { compactCopy } from './compact-copy'
import { deliverCopy } from './deliver-copy'
import { copiesIn, folderCopies } from './folder-copies'
import { removeDatabase } from './restore-backup'
import { temporaryFile } from './temporary-files'

type Context = Pick<CoreContext, 'db' | 'dataDir' | 'clock' | 'settings'>

/** `job` is told files, done and all. Throws AppError cancelled; a file that cannot be written anew is in the answer. */
export async function eraseFromBackups(
  context: Context,
  job: { progress(done: number, total: number): void; check(): void },
): Promise<BackupErasure> {
  const { db, settings } = context
  const phones = erasedPhones(db)
  const files = phones.length === 0 ? [] : reachable(context)
  const left: KeptBackup[] = []
  let rewritten = 0
  for (const [index, file] of files.entries()) {
    job.check()
    job.progress(index, files.length)
    try {
      if (file.encrypted) left.push({ path: file.path, at: file.at, reason: 'encrypted' })
      else if (await rewrite(context, file.path, phones)) rewritten += 1
    } catch (error) {
      if (toWireError(error).code === 'cancelled') throw error
      left.push({ path: file.path, at: file.at, reason: 'unreadable' })
    }
  }
  const { folder } = settings().backups
  const isAway = folderCopies(context)?.problem?.code === 'backup_folder_absent'
  return { rewritten, left, folderAway: isAway ? folder : null }
}

interface ReachableFile {
  readonly path: string
  readonly at: number
  readonly encrypted: boolean
}

/** The data folder's own backups and databases set aside, and the copies in the chosen folder. */
function reachable({ dataDir, settings }: Context): ReachableFile[] {
  const own = namesIn(join(dataDir, 'backups')).filter((name) => /\.sqlite(\.age)?$/.test(name))
  const aside = namesIn(dataDir).filter((name) =>
    new RegExp(`^${databaseFileName}\\.(before-\\d+|set-aside|damaged)-\\d+$`).test(name),
  )
  return [
    ...own.map((name) => join(dataDir, 'backups', name)),
    ...aside.map((name) => join(dataDir, name)),
    ...copiesIn(settings().backups).map(({ path }) => path),
  ].flatMap((path) => {
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats?.isFile() ? [{ path, at: Math.round(stats.mtimeMs), encrypted: path.endsWith('.age') }] : []
  })
}

/** False where the file was made after the erasures, or written anew before. */
async function rewrite({ dataDir, clock }: Context, path: string, phones: readonly string[]): Promise<boolean> {
  const copy = temporaryFile(dataDir, 'copying')
  const { atime, mtime } = statSync(path)
  const version = readBackupVersion(path)
  const source = connect(path, { readonly: true })
  try {
    assertOwnSchema(source, version, path)
    const erased = new Set(erasedPhones(source))
    const wanted = phones.filter((phone) => !erased.has(phone))
    if (wanted.length === 0) return false
    // its tables are those that an erasure knows
    if (version !== migrations.length) throw new AppError('backup_invalid', { file: path })
    await source.backup(copy, { progress: () => 500 })
    eraseIn(copy, wanted, clock.now())
    await compactCopy(copy)
    if (!(await isCopySound(copy))) throw new AppError('backup_invalid', { file: path })
    await deliverCopy({ from: copy, to: path, passphrase: null })
    // it is of the day it was made on
    utimesSync(path, atime, mtime)
    return true
  } finally {
    source.close()
    removeDatabase(copy)
  }
}

function eraseIn(path: string, phones: readonly string[], now: number): void {
  const db = connect(path)
  try {
    db.transaction(() => {
      for (const phone of phones) erasePhone(db, phone, now)
    }).immediate()
  } finally {
    db.close()
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
