/** backup.copies, backup.chooseFolder, backup.saveCopies, backup.copyNow, backup.removeCopies, backup.erase; and the copy that is made each day. */
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { leastPassphrase } from '@shared/contract/backup'
import { AppError, type ErrorCode } from '@shared/errors'
import type { CoreHandlers } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { defaultSettings, writeMark, writeSettings } from '../storage/setting'
import { copyIfDue, copyToFolder, folderCopies, markFolder, noteCopy } from './folder-copies'
import { eraseFromBackups, reachable } from './erase-from-backups'
import { forgetPassphrase, keepPassphrase, keptPassphrase, refuseOtherInEnvironment } from './kept-passphrase'
import { folderCopyMark } from './marks'

type CopyHandlers = Pick<
  CoreHandlers,
  | 'backup.copies'
  | 'backup.chooseFolder'
  | 'backup.saveCopies'
  | 'backup.copyNow'
  | 'backup.removeCopies'
  | 'backup.erase'
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
  const seen = new Set<string>()
  let lastTold: ErrorCode | null | undefined
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
      const code = news?.error?.code ?? null
      // one that could not be noted comes again at every look
      if (news !== null && code !== lastTold) {
        lastTold = code
        if (news.error !== null) log.warn('no copy in the chosen folder', { code: news.error.code })
        events.emit('backup.copied', news)
        events.emit('data.changed', { noun: 'settings' })
      }
      // a drive that was away when somebody was erased
      await eraseFromBackups(context, { progress: () => undefined, check: () => undefined, seen })
    }).catch((error: unknown) => log.warn('copy to the chosen folder failed', { error: String(error) }))

  return {
    handlers: {
      'backup.copies': () => Promise.resolve(folderCopies(context)),

      'backup.chooseFolder': async ({ path }) => {
        const { backups } = context.settings()
        if (path === null) {
          if (backups.protection === 'kept') await forgetPassphrase(secrets)
          writeSettings(db, { backups: { ...defaultSettings.backups, id: backups.id } })
        } else {
          const id = backups.id === '' ? randomBytes(3).toString('hex') : backups.id
          markFolder(path, { id, dataDir: context.dataDir })
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
          refuseOtherInEnvironment(passphrase)
          if (passphrase === undefined) await keptPassphrase(secrets)
          else await keepPassphrase(secrets, passphrase)
        } else if (backups.protection === 'kept') await forgetPassphrase(secrets)
        writeSettings(db, { backups: { ...backups, keep, protection } })
        return changed('settings.save', 'backups')
      },

      'backup.copyNow': ({ passphrase }) =>
        inTurn(async () => {
          const { protection } = context.settings().backups
          const given = passphrase ?? (protection === 'kept' ? await keptPassphrase(secrets) : null)
          const made = await copyToFolder(context, given)
          noteCopy(context, made.bytes)
          const { path, bytes } = made
          appendAudit(db, { at: clock.now(), actor, action: 'backup.create', subject: path, detail: { bytes } })
          events.emit('data.changed', { noun: 'settings' })
          return made
        }),

      'backup.removeCopies': ({ files }) => inTurn(() => Promise.resolve(removeCopies(context, files))),

      'backup.erase': ({ jobId }) =>
        inTurn(() => jobs.run(jobId, (job) => eraseFromBackups(context, { ...job, seen }))),
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

/** Only what Griot made itself, in its data folder and in the folder for copies. A file that stays, stays listed. */
function removeCopies(context: CoreContext, files: readonly string[]): { removed: number } {
  const { db, clock, actor, events } = context
  const own = reachable(context).filter(({ path }) => files.includes(path))
  let removed = 0
  for (const { path } of own) {
    try {
      rmSync(path)
    } catch (error) {
      throw new AppError('file_write_failed', { file: path }, { cause: error })
    }
    removed += 1
    appendAudit(db, { at: clock.now(), actor, action: 'backup.remove', subject: path })
  }
  events.emit('data.changed', { noun: 'settings' })
  return { removed }
}
