/** Shows start-failure-page.ts in a window of its own until the person chooses. */
import { randomBytes } from 'node:crypto'
import { BrowserWindow, shell } from 'electron'
import { startChoiceOf, startFailurePage, type StartFailure } from './start-failure-page'

export interface StartFailureOptions extends StartFailure {
  readonly dataDir: string
  readonly logFile: string
}

/** Resolves with the person's choice; closing the window is to quit. The window stays while they look at a folder. */
export function askAfterStartFailure(options: StartFailureOptions): Promise<'restore' | 'retry' | 'quit'> {
  return new Promise((resolve) => {
    const window = new BrowserWindow({
      width: 680,
      height: 460,
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
    const choose = (choice: 'restore' | 'retry' | 'quit'): void => {
      resolve(choice)
      if (!window.isDestroyed()) window.destroy()
    }
    window.once('ready-to-show', () => window.show())
    window.on('closed', () => resolve('quit'))
    window.webContents.on('will-navigate', (event, url) => {
      event.preventDefault()
      const choice = startChoiceOf(url)
      if (choice === 'openFolder') void shell.openPath(options.dataDir)
      else if (choice === 'openLogs') shell.showItemInFolder(options.logFile)
      else if (choice) choose(choice)
    })
    const page = startFailurePage(options, randomBytes(18).toString('base64'))
    void window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(page)}`)
  })
}
