/** backup.copies, backup.chooseFolder, backup.saveCopies, backup.copyNow; and the copy that is made each day. */
import { randomBytes } from 'node:crypto'
import { leastPassphrase } from '@shared/contract/backup'
import { AppError } from '@shared/errors'
import type { CoreHandlers } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { defaultSettings, writeMark, writeSettings } from '../storage/setting'
import { copyIfDue, copyToFolder, folderCopies, markFolder, noteCopy } from './folder-copies'
import { eraseFromBackups } from './erase-from-backups'
import { forgetPassphrase, keepPassphrase, keptPassphrase } from './kept-passphrase'
import { folderCopyMark } from './marks'

type CopyHandlers = Pick<
  CoreHandlers,
  'backup.copies' | 'backup.chooseFolder' | 'backup.saveCopies' | 'backup.copyNow' | 'backup.erase'
>

/** How soon a stick that is plugged in gets its copy. A look costs one question to the file system. */
const lookEveryMs = 5 * 60 * 1000
/** After the day's own backup, whose first look is some seconds after the start. */
const firstLookMs = 30_000

export interface FolderCopying {
  readonly handlers: CopyHandlers
  /** Returns what ends it. */
  start(): () => void
}

export function createFolderCopying(context: CoreContext): FolderCopying {
  const { db, clock, actor, events, secrets, log, jobs } = context
  /** One copy at a time. */
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const next = last.then(work, work)
    last = next.catch(() => undefined)
    return next
  }
  const changed = (action: 'backup.folder' | 'settings.save', subject: string) => {
    appendAudit(db, { at: clock.now(), actor, action, subject })
    events.emit('data.changed', { noun: 'settings' })
    return folderCopies(context)
  }
  const look = (): Promise<void> =>
    inTurn(async () => {
      const news = await copyIfDue(context)
      // a drive that was away when somebody was erased
      await eraseFromBackups(context, { progress: () => undefined, check: () => undefined })
      if (news === null) return
      if (news.error !== null) log.warn('no copy in the chosen folder', { code: news.error.code })
      events.emit('backup.copied', news)
      events.emit('data.changed', { noun: 'settings' })
    }).catch((error: unknown) => log.warn('copy to the chosen folder failed', { error: String(error) }))

  return {
    handlers: {
      'backup.copies': () => Promise.resolve(folderCopies(context)),

      'backup.chooseFolder': async ({ path }) => {
        const { backups } = context.settings()
        if (path === null) {
          // a keychain that is gone keeps nothing either
          if (backups.protection === 'kept') await forgetPassphrase(secrets).catch(() => undefined)
          writeSettings(db, { backups: { ...defaultSettings.backups, id: backups.id } })
        } else {
          const id = backups.id === '' ? randomBytes(3).toString('hex') : backups.id
          markFolder(path, id)
          writeSettings(db, { backups: { ...backups, folder: path, id } })
        }
        writeMark(db, folderCopyMark, '')
        return changed('backup.folder', path ?? '')
      },

      'backup.saveCopies': async ({ keep, protection, passphrase }) => {
        const { backups } = context.settings()
        if (passphrase !== undefined && passphrase.length < leastPassphrase)
          throw new AppError('backup_passphrase_short', { least: leastPassphrase })
        if (protection === 'kept') {
          if (passphrase === undefined) await keptPassphrase(secrets)
          else await keepPassphrase(secrets, passphrase)
        } else if (backups.protection === 'kept') await forgetPassphrase(secrets)
        writeSettings(db, { backups: { ...backups, keep, protection } })
        return changed('settings.save', 'backups')
      },

      'backup.copyNow': ({ passphrase }) =>
        inTurn(async () => {
          const { protection } = context.settings().backups
          const known = protection === 'kept' ? await keptPassphrase(secrets) : null
          const made = await copyToFolder(context, passphrase ?? known)
          noteCopy(context, made.bytes)
          const { path, bytes } = made
          appendAudit(db, { at: clock.now(), actor, action: 'backup.create', subject: path, detail: { bytes } })
          events.emit('data.changed', { noun: 'settings' })
          return made
        }),

      'backup.erase': ({ jobId }) => inTurn(() => jobs.run(jobId, (job) => eraseFromBackups(context, job))),
    },

    start() {
      let stopped = false
      const again = async (): Promise<void> => {
        await look()
        if (!stopped) cancel = clock.after(lookEveryMs, () => void again())
      }
      let cancel = clock.after(firstLookMs, () => void again())
      return () => {
        stopped = true
        cancel()
      }
    },
  }
}
