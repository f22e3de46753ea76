/**
 * The application menu as data, in the person's language, with the platform's own roles and shortcuts. Pure: app.ts
 * installs what this returns.
 */
import type { MenuItemConstructorOptions as Item } from 'electron'
import type { Language } from '@shared/language'
import type { MenuCommand } from '@shared/window-contract'
import { nativeWords } from './words'

export interface MenuOptions {
  readonly language: Language
  readonly platform: NodeJS.Platform
  /** Adds reload and developer tools; never in packaged builds. */
  readonly developer: boolean
  readonly canUpdate: boolean
  readonly disabled: ReadonlySet<MenuCommand>
  readonly sending: boolean
  readonly run: (command: MenuCommand) => void
  readonly pauseAll: () => void
  readonly openLogs: () => void
  readonly checkForUpdates: () => void
  readonly quit: () => void
}

const separator: Item = { type: 'separator' }

export function menuTemplate(options: MenuOptions): Item[] {
  const mac = options.platform === 'darwin'
  return [
    ...(mac ? [applicationMenu(options)] : []),
    fileMenu(options, mac),
    editMenu(options, mac),
    viewMenu(options),
    campaignMenu(options),
    ...(mac ? [windowMenu(options)] : []),
    helpMenu(options, mac),
  ]
}

function command(options: MenuOptions, name: MenuCommand, label: string, accelerator?: string): Item {
  return {
    id: name,
    label,
    enabled: !options.disabled.has(name),
    click: () => options.run(name),
    ...(accelerator ? { accelerator } : {}),
  }
}

function quitItem(options: MenuOptions): Item {
  return { id: 'quit', label: nativeWords(options.language).menu.quit, accelerator: 'CmdOrCtrl+Q', click: options.quit }
}

function applicationMenu(options: MenuOptions): Item {
  const { menu } = nativeWords(options.language)
  return {
    label: 'Griot',
    submenu: [
      command(options, 'help.about', menu.about),
      ...updateItems(options),
      separator,
      command(options, 'section.settings', menu.settings, 'Cmd+,'),
      separator,
      { role: 'services', label: menu.services },
      separator,
      { role: 'hide', label: menu.hide },
      { role: 'hideOthers', label: menu.hideOthers },
      { role: 'unhide', label: menu.showAll },
      separator,
      quitItem(options),
    ],
  }
}

function fileMenu(options: MenuOptions, mac: boolean): Item {
  const { menu } = nativeWords(options.language)
  const end = mac
    ? [{ role: 'close', label: menu.close } satisfies Item]
    : [command(options, 'section.settings', menu.settings, 'Ctrl+,'), separator, quitItem(options)]
  return {
    label: menu.file,
    submenu: [
      command(options, 'campaign.new', menu.newCampaign, 'CmdOrCtrl+N'),
      command(options, 'file.open', menu.openFile, 'CmdOrCtrl+O'),
      separator,
      command(options, 'contacts.import', menu.contactsImport),
      command(options, 'view.export', menu.export, 'CmdOrCtrl+E'),
      command(options, 'backup.create', menu.createBackup),
      separator,
      ...end,
    ],
  }
}

function editMenu(options: MenuOptions, mac: boolean): Item {
  const { menu } = nativeWords(options.language)
  return {
    label: menu.edit,
    submenu: [
      { role: 'undo', label: menu.undo },
      { role: 'redo', label: menu.redo },
      separator,
      { role: 'cut', label: menu.cut },
      { role: 'copy', label: menu.copy },
      { role: 'paste', label: menu.paste },
      ...(mac ? [{ role: 'pasteAndMatchStyle', label: menu.pasteAndMatchStyle } satisfies Item] : []),
      { role: 'delete', label: menu.delete },
      { role: 'selectAll', label: menu.selectAll },
      separator,
      command(options, 'edit.find', menu.find, 'CmdOrCtrl+F'),
    ],
  }
}

function viewMenu(options: MenuOptions): Item {
  const { menu, sections } = nativeWords(options.language)
  const places = ['home', 'campaigns', 'contacts', 'templates', 'history', 'archives', 'accounts'] as const
  return {
    label: menu.view,
    submenu: [
      command(options, 'palette.open', menu.palette, 'CmdOrCtrl+K'),
      separator,
      ...places.map((place, index) => command(options, `section.${place}`, sections[place], `CmdOrCtrl+${index + 1}`)),
      separator,
      command(options, 'zoom.in', menu.zoomIn, 'CmdOrCtrl+Plus'),
      command(options, 'zoom.out', menu.zoomOut, 'CmdOrCtrl+-'),
      command(options, 'zoom.reset', menu.resetZoom, 'CmdOrCtrl+0'),
      separator,
      { role: 'togglefullscreen', label: menu.fullScreen },
      ...(options.developer
        ? [separator, { role: 'reload' } satisfies Item, { role: 'toggleDevTools' } satisfies Item]
        : []),
    ],
  }
}

function campaignMenu(options: MenuOptions): Item {
  const { menu } = nativeWords(options.language)
  return {
    label: menu.campaign,
    submenu: [{ id: 'campaign.pauseAll', label: menu.pauseAll, enabled: options.sending, click: options.pauseAll }],
  }
}

function windowMenu(options: MenuOptions): Item {
  const { menu } = nativeWords(options.language)
  return {
    label: menu.window,
    role: 'windowMenu',
    submenu: [
      { role: 'minimize', label: menu.minimize },
      { role: 'zoom', label: menu.zoom },
      separator,
      { role: 'front', label: menu.bringAllToFront },
    ],
  }
}

function helpMenu(options: MenuOptions, mac: boolean): Item {
  const { menu } = nativeWords(options.language)
  return {
    label: menu.help,
    role: 'help',
    submenu: [
      command(options, 'help.guide', menu.guide, 'F1'),
      command(options, 'help.shortcuts', menu.shortcuts),
      command(options, 'help.tour', menu.tour),
      separator,
      { id: 'logs.open', label: menu.openLogs, click: options.openLogs },
      ...(mac ? [] : [...updateItems(options), separator, command(options, 'help.about', menu.about)]),
    ],
  }
}

function updateItems(options: MenuOptions): Item[] {
  const { menu } = nativeWords(options.language)
  return options.canUpdate ? [{ id: 'updates.check', label: menu.checkForUpdates, click: options.checkForUpdates }] : []
}
