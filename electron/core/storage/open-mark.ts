/**
 * Tells a clean stop from a crash: each process that opens the database leaves a small file beside it and removes it when
 * it closes. A file of a process that is gone means that the last stop was none. Without rights or room for such a file
 * nothing is known, and the database is checked.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isProcessAlive } from '../process-alive'

const prefix = '.open-'

const markOf = (dataDir: string): string => join(dataDir, `${prefix}${process.pid}`)

/** Marks the folder as open by this process. False when a process ended without closing it. */
export function markOpen(dataDir: string): boolean {
  try {
    let isClean = true
    for (const name of readdirSync(dataDir)) {
      const processId = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN
      if (!Number.isInteger(processId) || processId === process.pid || isProcessAlive(processId)) continue
      isClean = false
      rmSync(join(dataDir, name), { force: true })
    }
    writeFileSync(markOf(dataDir), '', { mode: 0o600 })
    return isClean
  } catch {
    return false
  }
}

export function markClosed(dataDir: string): void {
  try {
    rmSync(markOf(dataDir), { force: true })
  } catch {
    // the next start then checks the database, no more
  }
}
