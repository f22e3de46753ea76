/** One of many that fails is told apart, and neither undoes nor stops the others. */
import { AppError } from '@shared/errors'
import type { Db } from './open'
import { storageError } from './storage-error'

/**
 * Runs `work` in a savepoint of the transaction that is open. What it throws undoes this work alone and is returned; what
 * the disk refuses is thrown on, for then nothing of the transaction is kept.
 */
export function attemptOne(db: Db, work: () => void): Error | null {
  try {
    db.transaction(work)()
    return null
  } catch (thrown) {
    const error = storageError(thrown, db.name)
    if (error instanceof AppError && error.kind === 'storage') throw error
    return error instanceof Error ? error : new Error(String(error))
  }
}
