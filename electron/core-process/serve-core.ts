/** Core behind a port: opened, started and closed when main says so; answers the contract, tells events and log lines. */
import { createCore, type Core } from '@core/app'
import { listBackups } from '@core/backup/list-backups'
import { restoreBackup } from '@core/backup/restore-backup'
import { startAnew } from '@core/backup/start-anew'
import { systemClock } from '@core/clock'
import type { Log } from '@core/log'
import { redact } from '@core/redaction/redact'
import { AppError } from '@shared/errors'
import { coreRequests, type CoreHandlers } from '@shared/ipc-contract'
import { coreEventNames } from '@shared/window-contract'
import { keychainOverPort } from './keychain-port'
import type { CoreCalls, CoreNews, EventNews, MainCalls } from './messages'
import { joinPort, type Port } from './port'

export interface ServedCore {
  /** An error that nothing caught: whoever hosts this process ends it. */
  broken(error: unknown): void
  readonly log: Log
}

export function serveCore(port: Port): ServedCore {
  let core: Core | null = null
  const clock = systemClock
  const lineOf =
    (level: keyof Log) =>
    (event: string, details?: Readonly<Record<string, unknown>>): void =>
      main.tell({ kind: 'log', level, event, details: redact(details) as typeof details })
  const log: Log = {
    debug: () => undefined,
    info: lineOf('info'),
    warn: lineOf('warn'),
    error: lineOf('error'),
  }
  const opened = (): Core => {
    if (core === null) throw new Error('core is not open')
    return core
  }

  /** Files are never replaced under this process's own open database. */
  const refuseOpen = (): void => {
    if (core !== null) throw new AppError('data_in_use')
  }

  const answers: CoreCalls = {
    ...contractAnswers(opened),
    async 'core.open'(options) {
      if (core !== null) throw new Error('core is open already')
      core = await createCore({ ...options, actor: 'window', clock, log, keychain: keychainOverPort(main) })
      for (const name of coreEventNames)
        core.events.on(name, (payload) => main.tell({ kind: 'event', name, payload } as EventNews))
    },
    'core.start': async () => opened().start(),
    async 'core.close'() {
      const closing = opened()
      core = null
      await closing.close()
    },
    'rescue.backups': async ({ dataDir }) => listBackups(dataDir),
    async 'rescue.restore'({ dataDir, path }) {
      refuseOpen()
      return restoreBackup({ dataDir, path, now: clock.now(), actor: 'window' })
    },
    async 'rescue.startAnew'({ dataDir }) {
      refuseOpen()
      return startAnew({ dataDir, now: clock.now() })
    },
  }
  const main = joinPort<CoreCalls, MainCalls, never, CoreNews>(port, {
    answers,
    onBug: (request, error) => log.error('request failed', { request, error }),
  })
  return {
    log,
    broken(error) {
      log.error('uncaught exception', { error })
      main.tell({ kind: 'broken' })
    },
  }
}

/** Every request of the contract, answered by the core that is open then. */
function contractAnswers(opened: () => Core): CoreHandlers {
  const names = Object.keys(coreRequests) as (keyof CoreHandlers)[]
  const answers = names.map((name) => [
    name,
    async (input: never): Promise<unknown> => (opened().handlers[name] as (input: never) => Promise<unknown>)(input),
  ])
  return Object.fromEntries(answers) as CoreHandlers
}
