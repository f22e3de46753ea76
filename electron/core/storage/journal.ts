/**
 * Brings journal (WAL) pages over to the database a little at a time, for a connection that writes much. SQLite does this
 * by itself at some commit, with the event loop waiting for the disk twice; here the larger wait, for the journal, is made
 * off the loop beforehand, and the pieces are small.
 */
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { databaseFileName, type Db } from './open'

/** Pages of 4 KiB between two checkpoints: what the disk takes in some ten milliseconds. */
const pagesAtOnce = 1000

export interface Journal {
  /** Call it after each transaction, with the rows that it wrote. */
  written(rows: number): Promise<void>
  close(): Promise<void>
}

/** `db` should have no checkpoints of its own (wal_autocheckpoint 0). */
export function keepJournalShort(db: Db, dataDir: string): Journal {
  let file: FileHandle | null = null
  let rowsSince = 0
  // learnt from what the first checkpoints find
  let rowsAtOnce = 1000
  return {
    async written(rows) {
      rowsSince += rows
      if (rowsSince < rowsAtOnce) return
      // the journal only: SQLite's locks are on other files, and closing a file of a process gives up its locks
      file ??= await open(join(dataDir, `${databaseFileName}-wal`), 'r+')
      await file.datasync()
      const [found] = db.pragma('wal_checkpoint(PASSIVE)') as { log: number }[]
      const pages = found?.log ?? 0
      if (pages > 0) rowsAtOnce = Math.max(100, Math.min(rowsAtOnce * 2, (rowsSince * pagesAtOnce) / pages))
      rowsSince = 0
    },
    async close() {
      await file?.close()
    },
  }
}
