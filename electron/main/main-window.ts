/**
 * The one window: opened where it was, sandboxed, loaded from `app://griot/`, shown when it has something to show.
 * Events for it wait until the page says that it listens.
 */
import { BrowserWindow, nativeTheme, screen, type Event } from 'electron'
import { eventChannel, eventNamesArgument, requestNamesArgument, systemLanguageArgument } from '@shared/bridge-names'
import type { Language } from '@shared/language'
import { eventNames, requestNames, type AllEvents, type EventName } from '@shared/window-contract'
import { pageAddress } from './page-address'
import { preloadFile, resourceFile } from './paths'
import type { ShellStateFile } from './shell-state'
import { openingBounds, smallestWindow } from './window-bounds'

/** The page's colour before its style sheet is there: `--canvas` of src/styles/tokens.css. */
const canvas = { light: '#faf8f5', dark: '#16151d' } as const

/** Events that must not be lost while the page loads. The others only tell what a page that just loaded will ask anyway. */
const waitingEvents: ReadonlySet<EventName> = new Set([
  'file.open',
  'campaign.show',
  'menu.command',
  'schedule.missed',
  'core.restarted',
])

export interface MainWindow {
  /** Opens the window, or brings the open one to the front. */
  show(): void
  hide(): void
  reload(): void
  /** Closes it for good, without asking. */
  destroy(): void
  send<Name extends EventName>(name: Name, payload: AllEvents[Name]): void
  /** The page listens: what waited is sent. */
  pageIsReady(): void
  /** True while a page is there that would show a question. */
  canAsk(): boolean
  isFocused(): boolean
  isOwnPage(contentsId: number): boolean
  browserWindow(): BrowserWindow | null
}

export interface MainWindowOptions {
  readonly state: ShellStateFile
  readonly developer: boolean
  readonly systemLanguage: () => Language
  /** The person closes the window; `event.preventDefault()` keeps it. */
  readonly onClose: (event: Event) => void
  readonly onGone: (what: 'crashed' | 'unresponsive', window: BrowserWindow) => void
  /** Windows ends the person's session. */
  readonly onSessionEnd: () => void
}

export function createMainWindow(options: MainWindowOptions): MainWindow {
  const { state } = options
  let window: BrowserWindow | null = null
  let pageReady = false
  /** False while the window should stay out of sight, also when it only now has something to show. */
  let wanted = true
  const waiting: (() => void)[] = []

  const rememberBounds = (): void => {
    if (!window || window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
    state.save({ bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  }

  function open(): BrowserWindow {
    const { bounds, maximized } = state.read()
    const screens = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()]
    const opened = new BrowserWindow({
      ...openingBounds(
        bounds,
        screens.map((display) => display.workArea),
      ),
      minWidth: smallestWindow.width,
      minHeight: smallestWindow.height,
      title: 'Griot',
      icon: resourceFile('icons', '512x512.png'),
      show: false,
      backgroundColor: nativeTheme.shouldUseDarkColors ? canvas.dark : canvas.light,
      webPreferences: {
        preload: preloadFile,
        additionalArguments: [
          requestNamesArgument + requestNames.join(','),
          eventNamesArgument + eventNames.join(','),
          systemLanguageArgument + options.systemLanguage(),
        ],
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        safeDialogs: true,
        spellcheck: false,
        devTools: options.developer,
      },
    })
    window = opened
    opened.once('ready-to-show', () => {
      if (maximized) opened.maximize()
      if (wanted) opened.show()
    })
    opened.on('close', (event) => {
      rememberBounds()
      options.onClose(event)
    })
    opened.on('closed', () => {
      window = null
      pageReady = false
    })
    opened.on('resized', rememberBounds)
    opened.on('moved', rememberBounds)
    opened.on('unresponsive', () => options.onGone('unresponsive', opened))
    const contents = opened.webContents
    opened.on('session-end', options.onSessionEnd)
    contents.on('did-start-navigation', (_event, _url, isInPlace, isMainFrame) => {
      if (isMainFrame && !isInPlace) pageReady = false
    })
    contents.on('render-process-gone', (_event, details) => {
      pageReady = false
      if (details.reason !== 'clean-exit') options.onGone('crashed', opened)
    })
    void opened.loadURL(pageAddress)
    return opened
  }

  return {
    show() {
      wanted = true
      if (!window) {
        open()
        return
      }
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    hide() {
      wanted = false
      window?.hide()
    },
    reload: () => window?.webContents.reload(),
    destroy: () => window?.destroy(),
    send(name, payload) {
      const tell = (): void => window?.webContents.send(eventChannel, name, payload)
      if (pageReady) tell()
      else if (waitingEvents.has(name)) waiting.push(tell)
    },
    pageIsReady() {
      pageReady = true
      for (const tell of waiting.splice(0)) tell()
    },
    canAsk: () => pageReady && window !== null && !window.webContents.isCrashed(),
    isFocused: () => window?.isFocused() ?? false,
    isOwnPage: (contentsId) => window?.webContents.id === contentsId,
    browserWindow: () => window,
  }
}
