/**
 * Copies of the database while it is in use: one consistent file, checked before it gets its name, durable before it
 * replaces anything.
 */
import { mkdirSync } from 'node:fs'
import { rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { flushSoon } from '../storage/flush-file'
import { connect, type Db } from '../storage/open'
import { storageError } from '../storage/storage-error'
import { writeMark } from '../storage/setting'
import { isCopySound, isSoundNow } from './check-copy'
import { madeAtMark } from './marks'
import { listBackups } from './list-backups'
import { draftOf, removeDatabase } from './temporary-files'

export interface Backup {
  readonly path: string
  readonly bytes: number
}

/** Pages per turn of the event loop: some 2 ms. */
const pagesAtOnce = 500

/** Replaces a file of that name once the copy is sound; `now` is noted in it. Throws AppError disk_full, file_write_failed, storage. */
export async function createBackup(db: Db, path: string, now: number): Promise<Backup> {
  const draft = draftOf(path)
  try {
    await db.backup(draft, { progress: () => pagesAtOnce })
    await settle(draft, now)
    await flushSoon(draft)
    await rename(draft, path)
    await flushSoon(dirname(path))
    return { path, bytes: (await stat(path)).size }
  } catch (error) {
    removeDatabase(draft)
    const known = storageError(error, path)
    // the folder is the person's choice, not Griot's own: its sentence is about the file
    if (known instanceof AppError && known.code !== 'folder_read_only') throw known
    throw new AppError('file_write_failed', { file: path }, { cause: error })
  }
}

/** One file without journal beside it, and nothing but a sound one. */
async function settle(draft: string, now: number): Promise<void> {
  const copy = connect(draft)
  try {
    writeMark(copy, madeAtMark, String(now))
    copy.pragma('journal_mode = DELETE')
  } finally {
    copy.close()
  }
  if (await isCopySound(draft)) return
  if (!isSoundNow(draft, 'quick_check')) throw new AppError('database_damaged', { path: draft })
}

const keptBackups = 7
/** Any other file in the folder is a person's own. */
const dailyName = /^griot-\d{4}-\d\d-\d\d\.sqlite$/
/** A start has better things to read from the disk: copying years of history takes seconds. */
const firstAfterMs = 10_000
const everyMs = 24 * 60 * 60 * 1000
/** A computer that is started at eight one day and at seven the next still gets its copy. */
const dueAfterMs = 20 * 60 * 60 * 1000

/** A copy a day in `backups/` of the data folder, the last seven kept, the first some seconds after the start. Returns what ends it. */
export function startDailyBackups(context: CoreContext): () => void {
  const { clock, log } = context
  let stopped = false
  const run = async (): Promise<void> => {
    await backUpIfDue(context).catch((error: unknown) => log.warn('daily backup failed', { error: String(error) }))
    if (!stopped) cancel = clock.after(everyMs, () => void run())
  }
  let cancel = clock.after(firstAfterMs, () => void run())
  return () => {
    stopped = true
    cancel()
  }
}

/** Null where the newest copy is young enough. */
export async function backUpIfDue({
  db,
  dataDir,
  clock,
}: Pick<CoreContext, 'db' | 'dataDir' | 'clock'>): Promise<Backup | null> {
  const now = clock.now()
  const folder = join(dataDir, 'backups')
  const own = () =>
    listBackups(dataDir).filter(({ path }) => dirname(path) === folder && dailyName.test(basename(path)))
  const newest = own()[0]
  if (newest !== undefined && Math.abs(now - newest.at) < dueAfterMs) return null
  const day = new Date(now).toISOString().slice(0, 10)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const backup = await createBackup(db, join(folder, `griot-${day}.sqlite`), now)
  // of those with an older day, whatever the file system says: after the clock was set back the newer ones stay
  const older = own().filter(({ path }) => path < backup.path)
  for (const { path } of older.sort((a, b) => (a.path < b.path ? 1 : -1)).slice(keptBackups - 1)) await unlink(path)
  return backup
}
