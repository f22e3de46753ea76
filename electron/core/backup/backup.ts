/** backup.create, backup.inspect, backup.forget and backup.restore. */
import { statSync } from 'node:fs'
import { dataNouns, type CoreHandlers } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { contentsOf, isEncrypted, openBackup, type OpenedBackup } from './open-backup'
import { restoreIntoOpen } from './restore-open'
import { readyPath, saveBackup } from './save-backup'

type BackupHandlers = Pick<CoreHandlers, 'backup.create' | 'backup.inspect' | 'backup.forget' | 'backup.restore'>

/** `afterRestore`: what must end because the restored settings say otherwise. */
export function backupHandlers(
  context: CoreContext,
  afterRestore: () => Promise<unknown> = () => Promise.resolve(),
): BackupHandlers {
  const { dataDir, clock, actor, events, db, log } = context
  let looked: OpenedBackup | null = null
  const forget = (): void => {
    looked?.close()
    looked = null
  }
  return {
    'backup.create': async ({ path, passphrase = null }) => {
      readyPath(path, dataDir)
      const bytes = await saveBackup(context, path, passphrase)
      appendAudit(db, { at: clock.now(), actor, action: 'backup.create', subject: path, detail: { bytes } })
      return { path, bytes, encrypted: passphrase !== null }
    },

    'backup.inspect': async ({ path, passphrase }) => {
      forget()
      const facts = { path, keptIn: dataDir }
      if (passphrase === undefined && (await isEncrypted(path, dataDir)))
        return { ...facts, bytes: statSync(path).size, encrypted: true, contents: null }
      const opened = await openBackup({ dataDir, path, passphrase })
      try {
        const contents = contentsOf(opened)
        looked = opened
        return { ...facts, bytes: statSync(path).size, encrypted: opened.encrypted, contents }
      } catch (error) {
        opened.close()
        throw error
      }
    },

    'backup.forget': async () => {
      await Promise.resolve()
      forget()
    },

    'backup.restore': async ({ path, passphrase }) => {
      const opened = looked?.path === path ? looked : await openBackup({ dataDir, path, passphrase })
      try {
        const setAside = await restoreIntoOpen(context, opened)
        // it is done, whatever happens to this
        await afterRestore().catch((error: unknown) => log.error('not ended after a restore', { error: String(error) }))
        for (const noun of dataNouns) events.emit('data.changed', { noun })
        return { setAside }
      } finally {
        opened.close()
        if (opened === looked) looked = null
      }
    },
  }
}
