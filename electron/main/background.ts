/**
 * What shows that Griot works while its window is elsewhere: tray with the running campaigns, bar on the task bar or
 * dock icon, notifications, a computer that does not fall asleep while sending.
 */
import {
  Menu,
  Notification,
  Tray,
  nativeImage,
  powerSaveBlocker,
  type MenuItemConstructorOptions,
  type NativeImage,
} from 'electron'
import type { Language } from '@shared/language'
import { progressOf } from '@shared/domain/message'
import type { MainWindow } from './main-window'
import { resourceFile } from './paths'
import type { SendingCampaigns } from './sending-campaigns'
import { fill, nativeWords } from './words'

export interface BackgroundOptions {
  readonly window: MainWindow
  readonly sending: SendingCampaigns
  readonly language: () => Language
  /** The tray stays although nothing is being sent. */
  readonly keepTray: () => boolean
  readonly pauseAll: () => void
  readonly quit: () => void
}

export interface Background {
  /** Draws tray and task bar anew: after a change of language, of settings or of the window's visibility. */
  refresh(): void
  dispose(): void
}

export function showInBackground(options: BackgroundOptions): Background {
  const { window, sending, language } = options
  let tray: Tray | null = null
  let blocker: number | null = null

  function refreshTray(): void {
    const campaigns = sending.list()
    if (campaigns.length === 0 && !options.keepTray()) {
      tray?.destroy()
      tray = null
      return
    }
    if (!tray) {
      tray = new Tray(trayIcon())
      tray.on('click', () => window.show())
    }
    const progress = sending.progress()
    const words = nativeWords(language()).tray
    tray.setToolTip(progress ? fill(words.tooltip, language(), { ...progress }) : words.idle)
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu()))
  }

  function trayMenu(): MenuItemConstructorOptions[] {
    const words = nativeWords(language())
    const campaigns = sending.list().map(({ id, name, counts }): MenuItemConstructorOptions => ({
      label: fill(words.tray.campaign, language(), { name, ...progressOf(counts) }),
      click: () => {
        window.show()
        window.send('campaign.show', { id })
      },
    }))
    return [
      { label: words.tray.show, click: () => window.show() },
      { type: 'separator' },
      ...(campaigns.length > 0 ? campaigns : [{ label: words.tray.idle, enabled: false }]),
      { type: 'separator' },
      { label: words.menu.pauseAll, enabled: campaigns.length > 0, click: options.pauseAll },
      { label: words.menu.quit, click: options.quit },
    ]
  }

  function refreshTaskBar(): void {
    const progress = sending.progress()
    window.browserWindow()?.setProgressBar(progress ? progress.done / Math.max(1, progress.total) : -1)
  }

  function refreshPower(): void {
    const busy = sending.list().length > 0
    if (busy && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension')
    if (!busy && blocker !== null) {
      powerSaveBlocker.stop(blocker)
      blocker = null
    }
  }

  const refresh = (): void => {
    refreshTray()
    refreshTaskBar()
    refreshPower()
  }
  sending.onChange(refresh)
  return {
    refresh,
    dispose() {
      tray?.destroy()
      tray = null
      if (blocker !== null) powerSaveBlocker.stop(blocker)
      blocker = null
    },
  }
}

function trayIcon(): NativeImage {
  const icon = nativeImage.createFromPath(resourceFile('icons', '16x16.png'))
  icon.addRepresentation({
    scaleFactor: 2,
    buffer: nativeImage.createFromPath(resourceFile('icons', '32x32.png')).toPNG(),
  })
  return icon
}

/** Says something outside the window, where the system can; a click brings the window. */
export function notify(text: { readonly title: string; readonly body: string }, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification(text)
  notification.on('click', onClick)
  notification.show()
}
