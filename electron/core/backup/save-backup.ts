/** A backup where a person wants it: a sound copy beside the database first, then brought there. */
import { lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { leastPassphrase } from '@shared/contract/backup'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { createBackup } from './create-backup'
import { deliverCopy } from './deliver-copy'
import { removeDatabase, temporaryFile } from './temporary-files'

type Context = Pick<CoreContext, 'db' | 'dataDir' | 'clock'>

/** To a folder that is there. Returns the file's size. Throws AppError backup_passphrase_short, and as `createBackup` and `deliverCopy`. */
export async function saveBackup(
  { db, dataDir, clock }: Context,
  path: string,
  passphrase: string | null,
): Promise<number> {
  if (passphrase !== null && passphrase.length < leastPassphrase)
    throw new AppError('backup_passphrase_short', { least: leastPassphrase })
  const copy = temporaryFile(dataDir, 'copying')
  try {
    await createBackup(db, copy, clock.now())
    return await deliverCopy({ from: copy, to: path, passphrase })
  } finally {
    removeDatabase(copy)
  }
}

/**
 * Makes the folder of a file that a person named. Throws AppError backup_path_special for what is there and is no regular file (a link,
 * a device, a pipe), backup_path_own for Griot's own files, file_write_failed.
 */
export function readyPath(path: string, dataDir: string): void {
  try {
    const there = lstatSync(path, { throwIfNoEntry: false })
    if (there?.isFile() === false) throw new AppError('backup_path_special', { file: path })
    if (isOwnFile(path, dataDir)) throw new AppError('backup_path_own', { file: path })
    mkdirSync(dirname(path), { recursive: true })
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('file_write_failed', { file: path }, { cause: error })
  }
}

/** Copies beside the data itself would be lost with it. */
export function isOwnFolder(folder: string, dataDir: string): boolean {
  const [first = ''] = stepsBelow(dataDir, real(folder))
  return relative(real(dataDir), real(folder)) === '' || /^(backups|logs)$/i.test(first)
}

function isOwnFile(path: string, dataDir: string): boolean {
  const steps = stepsBelow(dataDir, join(real(dirname(path)), basename(path))).join('/')
  return /^(griot\.sqlite[^/]*|import-[^/]*\.rows|\.[^/]*|logs\/.*|backups|backups\/griot-[^/]*)$/i.test(steps)
}

/** Names from the folder down to the path; none where it lies elsewhere. */
function stepsBelow(folder: string, path: string): string[] {
  const steps = relative(real(folder), path)
  return isAbsolute(steps) || steps.split(sep)[0] === '..' ? [] : steps.split(sep)
}

/** Where links lead, as far as it exists. */
function real(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    const above = dirname(resolve(path))
    return above === resolve(path) ? above : join(real(above), basename(path))
  }
}
