/**
 * Erasing a person from the backups that Griot can reach: each is written anew without them, read back, and only then takes the old
 * one's place. Who was erased when is kept in a table of its own, in every copy too, so that a drive that was away is caught up when it is
 * back, and a restored backup does not bring them back. Encrypted copies, and those elsewhere, are told.
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupErasure, KeptBackup } from '@shared/contract/backup'
import { AppError, toWireError } from '@shared/errors'
import type { CoreContext } from '../context'
import { erasePhone, erasures, missedErasures, type Erasure } from '../storage/erase'
import { migrations } from '../storage/migrations'
import { connect, databaseFileName } from '../storage/open'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { isCopySound } from './check-copy'
import { assertOwnSchema, readBackupVersion } from './check-backup'
import { compactCopy } from './compact-copy'
import { deliverCopy } from './deliver-copy'
import { copiesIn, folderCopies } from './folder-copies'
import { removeDatabase } from './temporary-files'
import { temporaryFile } from './temporary-files'

type Context = Pick<CoreContext, 'db' | 'dataDir' | 'settings'>

interface Look {
  /** Told files, done and all. */
  progress(done: number, total: number): void
  check(): void
  /** Files in which nobody was found, as they were then: they are not opened again before somebody is erased. */
  readonly seen: Set<string>
}

/** Throws AppError cancelled; a file that cannot be written anew is in the answer. */
export async function eraseFromBackups(context: Context, job: Look): Promise<BackupErasure> {
  const { db, settings } = context
  const erased = erasures(db).filter(({ restored }) => restored === 0)
  const files = erased.length === 0 ? [] : reachable(context)
  const newest = erased.reduce((latest, { at }) => Math.max(latest, at), 0)
  const left: KeptBackup[] = []
  let rewritten = 0
  for (const [index, file] of files.entries()) {
    job.check()
    job.progress(index, files.length)
    try {
      const state = `${newest} ${erased.length} ${file.bytes} ${file.at} ${file.path}`
      if (file.encrypted) left.push({ path: file.path, at: file.at, reason: 'encrypted' })
      else if (job.seen.has(state)) continue
      else if (await rewrite(context, file.path, erased)) rewritten += 1
      else job.seen.add(state)
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
  readonly bytes: number
  readonly encrypted: boolean
}

/** The data folder's own backups and databases set aside, and the copies in the chosen folder. */
export function reachable({ dataDir, settings }: Pick<Context, 'dataDir' | 'settings'>): ReachableFile[] {
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
    return stats?.isFile()
      ? [{ path, at: Math.round(stats.mtimeMs), bytes: stats.size, encrypted: path.endsWith('.age') }]
      : []
  })
}

/** False where the file knows of every erasure: it was made after them, or written anew before. */
async function rewrite({ dataDir }: Context, path: string, known: readonly Erasure[]): Promise<boolean> {
  const copy = temporaryFile(dataDir, 'copying')
  // it is of the day it was made on
  const times = statSync(path)
  try {
    const missed = await copyWhereMissed(path, copy, known)
    if (missed.length === 0) return false
    await eraseIn(copy, missed)
    await compactCopy(copy)
    if (!(await isCopySound(copy))) throw new AppError('backup_invalid', { file: path })
    endJournal(path)
    await deliverCopy({ from: copy, to: path, passphrase: null, times })
    return true
  } finally {
    removeDatabase(copy)
  }
}

/** Whom the file may still hold; copied where there is anybody. Closed in the end: Windows puts nothing in the place of an open file. */
async function copyWhereMissed(path: string, copy: string, known: readonly Erasure[]): Promise<readonly Erasure[]> {
  const version = readBackupVersion(path)
  const source = connect(path, { readonly: true })
  try {
    assertOwnSchema(source, version, path)
    const missed = missedErasures(source, known)
    if (missed.length === 0) return missed
    // its tables are those that an erasure knows
    if (version !== migrations.length) throw new AppError('backup_invalid', { file: path })
    await source.backup(copy, { progress: () => 500 })
    return missed
  } finally {
    source.close()
  }
}

async function eraseIn(path: string, missed: readonly Erasure[]): Promise<void> {
  const db = connect(path)
  try {
    for (const { phone, at } of missed) {
      db.transaction(() => erasePhone(db, phone, at)).immediate()
      await yieldToEventLoop()
    }
  } finally {
    db.close()
  }
}

/** A journal beside a file of another content would be taken for its own: what is in it goes into the file first. */
function endJournal(path: string): void {
  if (!existsSync(`${path}-wal`)) return
  const db = connect(path)
  try {
    db.pragma('journal_mode = DELETE')
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
