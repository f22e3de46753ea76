/** Waits until a file's content, or a folder's names, are on the disk. Where folders cannot be flushed (Windows) it does nothing. */
import { closeSync, fsyncSync, openSync, statSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'

export function flushFile(path: string): void {
  const isFolder = statSync(path).isDirectory()
  if (isFolder && process.platform === 'win32') return
  // Windows flushes only what was opened for writing
  const file = openSync(path, isFolder ? 'r' : 'r+')
  try {
    fsyncSync(file)
  } catch (error) {
    if (!isFolder) throw error
  } finally {
    closeSync(file)
  }
}

/** The same without holding anybody up: a big file takes seconds. */
export async function flushSoon(path: string): Promise<void> {
  const isFolder = (await stat(path)).isDirectory()
  if (isFolder && process.platform === 'win32') return
  const file = await open(path, isFolder ? 'r' : 'r+').catch((error: unknown) => {
    if (!isFolder) throw error
    return null
  })
  try {
    await file?.sync()
  } catch (error) {
    if (!isFolder) throw error
  } finally {
    await file?.close()
  }
}
