/**
 * Opens a file for reading and names what can be wrong with it, before any of it is interpreted.
 */
import { open, stat, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '@shared/errors'
import { throwIfCancelled } from '../../yield-to-event-loop'
import type { ReadingNotices } from '../reading-notices'

/** What identifies a file's content between two readings of it. */
export interface FileStamp {
  readonly size: number
  readonly modifiedAt: number
}

/** The error for a file system failure while reading `path`. Anything else is passed on as it is. */
export function readFailure(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const file = basename(path)
  // a name with a NUL in it is no file's
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ERR_INVALID_ARG_VALUE')
    return new AppError('file_not_found', { file }, { cause: error })
  if (error.code === 'EISDIR') return new AppError('file_is_folder', { file }, { cause: error })
  if (typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)) {
    return new AppError('file_unreadable', { file }, { cause: error })
  }
  return error
}

/**
 * Size and date of a regular file.
 * @throws AppError file_not_found, file_is_folder, file_unreadable (devices and pipes too)
 */
export async function stampFile(path: string): Promise<FileStamp> {
  try {
    const status = await stat(path)
    if (status.isDirectory()) throw new AppError('file_is_folder', { file: basename(path) })
    if (!status.isFile()) throw new AppError('file_unreadable', { file: basename(path) })
    return { size: status.size, modifiedAt: status.mtimeMs }
  } catch (error) {
    throw readFailure(path, error)
  }
}

/** Between two readings the file must stay as it was. @throws AppError file_changed */
export async function refuseChangedFile(path: string, before: FileStamp): Promise<void> {
  const now = await stampFile(path)
  if (now.size !== before.size || now.modifiedAt !== before.modifiedAt) {
    throw new AppError('file_changed', { file: basename(path) })
  }
}

export interface ReadingOptions {
  readonly signal?: AbortSignal | undefined
  /** Bytes read so far, of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  /** Takes what must be said of this reading; absent while the head is only looked at. */
  readonly notices?: ReadingNotices | undefined
}

const chunkBytes = 65_536

/** The bytes of a file in order. A chunk is only good until the next one is asked for. */
export async function* readChunks(path: string, total: number, options: ReadingOptions): AsyncGenerator<Buffer> {
  let handle: FileHandle | undefined
  try {
    handle = await open(path, 'r')
    const buffer = Buffer.allocUnsafe(chunkBytes)
    let position = 0
    for (;;) {
      throwIfCancelled(options.signal)
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, position)
      if (bytesRead === 0) break
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
      options.onProgress?.(position, total)
    }
  } catch (error) {
    throw readFailure(path, error)
  } finally {
    await handle?.close()
  }
}

/** Opens `path`, hands the handle to `use`, and closes it whatever happens. */
export async function withFile<Result>(path: string, use: (handle: FileHandle) => Promise<Result>): Promise<Result> {
  let handle: FileHandle
  try {
    handle = await open(path, 'r')
  } catch (error) {
    throw readFailure(path, error)
  }
  try {
    return await use(handle)
  } catch (error) {
    throw readFailure(path, error)
  } finally {
    await handle.close()
  }
}

/** The first `length` bytes, or fewer where the file is shorter. */
export async function readHead(handle: FileHandle, length: number): Promise<Buffer> {
  return readRange(handle, 0, length)
}

/** Bytes from `position`, as many of `length` as the file has. */
export async function readRange(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
