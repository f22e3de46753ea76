/**
 * Restoring while the program runs: the backup's content is written over the open database in one transaction of SQLite's
 * own copy. What was there is copied aside first, and from then on SQLite refuses every write of this process, so that nothing is
 * written that would be in neither. No other process may have the database open.
 */
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { databaseFileName } from '../storage/open'
import { claimAlone } from '../storage/open-mark'
import { statement } from '../storage/statement'
import { storageError } from '../storage/storage-error'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { isCopySound, isSoundNow } from './check-copy'
import { copyOver } from './copy-over'
import { createBackup } from './create-backup'
import type { OpenedBackup } from './open-backup'
import { presentOf, type Present } from './present'
import { prepareRestore } from './restore-backup'
import { removeDatabase, temporaryFile } from './temporary-files'

/**
 * Returns where the former content is. Throws AppError `data_in_use`, `campaign_busy` while a campaign is being sent or waits for answers, `data_busy`
 * while long work runs, `backup_invalid` and `backup_foreign`, and the storage kinds: nothing changed then.
 */
export async function restoreIntoOpen(
  { db, dataDir, clock, actor, jobs }: CoreContext,
  { path, file }: Pick<OpenedBackup, 'path' | 'file'>,
): Promise<string> {
  const now = clock.now()
  const target = join(dataDir, databaseFileName)
  const draft = temporaryFile(dataDir, 'restoring')
  const aside = `${target}.set-aside-${now}`
  const refuseBusy = (): void => {
    // a campaign that was just paused still waits for answers, which belong to its messages in this database
    const sending = statement(
      db,
      `SELECT id FROM campaign WHERE state = 'sending'
       UNION ALL SELECT campaign_id FROM message_count WHERE state = 'sending' AND messages > 0 LIMIT 1`,
    )
      .pluck()
      .get() as number | undefined
    if (sending !== undefined) throw new AppError('campaign_busy', { campaign: sending })
    const importing = statement(db, 'SELECT 1 FROM contact_import LIMIT 1').get() !== undefined
    if (importing || jobs.running()) throw new AppError('data_busy')
  }
  refuseBusy()
  const claim = claimAlone(dataDir)
  // from then on the copy aside may be all there is of the former data
  let hasBegun = false
  try {
    const present = (): Present => {
      db.pragma('query_only = ON')
      refuseBusy()
      return presentOf(db)
    }
    const steps = prepareRestore({ path, file, draft, now, actor, present })
    for (let step = steps.next(); step.done !== true;) {
      const check = step.value
      if (check === undefined) await yieldToEventLoop()
      step = steps.next(
        check === undefined
          ? undefined
          : (await isCopySound(check.file, check.check)) || isSoundNow(check.file, check.check),
      )
    }
    await createBackup(db, aside, now)
    hasBegun = true
    await copyOver(draft, target)
    return aside
  } catch (error) {
    throw storageError(error, target)
  } finally {
    if (db.open) db.pragma('query_only = OFF')
    if (!hasBegun) removeDatabase(aside)
    removeDatabase(draft)
    claim.release()
  }
}
