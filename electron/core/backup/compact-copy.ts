/**
 * Writes a copy of the database anew, on a thread of its own: what was deleted in it is then in no freed page, and in no part of
 * the text index that waits to be merged.
 */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

/** Plain CommonJS, since a bundle has no file for it. */
const thread = `
  const { workerData } = require('node:worker_threads')
  const Database = require(workerData.module)
  const db = new Database(workerData.path, workerData.options)
  db.pragma('journal_mode = DELETE')
  db.exec("INSERT INTO message_search (message_search) VALUES ('optimize')")
  db.exec('VACUUM')
  db.close()
`

/** Nobody else has the file open. Throws what SQLite says. */
export function compactCopy(path: string): Promise<void> {
  const nativeBinding = process.env.GRIOT_SQLITE_BINDING
  const worker = new Worker(thread, {
    eval: true,
    workerData: {
      path,
      module: createRequire(import.meta.url).resolve('better-sqlite3'),
      options: nativeBinding ? { nativeBinding } : {},
    },
  })
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('the thread ended'))))
  })
}
