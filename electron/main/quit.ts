/**
 * Leaving the program: at once when nothing is being sent and nothing typed would be lost, else after asking. The window asks in
 * its own dialog; where there is no window to ask, or it was asked already, the system's dialog does. Core is closed before the
 * process ends; one that does not answer is ended.
 */
import { app, dialog } from 'electron'
import type { Log } from '@core/log'
import type { Language } from '@shared/language'
import type { QuitDecision } from '@shared/window-contract'
import type { MainWindow } from './main-window'
import type { SendingCampaign } from './sending-campaigns'
import { fill, nativeWords } from './words'

/** Longest wait for requests in flight; what is still out then is recorded as doubtful at the next start. */
const closeLimitMs = 20_000
/** Longest wait for campaigns to be paused; closing pauses them too. */
const pauseLimitMs = 5_000

export interface QuitOptions {
  readonly window: MainWindow
  readonly log: Log
  readonly language: () => Language
  readonly sending: () => readonly SendingCampaign[]
  readonly pauseAll: () => Promise<void>
  /** The window is hidden and the person should know how to get it back. */
  readonly onBackground: () => void
  /** Closes core and everything else. */
  readonly closeAll: () => Promise<void>
  /** Ends what did not close in time. */
  readonly endAll: () => void
}

export interface Quit {
  /** Asks where needed, then quits. */
  request(): void
  /** Something typed is in no draft yet. */
  hold(held: boolean): void
  /** The answer to `app.quitAsked` or `app.keepAsked`. */
  decide(decision: QuitDecision): Promise<void>
  /** Without asking: the person's session ends, or (with `instead` of the plain end) an update is installed. */
  now(instead?: () => void): Promise<void>
  isLeaving(): boolean
}

export function createQuit(options: QuitOptions): Quit {
  const { window, log } = options
  let state: 'running' | 'asked' | 'leaving' | 'gone' = 'running'
  let isHeld = false

  async function leave(finish: () => void = () => app.quit()): Promise<void> {
    if (state === 'leaving' || state === 'gone') return
    state = 'leaving'
    window.hide()
    await withinLimit(options.closeAll(), closeLimitMs, log)
    try {
      options.endAll()
    } finally {
      state = 'gone'
      finish()
    }
  }

  function ask(): void {
    // asked once: whoever insists leaves
    if (isHeld && state === 'running' && window.canAsk()) {
      isHeld = false
      state = 'asked'
      window.show()
      window.send('app.keepAsked', {})
      return
    }
    const campaigns = options.sending().map(({ id, name }) => ({ id, name }))
    if (campaigns.length === 0) {
      void leave()
      return
    }
    if (state === 'running' && window.canAsk()) {
      state = 'asked'
      window.show()
      window.send('app.quitAsked', { campaigns })
      return
    }
    void askBySystemDialog(campaigns).then(decide)
  }

  async function askBySystemDialog(campaigns: readonly { readonly name: string }[]): Promise<QuitDecision> {
    const language = options.language()
    const words = nativeWords(language).quit
    const decisions = ['background', 'pause', 'stay'] as const
    const { response } = await dialog.showMessageBox({
      type: 'question',
      title: words.title,
      message: fill(words.message, language, { names: campaigns.map(({ name }) => name).join(', ') }),
      detail: words.detail,
      buttons: decisions.map((decision) => words[decision]),
      defaultId: 0,
      cancelId: 2,
      noLink: true,
    })
    return decisions[response] ?? 'stay'
  }

  async function decide(decision: QuitDecision): Promise<void> {
    if (state === 'leaving' || state === 'gone') return
    state = 'running'
    if (decision === 'kept') ask()
    else if (decision === 'background') {
      window.hide()
      options.onBackground()
    } else if (decision === 'pause') {
      await withinLimit(options.pauseAll(), pauseLimitMs, log)
      await leave()
    }
  }

  app.on('before-quit', (event) => {
    if (state === 'gone') return
    event.preventDefault()
    if (state !== 'leaving') ask()
  })
  const hold = (held: boolean): void => void (isHeld = held)
  return {
    request: () => app.quit(),
    hold,
    decide,
    now: leave,
    isLeaving: () => state === 'leaving' || state === 'gone',
  }
}

async function withinLimit(closing: Promise<void>, limitMs: number, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.warn('closing took too long', { limitMs })
      resolve()
    }, limitMs)
  })
  await Promise.race([closing.catch((error: unknown) => log.error('closing failed', { error })), limit])
  clearTimeout(timer)
}
