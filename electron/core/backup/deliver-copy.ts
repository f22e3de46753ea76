/**
 * Brings a sound copy of the database to where a person wants it, encrypted where wished. What was written is flushed and read back before
 * it gets its name: a stick that is pulled out, or forgets what it was given, leaves the former file as it was.
 */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '@shared/errors'
import { storageError } from '../storage/storage-error'
import { throwIfCancelled } from '../yield-to-event-loop'
import { digestOfAgeFile, encryptFile } from './age-file'

export interface Delivery {
  /** The database. It must not change during the copy. */
  readonly from: string
  /** Replaced. */
  readonly to: string
  /** Null: not encrypted. */
  readonly passphrase: string | null
  readonly signal?: AbortSignal | undefined
}

/** Returns the size of `to`. Throws AppError backup_unverified, disk_full, file_write_failed, cancelled. */
export async function deliverCopy({ from, to, passphrase, signal }: Delivery): Promise<number> {
  const draft = `${to}.part-${process.pid}`
  try {
    await mkdir(dirname(to), { recursive: true })
    const content = createHash('sha256')
    const bytes =
      passphrase === null
        ? await copy(from, draft, content, signal)
        : await encryptFile({ from, to: draft, passphrase, signal }, content)
    if ((await readBack(draft, passphrase)) !== content.digest('hex'))
      throw new AppError('backup_unverified', { file: to })
    await rename(draft, to)
    await flushFolder(dirname(to))
    return bytes
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    const known = storageError(error, to)
    // the folder is the person's choice, not Griot's own: its sentence is about the file
    if (known instanceof AppError && known.code !== 'folder_read_only') throw known
    throw new AppError('file_write_failed', { file: to }, { cause: error })
  }
}

async function copy(from: string, to: string, content: Hash, signal: AbortSignal | undefined): Promise<number> {
  const target = await open(to, 'w', 0o600)
  let bytes = 0
  try {
    for await (const piece of createReadStream(from, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
      throwIfCancelled(signal)
      content.update(piece)
      for (let at = 0; at < piece.length;) at += (await target.write(piece, at)).bytesWritten
      bytes += piece.length
    }
    await target.sync()
    return bytes
  } finally {
    await target.close()
  }
}

async function readBack(path: string, passphrase: string | null): Promise<string> {
  const hash = createHash('sha256')
  try {
    if (passphrase !== null) return await digestOfAgeFile(path, passphrase, hash)
    for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) hash.update(piece)
    return hash.digest('hex')
  } catch (error) {
    throw new AppError('backup_unverified', { file: path.replace(/\.part-\d+$/, '') }, { cause: error })
  }
}

/** Not every system and drive flushes a folder. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}
