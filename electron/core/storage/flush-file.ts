/** Waits until a file's content, or a folder's names, are on the disk. Where folders cannot be flushed (Windows) it does nothing. */
import { closeSync, fsyncSync, openSync, statSync } from 'node:fs'

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
