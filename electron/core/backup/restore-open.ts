/**
 * Restoring while the program runs: the backup's content is written over the open database in one transaction of SQLite's
 * own copy, so that window and command line, both open, see the old data or the restored, never a mixture. What was there
 * is copied aside first.
 */
import { join } from 'node:path'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { listAccounts } from '../storage/account'
import { appendAudit } from '../storage/audit'
import { connect, databaseFileName } from '../storage/open'
import { erasedPhones } from '../storage/erase'
import { readSettings } from '../storage/setting'
import { statement } from '../storage/statement'
import { storageError } from '../storage/storage-error'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { isCopySound } from './check-copy'
import { createBackup } from './create-backup'
import type { OpenedBackup } from './open-backup'
import { prepareRestore, removeDatabase } from './restore-backup'

/** More than any database has: the whole copy in one step, since nobody can write in its middle anyway. */
const allPages = 2 ** 31 - 1

/**
 * Returns where the former content is. Throws AppError `campaign_busy` while a campaign is being sent, `backup_invalid`
 * and `backup_foreign` (nothing changed), and the storage kinds.
 */
export async function restoreIntoOpen(
  { db, dataDir, clock, actor }: CoreContext,
  { path, file }: Pick<OpenedBackup, 'path' | 'file'>,
): Promise<string> {
  const now = clock.now()
  const sending = statement(db, "SELECT id FROM campaign WHERE state = 'sending' LIMIT 1").pluck().get() as
    number | undefined
  if (sending !== undefined) throw new AppError('campaign_busy', { campaign: sending })
  const target = join(dataDir, databaseFileName)
  const draft = `${target}.restoring-${now}`
  const aside = `${target}.set-aside-${now}`
  try {
    const present = { accounts: listAccounts(db), backups: readSettings(db).backups, erased: erasedPhones(db) }
    const steps = prepareRestore({ path, file, draft, now, present })
    for (let step = steps.next(); step.done !== true;) {
      const check = step.value
      if (check === undefined) await yieldToEventLoop()
      step = steps.next(check === undefined ? undefined : await isCopySound(check.file, check.check))
    }
    await createBackup(db, aside, now)
    const source = connect(draft)
    try {
      await source.backup(target, { progress: () => allPages })
    } finally {
      source.close()
    }
    appendAudit(db, { at: now, actor, action: 'backup.restore', subject: path })
    return aside
  } catch (error) {
    throw storageError(error, target)
  } finally {
    removeDatabase(draft)
  }
}
