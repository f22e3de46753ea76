/**
 * Copies in a folder or on a drive that a person chose, once a day while it is there. A drive that is absent, full or protected never
 * touches the day's backup on this computer; it is told once, and the copy follows when the drive is back.
 */
import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs'
// eslint-disable-next-line n/no-unsupported-features/node-builtins -- there since 18.15, the oldest Node we run on
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { FolderCopies, FolderCopy } from '@shared/contract/backup'
import type { Settings } from '@shared/contract/program'
import { AppError, toWireError, type WireError } from '@shared/errors'
import type { CoreContext } from '../context'
import { readMark, writeMark } from '../storage/setting'
import { keptPassphrase } from './kept-passphrase'
import { folderCopyMark } from './marks'
import { isOwnFolder, saveBackup } from './save-backup'

type Choice = Settings['backups']

interface Outcome {
  /** Of the last copy that was made, epoch ms. */
  readonly at: number | null
  readonly bytes: number | null
  /** What keeps the next one from being made, and since when. */
  readonly problem: WireError | null
  readonly triedAt: number | null
}

/** A drive that says no is asked again after this; one that is away, at every look. */
const askAgainMs = 60 * 60 * 1000
const spareBytes = 4 * 1024 * 1024

/** Tells another drive under the same letter, and an empty mount point, from the folder that was chosen. */
const markName = (id: string): string => `.griot-${id}`

/** `griot-2026-11-27-3f9a2c.sqlite`, `.sqlite.age` where encrypted: two computers can use one drive. */
const copyName = (id: string, day: string, isEncrypted: boolean): string =>
  `griot-${day}-${id}.sqlite${isEncrypted ? '.age' : ''}`
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** Null where no folder is chosen. */
export function folderCopies({ db, settings }: Pick<CoreContext, 'db' | 'settings'>): FolderCopies | null {
  const { backups } = settings()
  if (backups.folder === '') return null
  const { at, bytes, problem } = readOutcome(db)
  const { folder, keep, protection } = backups
  const trouble = troubleOf(backups)
  // an absence that is over is no problem any more
  const noted = problem !== null && isAboutPresence(problem) ? null : problem
  return {
    folder,
    keep,
    protection,
    last: at === null ? null : { at, bytes: bytes ?? 0 },
    problem: trouble?.toWire() ?? noted,
    copies: copiesIn(backups),
  }
}

/** This database's own in the folder, newest first; none where it is away. */
export function copiesIn({ folder, id }: Choice): readonly FolderCopy[] {
  const pattern = new RegExp(`^griot-(\\d{4}-\\d\\d-\\d\\d)-${id}\\.sqlite(\\.age)?$`)
  return namesIn(folder)
    .flatMap((name) => {
      const [, day, age] = pattern.exec(name) ?? []
      const path = join(folder, name)
      const stats = day === undefined ? undefined : statsOf(path)
      return day === undefined || !stats?.isFile()
        ? []
        : [{ path, day, bytes: stats.size, encrypted: age !== undefined }]
    })
    .sort((a, b) => b.path.localeCompare(a.path))
}

/**
 * Marks the folder as this database's. Throws AppError backup_folder_absent, backup_folder_read_only, backup_folder_full,
 * backup_folder_silent, backup_path_own.
 */
export function markFolder(folder: string, { id, dataDir }: { readonly id: string; readonly dataDir: string }): void {
  if (!isFolder(folder)) throw new AppError('backup_folder_absent', { folder })
  if (isOwnFolder(folder, dataDir)) throw new AppError('backup_path_own', { file: folder })
  const mark = join(folder, markName(id))
  try {
    // a link that somebody else put there is not written through
    if (statsOf(mark)?.isFile() === true) closeSync(openSync(mark, 'r+'))
    else writeFileSync(mark, 'Griot\n', { flag: 'wx' })
  } catch (error) {
    throw folderError(error, folder)
  }
}

/** False for what is no path at all, too. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** Null where the folder is there and can be read. */
function troubleOf({ folder, id }: Choice): AppError | null {
  try {
    const isThere = readdirSync(folder).includes(markName(id)) && statsOf(join(folder, markName(id)))?.isFile() === true
    return isThere ? null : new AppError('backup_folder_absent', { folder })
  } catch (error) {
    return folderError(error, folder)
  }
}

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch {
    return undefined
  }
}

/** Problems that are over as soon as the folder is there and can be read. */
const isAboutPresence = ({ code }: WireError): boolean =>
  code === 'backup_folder_absent' || code === 'backup_folder_silent'

