/**
 * Brings a sound copy of the database to where a person wants it, encrypted where wished. What was written is flushed and read back before
 * it gets its name: a stick that is pulled out, or forgets what it was given, leaves the former file as it was.
 */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '@shared/errors'
import { flushSoon } from '../storage/flush-file'
import { storageError } from '../storage/storage-error'
import { digestOfAgeFile, encryptFile } from './age-file'
import { draftOf } from './temporary-files'
import { writePieces, type WriteOptions } from './write-pieces'

export interface Delivery {
  /** The database. It must not change during the copy. */
  readonly from: string
  /** Replaced. Its folder is there. */
  readonly to: string
  /** Null: not encrypted. */
  readonly passphrase: string | null
  readonly signal?: AbortSignal | undefined
  /** Of a copy that is not encrypted: what the file system is to say of it. */
  readonly times?: WriteOptions['times']
}

/** Returns the size of `to`. Throws AppError backup_unverified, disk_full, file_write_failed, cancelled. */
export async function deliverCopy({ from, to, passphrase, signal, times }: Delivery): Promise<number> {
  const draft = draftOf(to)
  try {
    const content = createHash('sha256')
    const bytes =
      passphrase === null
        ? await writePieces(draft, piecesOf(from, content), { signal, times })
        : await encryptFile({ from, to: draft, passphrase, signal }, content)
    const found = await readBack(draft, passphrase).catch((cause: unknown) => {
      throw new AppError('backup_unverified', { file: to }, { cause })
    })
    if (found !== content.digest('hex')) throw new AppError('backup_unverified', { file: to })
    await rename(draft, to)
    await flushSoon(dirname(to))
    return bytes
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    const known = storageError(error, to)
    // the folder is the person's choice, not Griot's own: its sentence is about the file
    if (known instanceof AppError && known.code !== 'folder_read_only') throw known
    throw new AppError('file_write_failed', { file: to }, { cause: error })
  }
}

async function* piecesOf(path: string, content: Hash): AsyncGenerator<Uint8Array> {
  for await (const piece of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    content.update(piece)
    yield piece
  }
}

async function readBack(path: string, passphrase: string | null): Promise<string> {
  const hash = createHash('sha256')
  if (passphrase !== null) return digestOfAgeFile(path, passphrase, hash)
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) hash.update(piece)
  return hash.digest('hex')
}
