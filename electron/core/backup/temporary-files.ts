/** Whole databases that lie in the data folder for as long as a copy or a restore takes; a crash leaves them, the next start removes them. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isProcessAlive } from '../process-alive'
import { databaseFileName } from '../storage/open'
import { removeDatabase } from './restore-backup'

const pattern = /^griot\.sqlite\.(?:copying|opened)-(\d+)-\d+$/
let made = 0

/** No two of this process are the same. */
export function temporaryFile(dataDir: string, use: 'copying' | 'opened'): string {
  made += 1
  return join(dataDir, `${databaseFileName}.${use}-${process.pid}-${made}`)
}

/** Those of processes that are gone. Never throws. */
export function removeLeftCopies(dataDir: string): void {
  for (const name of namesIn(dataDir)) {
    const owner = pattern.exec(name)?.[1]
    if (owner !== undefined && !isProcessAlive(Number(owner))) removeDatabase(join(dataDir, name))
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
