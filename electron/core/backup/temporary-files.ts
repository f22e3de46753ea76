/** Whole databases that lie in the data folder for as long as a copy or a restore takes; a crash leaves them, the next start removes them. */
import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isProcessAlive } from '../process-alive'
import { databaseFileName } from '../storage/open'

/** With the number of the process that made it. What was set aside has another name and stays. */
const pattern =
  /^(?:griot\.sqlite\.(?:copying|opened|restoring)|.*\.part)-(\d+)-[0-9a-f]{8}(?:-wal|-shm|-journal)?$|^\.replacing-(\d+)$/

const owned = (): string => `${process.pid}-${randomBytes(4).toString('hex')}`

/** A name that no file has. */
export function temporaryFile(dataDir: string, use: 'copying' | 'opened' | 'restoring'): string {
  return join(dataDir, `${databaseFileName}.${use}-${owned()}`)
}

/** What a file is called until it is whole; no file has that name. */
export function draftOf(path: string): string {
  return `${path}.part-${owned()}`
}

/** Those of processes that are gone. Never throws. */
export function removeLeftCopies(dataDir: string): void {
  for (const folder of [dataDir, join(dataDir, 'backups')])
    for (const name of namesIn(folder)) {
      const [, made, replacing] = pattern.exec(name) ?? []
      const owner = made ?? replacing
      if (owner !== undefined && !isProcessAlive(Number(owner))) remove(join(folder, name))
    }
}

/** Removes a copy that is not needed any more, as far as it can be. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) remove(path + suffix)
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // what can't be removed was not made by us, or is in the way of nothing
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
