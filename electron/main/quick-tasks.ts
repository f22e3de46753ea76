/** What the program's icon offers: jump list of Windows, dock menu of macOS. Linux has them in the desktop entry. */
import { Menu, app } from 'electron'
import type { Language } from '@shared/language'
import type { MenuCommand } from '@shared/window-contract'
import { linkTo, linkedPages, type LinkedPage } from './deep-link'
import { nativeWords } from './words'

export const quickPages = ['campaigns/new', 'contacts/import'] as const satisfies readonly LinkedPage[]

/** Again after a change of language. */
export function offerQuickTasks(language: Language, run: (command: MenuCommand) => void): void {
  const { menu } = nativeWords(language)
  const title = { 'campaigns/new': menu.newCampaign, 'contacts/import': menu.contactsImport }
  if (process.platform === 'win32' && app.isPackaged) {
    app.setUserTasks(
      quickPages.map((page) => ({
        program: process.execPath,
        arguments: linkTo(page),
        iconPath: process.execPath,
        iconIndex: 0,
        title: title[page],
        description: title[page],
      })),
    )
  }
  if (process.platform === 'darwin') {
    const items = quickPages.map((page) => ({ label: title[page], click: () => run(linkedPages[page]) }))
    app.dock?.setMenu(Menu.buildFromTemplate(items))
  }
}
