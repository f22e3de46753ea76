/** Answers to the requests that only the main process can: dialogs, clipboard, folders, menu, updates. */
import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { clipboard, dialog, shell, type BrowserWindow } from 'electron'
import { AppError } from '@shared/errors'
import type { GatewayDescription } from '@shared/domain/account'
import type { AppInfo, MenuCommand, QuitDecision, WindowRequestName } from '@shared/window-contract'
import type { FileGrants, FilePurpose } from './file-grants'
import { licencesOf } from './licences'
import { licencesDir } from './paths'
import type { Handlers } from './request-gate'
import type { Updates } from './updates'

const longestPaste = 5_000_000

export interface WindowHandlerOptions {
  readonly info: () => AppInfo
  readonly window: () => BrowserWindow | null
  readonly grants: FileGrants
  readonly updates: Updates
  readonly gateways: () => Promise<readonly GatewayDescription[]>
  readonly onReady: () => void
  readonly quit: () => void
  readonly holdQuit: (hold: boolean) => void
  readonly decideQuit: (decision: QuitDecision) => Promise<void>
  readonly disableCommands: (disabled: ReadonlySet<MenuCommand>) => void
  readonly installUpdate: () => Promise<void>
  readonly diagnostics: () => Promise<string>
}

export function windowHandlers(options: WindowHandlerOptions): Pick<Handlers, WindowRequestName> {
  const { grants, updates } = options
  const grantFirst = (path: string | undefined, purpose: FilePurpose): string | null => {
    if (!path) return null
    grants.grant(path, purpose)
    return path
  }
  return {
    'app.info': () => atOnce(options.info),
    'app.ready': () => atOnce(options.onReady),
    'app.quit': () => atOnce(options.quit),
    'app.holdQuit': ({ hold }) => atOnce(() => options.holdQuit(hold)),
    'app.quitDecision': ({ decision }) => options.decideQuit(decision),

    'dialog.openFile': async ({ title, filters }) => {
      const settings = { title, filters, properties: ['openFile' as const] }
      const parent = options.window()
      const { filePaths } = await (parent ? dialog.showOpenDialog(parent, settings) : dialog.showOpenDialog(settings))
      return grantFirst(filePaths[0], 'read')
    },
    'dialog.saveFile': async ({ title, defaultName, filters }) => {
      const settings = { title, filters, defaultPath: fileNameOf(defaultName) }
      const parent = options.window()
      const { filePath } = await (parent ? dialog.showSaveDialog(parent, settings) : dialog.showSaveDialog(settings))
      return grantFirst(filePath, 'write')
    },

    'dialog.openFolder': async ({ title }) => {
      const settings = { title, properties: ['openDirectory' as const, 'createDirectory' as const] }
      const parent = options.window()
      const { filePaths } = await (parent ? dialog.showOpenDialog(parent, settings) : dialog.showOpenDialog(settings))
      return grantFirst(filePaths[0], 'write')
    },

    'print.exportPdf': async ({ path }) => {
      const page = options.window()?.webContents
      if (!page) throw new AppError('file_write_failed', { file: basename(path) })
      const pdf = await page.printToPDF({
        pageSize: 'A4',
        printBackground: true,
        margins: { top: 0.6, bottom: 0.6, left: 0.6, right: 0.6 },
      })
      await writeOut(path, pdf)
    },

    'shell.showItem': ({ path }) => atOnce(() => shell.showItemInFolder(path)),
    'shell.openGatewaySite': async ({ gateway }) => {
      const site = (await options.gateways()).find(({ id }) => id === gateway)?.website
      if (!site?.startsWith('https://')) throw new AppError('unknown_gateway', { gateway })
      await shell.openExternal(site)
    },
    'diagnostics.copy': async () => {
      await clipboard.writeText(await options.diagnostics())
    },
    'diagnostics.export': async ({ path }) => writeOut(path, await options.diagnostics()),
    'licences.list': () => atOnce(() => licencesOf(licencesDir)),
    'dataDir.open': () => openFolder(options.info().dataDir),
    'logs.open': () => atOnce(() => shell.showItemInFolder(options.info().logFile)),

    // old Electron answers at once, new Electron with a promise
    'clipboard.readText': async () => (await clipboard.readText()).slice(0, longestPaste),
    'clipboard.writeText': async ({ text }) => {
      await clipboard.writeText(text)
    },

    'menu.setState': ({ disabled }) => atOnce(() => options.disableCommands(new Set(disabled))),
    'updates.check': () => updates.check(),
    'updates.download': () => updates.download(),
    'updates.install': () => options.installUpdate(),
  }
}

function atOnce<Value>(work: () => Value): Promise<Value> {
  return new Promise((resolve) => resolve(work()))
}

async function writeOut(path: string, content: string | Buffer): Promise<void> {
  await writeFile(path, content).catch((error: unknown) => {
    throw new AppError('file_write_failed', { file: basename(path) }, { cause: error })
  })
}

async function openFolder(path: string): Promise<void> {
  const problem = await shell.openPath(path)
  if (problem !== '') throw new AppError('file_not_found', { file: path })
}

/** What a system accepts as a file's name: no separators, no characters that Windows refuses. */
function fileNameOf(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what must go
  return name.replace(/[\u0000-\u001f<>:"/\\|?*]/g, '-').replace(/[. ]+$/, '') || 'griot'
}
