/**
 * Reads a database whole to see that it is sound, on a thread of its own: a history of 1,000,000 messages takes seconds,
 * and the window goes on answering meanwhile.
 */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { connect } from '../storage/open'

/** Plain CommonJS, since a bundle has no file for it. Whatever fails there is told by the thread's end. */
const thread = `
  const { parentPort, workerData } = require('node:worker_threads')
  const Database = require(workerData.module)
  const db = new Database(workerData.path, workerData.options)
  const found = db.pragma(workerData.sql).map((row) => Object.values(row)[0])
  db.close()
  parentPort.postMessage(found)
`

/** `integrity_check` compares indexes with their tables too; `foreign_key_check` looks for rows that refer to nothing. */
export type CopyCheck = 'quick_check' | 'integrity_check' | 'foreign_key_check'

const pragmaOf = (check: CopyCheck): string => (check === 'foreign_key_check' ? check : `${check}(1)`)
const isGood = (found: readonly unknown[], check: CopyCheck): boolean =>
  check === 'foreign_key_check' ? found.length === 0 : found[0] === 'ok'

/** The same on this thread. Throws what SQLite says. */
export function isSoundNow(path: string, check: CopyCheck): boolean {
  const db = connect(path, { readonly: true })
  try {
    const rows = db.pragma(pragmaOf(check)) as object[]
    return isGood(
      rows.map((row) => Object.values(row)[0] as unknown),
      check,
    )
  } finally {
    db.close()
  }
}

/** False where the database is damaged or could not be read; opening it again gives the error. */
export function isCopySound(path: string, check: CopyCheck = 'quick_check'): Promise<boolean> {
  const nativeBinding = process.env.GRIOT_SQLITE_BINDING
  const worker = new Worker(thread, {
    eval: true,
    workerData: {
      path,
      sql: pragmaOf(check),
      module: createRequire(import.meta.url).resolve('better-sqlite3'),
      options: { readonly: true, ...(nativeBinding ? { nativeBinding } : {}) },
    },
  })
  return new Promise((resolve) => {
    worker.once('message', (found: unknown[]) => resolve(isGood(found, check)))
    worker.once('error', () => resolve(false))
    worker.once('exit', () => resolve(false))
  })
}
