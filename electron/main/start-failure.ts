/** Core did not start, or does not stay: shows start-failure-page.ts in a window of its own until the person chooses, and has it done. */
import { randomBytes } from 'node:crypto'
import { BrowserWindow, dialog, shell } from 'electron'
import type { LostPart } from '@shared/contract/backup'
import { toWireError, type WireError } from '@shared/errors'
import type { Language } from '@shared/language'
import type { Rescue } from './core-host'
import type { FileLog } from './log'
import { startChoiceOf, startFailurePage } from './start-failure-page'
import { nativeWords } from './words'

export interface StartFailureOptions {
  readonly error: WireError
  readonly language: Language
  readonly dataDir: string
  readonly log: FileLog
  /** The data are core's: main opens no database. */
  readonly rescue: Rescue
}

/** Resolves when opening core should be tried again, or the program end. A restored backup is to try again. */
export async function settleStartFailure(options: StartFailureOptions): Promise<'retry' | 'quit'> {
  const { dataDir, log, rescue } = options
  let { error } = options
  const refused = new Set<string>()
  for (;;) {
    const backups = await rescue.ask('rescue.backups', { dataDir }).catch((failure: unknown) => {
      // a process that can't even list them must not keep the page from being shown
      log.error('backups not listed', { failure })
      return []
    })
    const backup = backups.find(({ path }) => !refused.has(path))
    const choice = await ask({ ...options, error }, backup?.at ?? null)
    if (choice === 'retry' || choice === 'quit') return choice
    try {
      if (choice === 'startAnew') {
        log.warn('started anew', { setAside: await rescue.ask('rescue.startAnew', { dataDir }) })
        return 'retry'
      }
      if (!backup) return 'retry'
      refused.add(backup.path)
      const { setAside, lost } = await rescue.ask('rescue.restore', { dataDir, path: backup.path })
      log.warn('backup restored', { path: backup.path, setAside, lost })
      if (lost.length > 0) await tellLost(lost, options.language)
      return 'retry'
    } catch (failure) {
      log.error('data not put right', { failure })
      error = toWireError(failure)
    }
  }
}

/** What the damaged database kept to itself. */
async function tellLost(lost: readonly LostPart[], language: Language): Promise<void> {
  const { restoredWithout, lost: parts } = nativeWords(language).startFailure
  await dialog.showMessageBox({
    type: 'warning',
    title: 'Griot',
    message: restoredWithout,
    detail: lost.map((part) => parts[part]).join('\n\n'),
  })
}

function ask(
  { error, language, dataDir, log }: StartFailureOptions,
  backupAt: number | null,
): Promise<'restore' | 'startAnew' | 'retry' | 'quit'> {
  return new Promise((resolve) => {
    const window = new BrowserWindow({
      width: 680,
      height: 460,
      useContentSize: true,
      resizable: false,
      maximizable: false,
      fullscreenable: false,
      title: 'Griot',
      autoHideMenuBar: true,
      show: false,
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        devTools: false,
        spellcheck: false,
      },
    })
    window.once('ready-to-show', () => window.show())
    window.on('closed', () => resolve('quit'))
    window.webContents.on('will-navigate', (event, url) => {
      event.preventDefault()
      const choice = startChoiceOf(url)
      if (choice === 'openFolder') void shell.openPath(dataDir)
      else if (choice === 'openLogs') shell.showItemInFolder(log.file)
      else if (choice) {
        resolve(choice)
        window.destroy()
      }
    })
    const page = startFailurePage({ error, language, backupAt }, randomBytes(18).toString('base64'))
    void window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(page)}`)
  })
}
