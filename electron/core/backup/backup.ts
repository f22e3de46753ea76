/** backup.create and backup.restore. */
import { dataNouns, type CoreHandlers } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { createBackup } from './create-backup'
import { restoreIntoOpen } from './restore-open'

/** `afterRestore`: what must end because the restored settings say otherwise. */
export function backupHandlers(
  context: CoreContext,
  afterRestore: () => Promise<unknown> = () => Promise.resolve(),
): Pick<CoreHandlers, 'backup.create' | 'backup.restore'> {
  const { db, clock, actor, events } = context
  return {
    'backup.create': async ({ path }) => {
      const backup = await createBackup(db, path)
      appendAudit(db, {
        at: clock.now(),
        actor,
        action: 'backup.create',
        subject: path,
        detail: { bytes: backup.bytes },
      })
      return backup
    },
    'backup.restore': async ({ path }) => {
      const setAside = await restoreIntoOpen(context, path)
      await afterRestore()
      for (const noun of dataNouns) events.emit('data.changed', { noun })
      return { setAside }
    },
  }
}
