/**
 * Newer versions: looked for, fetched and installed only when the person says so each time. Packaged builds that know
 * where to look (`app-update.yml`, written by electron-builder) can do it; others say that they can't.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import type { AppUpdater } from 'electron-updater'
import type { Log } from '@core/log'
import { AppError } from '@shared/errors'
import type { UpdateState } from '@shared/window-contract'
import type { SendingCampaigns } from './sending-campaigns'

export interface Updates {
  readonly possible: boolean
  /** What it finds is told to `onChange`, failures too. */
  check(): Promise<void>
  /** Progress, end and failure are told to `onChange`. */
  download(): Promise<void>
  /** Replaces the program and starts it again; everything must be closed before. */
  install(): Promise<void>
}

/** Throws AppError update_while_sending, with nothing closed, while anything is being sent. */
export async function installWhenIdle(
  sending: Pick<SendingCampaigns, 'list'>,
  install: () => Promise<void>,
): Promise<void> {
  if (sending.list().length > 0) throw new AppError('update_while_sending')
  await install()
}

export function createUpdates(log: Log, onChange: (state: UpdateState) => void): Updates {
  const possible = app.isPackaged && existsSync(join(process.resourcesPath, 'app-update.yml'))
  let state: UpdateState = possible ? { kind: 'none' } : { kind: 'unsupported' }
  let updater: Promise<AppUpdater> | null = null

  const become = (next: UpdateState): void => {
    state = next
    onChange(next)
  }
  async function loaded(): Promise<AppUpdater> {
    const { autoUpdater } = await import('electron-updater')
    autoUpdater.autoDownload = false
    autoUpdater.autoInstallOnAppQuit = false
    autoUpdater.logger = {
      info: (message: unknown) => log.info('updater', { said: message }),
      warn: (message: unknown) => log.warn('updater', { said: message }),
      error: (message: unknown) => log.error('updater', { said: message }),
    }
    autoUpdater.on('download-progress', ({ percent }) => {
      if (state.kind === 'downloading') become({ ...state, done: Math.min(1, percent / 100) })
    })
    return autoUpdater
  }
  const get = (): Promise<AppUpdater> => (updater ??= loaded())
  const attempt = async (work: () => Promise<UpdateState>): Promise<void> => {
    if (!possible) return
    try {
      become(await work())
    } catch (error) {
      log.warn('update failed', { error })
      become({ kind: 'failed' })
    }
  }

  return {
    possible,
    check: () =>
      attempt(async () => {
        if (state.kind === 'downloading' || state.kind === 'ready') return state
        const found = await (await get()).checkForUpdates()
        return found?.isUpdateAvailable ? { kind: 'available', version: found.updateInfo.version } : { kind: 'none' }
      }),
    download: () =>
      attempt(async () => {
        if (state.kind !== 'available') return state
        const { version } = state
        become({ kind: 'downloading', version, done: 0 })
        await (await get()).downloadUpdate()
        return { kind: 'ready', version }
      }),
    async install() {
      try {
        if (state.kind === 'ready') (await get()).quitAndInstall()
      } catch (error) {
        // everything is closed already: a program without a window would keep the data folder
        log.error('update was not installed', { error })
        app.quit()
      }
    },
  }
}
