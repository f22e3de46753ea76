/**
 * Core in a process of its own, from main's side: opened while the window loads, asked over its port. A process that ends by
 * itself is replaced, a few times; what keeps core from opening, or from staying, becomes a page with choices, never a
 * silent end. Requests wait while there is no open core; those that were on their way fail with `core_ended`.
 */
import { createEventBus, type EventBus } from '@core/events'
import type { Log } from '@core/log'
import type { SecretStore } from '@core/secrets/secrets'
import { AppError, toWireError, wireError, type WireError } from '@shared/errors'
import type { CoreRequestName, InputOf, OutputOf } from '@shared/ipc-contract'
import { keychainAnswers } from '../core-process/keychain-port'
import type { CoreCalls, CoreNews, MainCalls, OpenOptions } from '../core-process/messages'
import { joinPort, type Joined, type Port } from '../core-process/port'
import { createRestartLimit } from './restart-limit'

export interface CoreProcess extends Port {
  /** Called once, after the last message. */
  onExit(listener: (code: number) => void): void
  /** Ends it at once, also where it hangs. */
  kill(): void
}

/** Asks core. Throws core's AppError, or core_ended. */
export type AskCore = <Name extends CoreRequestName>(name: Name, input: InputOf<Name>) => Promise<OutputOf<Name>>

/** What can be done to the data while core is not open. */
export type Rescue = Pick<Joined<CoreCalls, never>, 'ask'>

export interface CoreHost {
  readonly request: AskCore
  /** Core's events, of all its lives. */
  readonly events: EventBus
  isOpen(): boolean
  /** Closes core and ends its process. */
  close(): Promise<void>
  /** Ends its process at once: what it was doing is found by the next start, as after a power cut. */
  kill(): void
}

export interface CoreHostOptions {
  readonly log: Log
  readonly keychain: SecretStore
  /** Before it nothing is started. */
  readonly ready: Promise<unknown>
  readonly fork: () => CoreProcess
  readonly openOptions: () => Omit<OpenOptions, 'firstSequence'>
  /** Milliseconds that never jump back. */
  readonly now: () => number
  /** Core is open, in each of its lives; what goes on by itself begins afterwards. */
  readonly onOpen: () => Promise<void>
  /** Core ended by itself: nothing is being sent any more. */
  readonly onEnded: () => void
  /** Core works again after an end, its campaigns paused. */
  readonly onRestarted: () => Promise<void>
  /** What to do about a core that can't be opened, or ends again and again. After `quit` requests wait for ever. */
  readonly onFailure: (error: WireError, rescue: Rescue) => Promise<'retry' | 'quit'>
}

/** More events than a core can tell in its life, and far more lives than a day has, below 2^53. */
const sequencesOfALife = 2 ** 40

interface Life {
  readonly port: Joined<CoreCalls, never>
  readonly ended: Promise<number>
  isOver(): boolean
  kill(): void
}

export function hostCore(options: CoreHostOptions): CoreHost {
  const { log, keychain } = options
  const events = createEventBus(log)
  const limit = createRestartLimit(options.now)
  let lives = 0
  let life: Life | null = null
  let closing = false
  const isClosing = (): boolean => closing
  let wasOpen = false
  let open: Life | null = null
  let isOpening: (opened: Life) => void = () => undefined
  let nextOpen = waitForOpen()

  function waitForOpen(): Promise<Life> {
    return new Promise((resolve) => (isOpening = resolve))
  }

  function take(news: CoreNews, kill: () => void): void {
    if (news.kind === 'event') events.emit(news.name, news.payload)
    else if (news.kind === 'log') log[news.level](news.event, news.details)
    else kill()
  }

  function begin(): Life {
    const child = options.fork()
    let isOver = false
    const kill = (): void => {
      if (!isOver) child.kill()
    }
    const port = joinPort<MainCalls, CoreCalls, CoreNews>(child, {
      answers: keychainAnswers(keychain),
      onNews: (news) => take(news, kill),
      onBug: (request, error) => log.error('request of core failed', { request, error }),
    })
    const ended = new Promise<number>((resolve) =>
      child.onExit((code) => {
        isOver = true
        port.end()
        if (!closing) log.error('process of core ended', { code })
        resolve(code)
      }),
    )
    return (life = { port, ended, isOver: () => isOver, kill })
  }

  /** Resolves with why this life of core ended, or did not begin; its process may still be there. */
  async function lead(born: Life): Promise<WireError> {
    try {
      const firstSequence = lives * sequencesOfALife
      lives += 1
      await born.port.ask('core.open', { ...options.openOptions(), firstSequence })
      const isRestart = wasOpen
      wasOpen = true
      open = born
      isOpening(born)
      await ownPart('onOpen', options.onOpen)
      await born.port.ask('core.start', undefined)
      if (isRestart) await ownPart('onRestarted', options.onRestarted)
    } catch (error) {
      const failure = toWireError(error)
      if (failure.code !== 'core_ended') return failure
    }
    await born.ended
    return wireError('core_ended')
  }

  /** What main does itself with an open core: that it fails is no failure of core. */
  async function ownPart(what: string, act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (toWireError(error).code === 'core_ended') throw error
      log.error('main could not follow core', { what, error })
    }
  }

  async function end(ending: Life): Promise<void> {
    ending.kill()
    await ending.ended
  }

  /** The data are looked at by the process that could not open them, or by a new one where there is none. */
  async function askWhatToDo(error: WireError, failed: Life | null): Promise<'retry' | 'quit'> {
    const helpers = failed === null ? [] : [failed]
    const rescue: Rescue = {
      ask(name, input) {
        if (isClosing()) return Promise.reject(new AppError('core_ended'))
        const last = helpers.at(-1)
        const helper = last === undefined || last.isOver() ? begin() : last
        if (helper !== last) helpers.push(helper)
        return helper.port.ask(name, input)
      },
    }
    try {
      return await options.onFailure(error, rescue)
    } finally {
      await Promise.all(helpers.map(end))
    }
  }

  function tryBegin(): Life | { readonly failure: WireError } {
    try {
      return begin()
    } catch (error) {
      log.error('process of core did not start', { error })
      return { failure: toWireError(error) }
    }
  }

  async function live(): Promise<void> {
    await options.ready
    while (!isClosing()) {
      const born = tryBegin()
      if ('failure' in born) {
        if ((await askWhatToDo(born.failure, null)) === 'quit') return
        continue
      }
      const failure = await lead(born)
      const worked = open === born
      if (worked) {
        open = null
        nextOpen = waitForOpen()
      }
      if (isClosing()) return
      log.error(worked ? 'core ended' : 'core did not start', { code: failure.code })
      if (worked) options.onEnded()
      if (failure.code === 'core_ended' && limit.take()) continue
      // an open core never stays behind the page: it would go on sending while its data are replaced
      if (worked) await end(born)
      if ((await askWhatToDo(failure, worked ? null : born)) === 'quit') return
      limit.forget()
    }
  }
  void live().catch((error: unknown) => log.error('core is not watched any more', { error }))

  return {
    events,
    async request(name, input) {
      const { port } = open ?? (await nextOpen)
      return port.ask(name, input) as Promise<OutputOf<typeof name>>
    },
    isOpen: () => open !== null,
    async close() {
      closing = true
      if (life === null) return
      try {
        if (open !== null) await open.port.ask('core.close', undefined)
      } catch (error) {
        if (!(error instanceof AppError && error.code === 'core_ended')) throw error
      } finally {
        await end(life)
      }
    },
    kill() {
      closing = true
      life?.kill()
    },
  }
}
