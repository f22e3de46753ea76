/**
 * The program with its window: joins the process of core, window, menu, tray, notifications, power and quitting. Each of them lives in
 * a file of its own; here is only who tells whom.
 */
import { Menu, app, nativeTheme, powerMonitor, session } from 'electron'
import { createKeychain } from '@core/secrets/keychain'
import type { Settings } from '@shared/contract/program'
import { dataNouns, type CoreRequestName } from '@shared/ipc-contract'
import { toWireError } from '@shared/errors'
import { resolveLanguage, type Language } from '@shared/language'
import { coreEventNames, type AppInfo, type MenuCommand } from '@shared/window-contract'
import { serveApp } from './app-protocol'
import { showInBackground, notify } from './background'
import { tellNews } from './campaign-news'
import { hostCore } from './core-host'
import { isSupportedElectron } from './electron-support'
import { describeProgram } from './describe-program'
import { createFileGrants } from './file-grants'
import { forkCore } from './fork-core'
import type { FileLog } from './log'
import { createMainWindow } from './main-window'
import { menuTemplate } from './menu'
import { rendererDir, sampleFile } from './paths'
import { offerQuickTasks } from './quick-tasks'
import { createQuit } from './quit'
import { isTrustedSender, listenToWindow } from './request-channel'
import { createRequestGate, type Handlers } from './request-gate'
import { followSending, type SendingCampaign } from './sending-campaigns'
import { openShellState } from './shell-state'
import { settleStartFailure } from './start-failure'
import { createUpdates, installWhenIdle } from './updates'
import { guardAllPages, guardSession } from './web-contents-guard'
import { windowHandlers } from './window-handlers'
import { askAboutGoneWindow } from './window-trouble'
import { fill, nativeWords } from './words'

export interface GriotOptions {
  readonly dataDir: string
  readonly log: FileLog
  readonly openAtStart: Opening
}

/** What the program was started, or started again, with. */
export interface Opening {
  /** Lists of recipients. */
  readonly files: readonly string[]
  /** Of a link (deep-link.ts). */
  readonly command: MenuCommand | null
}

export interface Griot {
  /** Somebody started Griot again, perhaps with files or a link: brings the window to the front. */
  openAgain(opening: Opening): void
}