/** `passphrase` for folders whose copies are encrypted. Throws AppError backup_folder_*, backup_passphrase_needed, backup_unverified. */
export async function copyToFolder(
  context: CoreContext,
  passphrase: string | null,
): Promise<{ path: string; bytes: number }> {
  const { db, clock } = context
  const { backups } = context.settings()
  const { folder, id, protection } = backups
  if (folder === '') throw new AppError('backup_folder_none')
  const trouble = troubleOf(backups)
  if (trouble !== null) throw trouble
  if (protection !== 'none' && passphrase === null) throw new AppError('backup_passphrase_needed', { file: folder })
  const now = clock.now()
  const path = join(folder, copyName(id, dayOf(now), protection !== 'none'))
  try {
    accessSync(folder, constants.W_OK)
    const wanted =
      (db.pragma('page_count', { simple: true }) as number) * (db.pragma('page_size', { simple: true }) as number)
    const { bavail, bsize } = await statfs(folder)
    if (bavail * bsize < wanted * 1.01 + spareBytes) throw new AppError('backup_folder_full', { folder })
    const bytes = await saveBackup(context, path, protection === 'none' ? null : passphrase)
    removeOld(backups, path, now)
    return { path, bytes }
  } catch (error) {
    // the disk of this computer
    if (error instanceof AppError && error.code === 'disk_full' && error.params.path !== path) throw error
    // pulled out half-way
    throw troubleOf(backups) ?? folderError(error, folder)
  }
}

/** One copy a day, as soon as the folder is there. Returns what changed for people: a new problem, or null for the end of one. */
export async function copyIfDue(context: CoreContext): Promise<{ readonly error: WireError | null } | null> {
  const { db, clock } = context
  const { backups } = context.settings()
  // those whose passphrase is asked each time are made by hand
  if (backups.folder === '' || backups.protection === 'asked') return null
  const now = clock.now()
  const before = readOutcome(db)
  const isThere = troubleOf(backups) === null
  if (isThere && copiesIn(backups).some(({ day }) => day === dayOf(now))) {
    if (before.problem !== null) writeOutcome(db, { ...before, problem: null, triedAt: null })
    return null
  }
  const isRefusal = before.problem !== null && !isAboutPresence(before.problem)
  if (isThere && isRefusal && Math.abs(now - (before.triedAt ?? 0)) < askAgainMs) return null
  try {
    const passphrase = backups.protection === 'kept' ? await keptPassphrase(context.secrets) : null
    const { bytes } = await copyToFolder(context, passphrase)
    noteCopy(context, bytes)
    return before.problem === null ? null : { error: null }
  } catch (error) {
    const problem = toWireError(error)
    const isKnown = before.problem?.code === problem.code
    try {
      if (!isKnown || isThere) writeOutcome(db, { ...before, problem, triedAt: now })
    } catch {
      // a full disk of this computer: it is told all the same
    }
    return isKnown ? null : { error: problem }
  }
}

export function noteCopy({ db, clock }: Pick<CoreContext, 'db' | 'clock'>, bytes: number): void {
  writeOutcome(db, { at: clock.now(), bytes, problem: null, triedAt: null })
}

/**
 * The number kept, by days; a draft that a power cut left goes with them. The copy just made stays, and so do newer ones: the clock was
 * set back, or was ahead. What cannot be removed waits for the next time: the copy is made all the same.
 */
function removeOld(backups: Choice, made: string, now: number): void {
  const { folder, id, keep } = backups
  const dayMade = copiesIn(backups).find(({ path }) => path === made)?.day ?? ''
  const older = copiesIn(backups).filter(({ path, day }) => path !== made && day <= dayMade)
  const drafts = namesIn(folder)
    .filter(
      (name) => name.startsWith('griot-') && name.includes(`-${id}.sqlite`) && /\.part-\d+-[0-9a-f]{8}$/.test(name),
    )
    .map((name) => join(folder, name))
    .filter((path) => now - (statsOf(path)?.mtimeMs ?? now) > askAgainMs)
  for (const path of [...older.slice(keep - 1).map((copy) => copy.path), ...drafts]) {
    try {
      rmSync(path, { force: true })
    } catch {
      // it is still listed, and counted
    }
  }
}

/** What the disk says of the folder; sentences of the data folder itself would speak of sending. */
function folderError(error: unknown, folder: string): AppError {
  const isOfDisk = !(error instanceof AppError) || ['file_write_failed', 'disk_full', 'storage'].includes(error.code)
  const cause = error instanceof AppError ? error.cause : error
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? ''
  if (error instanceof AppError && (!isOfDisk || code === '')) return error
  if (['ENOSPC', 'EDQUOT'].includes(code)) return new AppError('backup_folder_full', { folder }, { cause })
  if (['EROFS', 'EACCES', 'EPERM'].includes(code)) return new AppError('backup_folder_read_only', { folder }, { cause })
  if (['ENOENT', 'ENOTDIR'].includes(code)) return new AppError('backup_folder_absent', { folder }, { cause })
  return new AppError('backup_folder_silent', { folder, reason: code }, { cause })
}

function readOutcome(db: CoreContext['db']): Outcome {
  const nothing: Outcome = { at: null, bytes: null, problem: null, triedAt: null }
  const noted = readMark(db, folderCopyMark)
  return noted === null || noted === '' ? nothing : { ...nothing, ...(JSON.parse(noted) as Partial<Outcome>) }
}

function writeOutcome(db: CoreContext['db'], outcome: Outcome): void {
  writeMark(db, folderCopyMark, JSON.stringify(outcome))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
