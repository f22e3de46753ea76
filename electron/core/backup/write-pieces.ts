/** One way to write a big file: in pieces, to a name that no file has, flushed before it counts. */
import { open, type FileHandle } from 'node:fs/promises'
import { throwIfCancelled } from '../yield-to-event-loop'

export interface WriteOptions {
  readonly signal?: AbortSignal | undefined
  /** What the file system says of the file: default now. */
  readonly times?: { readonly atime: Date; readonly mtime: Date } | undefined
}

/** Returns the size. Throws what the file system says, EEXIST where something has that name, AppError cancelled. */
export async function writePieces(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  { signal, times }: WriteOptions = {},
): Promise<number> {
  const target: FileHandle = await open(path, 'wx', 0o600)
  let bytes = 0
  try {
    for await (const piece of pieces) {
      throwIfCancelled(signal)
      for (let at = 0; at < piece.length;) at += (await target.write(piece, at)).bytesWritten
      bytes += piece.length
    }
    if (times !== undefined) await target.utimes(times.atime, times.mtime)
    await target.sync()
    return bytes
  } finally {
    await target.close()
  }
}
