/**
 * Reads a database whole to see that it is sound, on a thread of its own: a history of 1,000,000 messages takes seconds,
 * and the window goes on answering meanwhile.
 */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

/** Plain CommonJS, since a bundle has no file for it. Whatever fails there is told by the thread's end. */
const thread = `
  const { parentPort, workerData } = require('node:worker_threads')
  const Database = require(workerData.module)
  const db = new Database(workerData.path, workerData.options)
  const verdict = db.pragma(workerData.check + '(1)', { simple: true })
  db.close()
  parentPort.postMessage(verdict)
`

/**
 * False where the database is damaged or could not be read; opening it again gives the error. `integrity_check` compares indexes
 * with their tables too.
 */
export function isCopySound(path: string, check: 'quick_check' | 'integrity_check' = 'quick_check'): Promise<boolean> {
  const nativeBinding = process.env.GRIOT_SQLITE_BINDING
  const worker = new Worker(thread, {
    eval: true,
    workerData: {
      path,
      check,
      module: createRequire(import.meta.url).resolve('better-sqlite3'),
      options: { readonly: true, ...(nativeBinding ? { nativeBinding } : {}) },
    },
  })
  return new Promise((resolve) => {
    worker.once('message', (verdict: unknown) => resolve(verdict === 'ok'))
    worker.once('error', () => resolve(false))
    worker.once('exit', () => resolve(false))
  })
}