export function startGriot({ dataDir, log, openAtStart }: GriotOptions): Griot {
  const developer = !app.isPackaged
  const state = openShellState(dataDir)
  const grants = createFileGrants(dataDir)
  const updates = createUpdates(log, (update) => window.send('updates.changed', update))
  let settings: Settings | null = null
  /** Being sent when core ended; told once it works again. */
  let interrupted: readonly SendingCampaign[] = []
  let disabledCommands: ReadonlySet<MenuCommand> = new Set()

  const systemLanguage = (): Language =>
    resolveLanguage('system', app.getPreferredSystemLanguages()[0] ?? app.getLocale())
  const language = (): Language =>
    state.read().language === 'system' ? systemLanguage() : resolveLanguage(state.read().language, '')

  const ready = app.whenReady().then(() => guardSession(session.defaultSession, log))
  const host = hostCore({
    log,
    keychain: createKeychain(),
    ready,
    fork: forkCore,
    openOptions: () => ({ dataDir, language: language(), version: app.getVersion() }),
    now: () => performance.now(),
    onOpen: useSettings,
    onEnded: () => void (interrupted = [...interrupted, ...sending.forget()]),
    onRestarted: tellRestart,
    async onFailure(error, rescue) {
      // the window is shown first, then hidden: never the other way round
      await shown
      window.hide()
      const choice = await settleStartFailure({ error, language: language(), dataDir, log, rescue })
      if (choice === 'quit') await quit.now()
      else window.show()
      return choice
    },
  })
  const { request, events } = host
  const sending = followSending(events)

  const window = createMainWindow({
    state,
    developer,
    systemLanguage,
    onClose(event) {
      if (quit.isLeaving()) return
      event.preventDefault()
      if (process.platform !== 'darwin' && !settings?.closeToTray) quit.request()
      else {
        window.hide()
        background.refresh()
      }
    },
    onGone: (what, gone) =>
      void askAboutGoneWindow(what, gone, language(), log).then((choice) =>
        choice === 'quit' ? quit.request() : window.show(),
      ),
    onSessionEnd: () => void quit.now(),
  })

  const pauseAll = async (): Promise<void> => {
    const paused = await Promise.allSettled(sending.list().map(({ id }) => request('campaigns.pause', { id })))
    for (const result of paused)
      if (result.status === 'rejected') log.warn('pause failed', { error: result.reason as unknown })
  }

  const quit = createQuit({
    window,
    log,
    language,
    sending: () => sending.list(),
    pauseAll,
    onBackground() {
      background.refresh()
      notify(nativeWords(language()).background, () => window.show())
    },
    async closeAll() {
      background.dispose()
      await host.close()
    },
    endAll: () => host.kill(),
  })
  const background = showInBackground({
    window,
    sending,
    language,
    keepTray: () => settings?.closeToTray ?? false,
    pauseAll: () => void pauseAll(),
    quit: () => quit.request(),
  })

  const checkForUpdates = (): void => {
    window.show()
    void updates.check()
  }
  const runCommand = (command: MenuCommand): void => {
    window.show()
    window.send('menu.command', { command })
  }
  const installMenu = (): void => {
    const template = menuTemplate({
      language: language(),
      platform: process.platform,
      developer,
      canUpdate: updates.possible,
      disabled: disabledCommands,
      sending: sending.list().length > 0,
      run: runCommand,
      pauseAll: () => void pauseAll(),
      openLogs: () => void ownHandlers['logs.open'](),
      checkForUpdates,
      quit: () => quit.request(),
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
    offerQuickTasks(language(), runCommand)
  }

  const info = (): AppInfo => ({
    version: app.getVersion(),
    electron: process.versions.electron,
    trialOnly: !isSupportedElectron(process.versions.electron),
    platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
    dataDir,
    logFile: log.file,
    sampleFile: sampleFile(dataDir, new Date()),
    canUpdate: updates.possible,
  })
  const ownHandlers = windowHandlers({
    info: () => {
      const answer = info()
      if (answer.sampleFile !== null) grants.grant(answer.sampleFile, 'read')
      return answer
    },
    window: () => window.browserWindow(),
    grants,
    updates,
    gateways: () => request('gateways.list', undefined),
    onReady() {
      // a page that was loaded again holds nothing
      quit.hold(false)
      window.pageIsReady()
    },
    quit: () => quit.request(),
    holdQuit: (hold) => quit.hold(hold),
    decideQuit: (decision) => quit.decide(decision),
    disableCommands(disabled) {
      disabledCommands = disabled
      installMenu()
    },
    installUpdate: () => installWhenIdle(sending, () => quit.now(() => void updates.install())),
    diagnostics: () => describeProgram({ askCore: host.isOpen() ? request : null, log, language: language() }),
  })
  const gate = createRequestGate({
    isTrusted: isTrustedSender,
    grants,
    log,
    handlerFor(name) {
      const handlers: Partial<Handlers> = ownHandlers
      return handlers[name] ?? (((input: unknown) => request(name as CoreRequestName, input as never)) as never)
    },
  })

  function openWhatWasAsked({ files, command }: Opening): void {
    if (command !== null) window.send('menu.command', { command })
    for (const path of files) {
      grants.grant(path, 'read')
      window.send('file.open', { path })
    }
  }

  async function useSettings(): Promise<void> {
    const read = await request('settings.get', undefined)
    // another process that sends makes this event come every second; a menu that is open must not close each time
    if (JSON.stringify(read) === JSON.stringify(settings)) return
    settings = read
    state.save({ language: read.language, theme: read.theme })
    nativeTheme.themeSource = read.theme
    installMenu()
    background.refresh()
  }

  /** What was being sent is paused now: told in the window, and outside it where nobody looks at it. */
  async function tellRestart(): Promise<void> {
    const now = await request('campaigns.running', undefined)
    const were = new Set(interrupted.map(({ id }) => id))
    const campaigns = now
      .filter(({ id, state, pauseReason }) => were.has(id) && state === 'paused' && pauseReason === 'interrupted')
      .map(({ id, name }) => ({ id, name }))
    interrupted = []
    for (const noun of dataNouns) window.send('data.changed', { noun })
    window.send('core.restarted', { campaigns })
    if (campaigns.length === 0 || window.isFocused()) return
    const { coreEndedTitle, coreEndedBody } = nativeWords(language()).notifications
    const names = campaigns.map(({ name }) => name).join(', ')
    notify({ title: coreEndedTitle, body: fill(coreEndedBody, language(), { names }) }, () => window.show())
  }

  for (const name of coreEventNames) events.on(name, (payload) => window.send(name, payload))
  events.on('data.changed', ({ noun }) => {
    if (noun === 'settings')
      useSettings().catch((error: unknown) => log.warn('settings not read', { code: toWireError(error).code }))
  })
  let wasSending = false
  sending.onChange(() => {
    const isSending = sending.list().length > 0
    if (isSending !== wasSending) installMenu()
    wasSending = isSending
  })
  tellNews(events, {
    language,
    tell({ title, body, campaignId }) {
      if (!settings?.notifications || window.isFocused()) return
      notify({ title, body }, () => {
        window.show()
        if (campaignId !== null) window.send('campaign.show', { id: campaignId })
      })
    },
  })

  nativeTheme.themeSource = state.read().theme
  Menu.setApplicationMenu(null)
  guardAllPages(log)
  app.on('window-all-closed', () => {
    // after a signal Electron forgets that it was quitting, and would stay without a window
    if (quit.isLeaving()) app.quit()
  })
  app.on('activate', () => window.show())

  const shown = ready.then(() => {
    // Chromium sets its own when it is ready
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void quit.now())
    serveApp(session.defaultSession, rendererDir)
    listenToWindow(window, gate, grants)
    window.show()
    openWhatWasAsked(openAtStart)
    installMenu()
    powerMonitor.on('shutdown', () => void quit.now())
    log.info('started', { version: app.getVersion(), electron: process.versions.electron, platform: process.platform })
  })

  return {
    openAgain(opening) {
      void shown.then(() => {
        window.show()
        openWhatWasAsked(opening)
      })
    },
  }
}
