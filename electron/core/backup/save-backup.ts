/** A backup where a person wants it: a sound copy beside the database first, then brought there. */
import { leastPassphrase } from '@shared/contract/backup'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { createBackup } from './create-backup'
import { deliverCopy } from './deliver-copy'
import { removeDatabase } from './restore-backup'
import { temporaryFile } from './temporary-files'

/** Returns the file's size. Throws AppError backup_passphrase_short, and as `createBackup` and `deliverCopy`. */
export async function saveBackup(
  { db, dataDir, clock }: Pick<CoreContext, 'db' | 'dataDir' | 'clock'>,
  path: string,
  passphrase: string | null,
): Promise<number> {
  if (passphrase !== null && passphrase.length < leastPassphrase)
    throw new AppError('backup_passphrase_short', { least: leastPassphrase })
  const copy = temporaryFile(dataDir, 'copying')
  try {
    await createBackup(db, copy, clock.now())
    return await deliverCopy({ from: copy, to: path, passphrase })
  } finally {
    removeDatabase(copy)
  }
}
