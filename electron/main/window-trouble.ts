/** The window's page died or hangs: says that nothing is lost and offers to open it again. */
import { app, dialog, type BrowserWindow } from 'electron'
import type { Log } from '@core/log'
import type { Language } from '@shared/language'
import { nativeWords } from './words'

/** Resolves once the person chose; with `reload` the page is already loading again. */
export async function askAboutGoneWindow(
  what: 'crashed' | 'unresponsive',
  window: BrowserWindow,
  language: Language,
  log: Log,
): Promise<'reload' | 'wait' | 'quit'> {
  log.error('window gone', { what })
  await app.whenReady()
  const words = nativeWords(language).crash
  const crashed = what === 'crashed'
  const choices = crashed ? (['reload', 'quit'] as const) : (['wait', 'reload'] as const)
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Griot',
    message: crashed ? words.message : words.unresponsive,
    detail: crashed ? words.detail : words.unresponsiveDetail,
    buttons: choices.map((choice) => words[choice]),
    defaultId: 0,
    noLink: true,
  })
  const choice = choices[response] ?? choices[0]
  if (choice !== 'reload' || window.isDestroyed()) return choice
  // a hanging page has to be ended before it can load again
  if (!crashed) window.webContents.forcefullyCrashRenderer()
  window.webContents.reload()
  return choice
}
