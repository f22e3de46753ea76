/** What the system is asked to show outside the window, where no test can look: tray, task bar, notifications. */
import type { ElectronApplication } from 'playwright-core'

export interface SeenOutside {
  /** Labels of the tray's menu, each time that it was drawn, newest last. */
  readonly trayMenus: readonly (readonly string[])[]
  /** Values of the bar on the task bar or dock icon: 0 to 1, -1 for none. */
  readonly progress: readonly number[]
  readonly notifications: readonly string[]
}

/** From now on; the result reads what was shown so far. */
export async function watchOutside(app: ElectronApplication): Promise<() => Promise<SeenOutside>> {
  await app.evaluate(({ BrowserWindow, Menu, Notification, Tray }) => {
    const seen = { trayMenus: [] as string[][], progress: [] as number[], notifications: [] as string[] }
    Object.assign(globalThis, { seenOutside: seen })
    const tray = Tray.prototype
    const setContextMenu = Reflect.get(tray, 'setContextMenu')
    tray.setContextMenu = function (menu) {
      if (menu instanceof Menu) seen.trayMenus.push(menu.items.map(({ label }) => label))
      setContextMenu.call(this, menu)
    }
    const [window] = BrowserWindow.getAllWindows()
    const setProgressBar = window?.setProgressBar.bind(window)
    if (window)
      window.setProgressBar = (value) => {
        seen.progress.push(value)
        setProgressBar?.(value)
      }
    Notification.isSupported = () => true
    Notification.prototype.show = function () {
      seen.notifications.push(`${this.title}\n${this.body}`)
    }
  })
  return () => app.evaluate(() => (globalThis as unknown as { seenOutside: SeenOutside }).seenOutside)
}
