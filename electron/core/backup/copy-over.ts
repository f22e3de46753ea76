/**
 * Writes a database over another one that is open, in one transaction of SQLite's own copy, on a thread of its own: whoever reads
 * meanwhile sees the old content. Its journal is brought over there too, so that no commit on this thread has to.
 */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

/** Plain CommonJS, since a bundle has no file for it. More pages at once than any database has: nobody can write in its middle anyway. */
const thread = `
  const { workerData } = require('node:worker_threads')
  const Database = require(workerData.module)
  const source = new Database(workerData.from, workerData.options)
  source.backup(workerData.to, { progress: () => 2 ** 31 - 1 }).then(() => {
    source.close()
    try {
      const target = new Database(workerData.to, workerData.options)
      target.pragma('wal_checkpoint(PASSIVE)')
      target.close()
    } catch {
      // the copy is made: a later commit brings it over
    }
  })
`

/** Nobody may write to `to` meanwhile. Throws what SQLite says; nothing changed then. */
export function copyOver(from: string, to: string): Promise<void> {
  const nativeBinding = process.env.GRIOT_SQLITE_BINDING
  const worker = new Worker(thread, {
    eval: true,
    workerData: {
      from,
      to,
      module: createRequire(import.meta.url).resolve('better-sqlite3'),
      // none is made where there is none: an empty one would be copied
      options: { fileMustExist: true, ...(nativeBinding ? { nativeBinding } : {}) },
    },
  })
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('the thread ended'))))
  })
}
