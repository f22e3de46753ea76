/**
 * What every command works with: the terminal, the words, the general options, and core opened when first needed and
 * closed at the end.
 */
import { createCore, type Core } from '@core/app'
import { systemClock } from '@core/clock'
import { dataDirectory } from '@core/data-dir'
import { resolveLanguage, type Language } from '@shared/language'
import type { CoreRequestName, InputOf, OutputOf } from '@shared/ipc-contract'
import { coreRequests } from '@shared/ipc-contract'
import { AppError, toWireError } from '@shared/errors'
import { inputProblem } from './input-problem'
import { watchInterruption, type Interruption } from './interruption'
import { createFileLog } from './log'
import type { Terminal } from './terminal'
import { createWords, type Words } from './words'

declare const GRIOT_VERSION: string

export interface GeneralOptions {
  readonly dataDir?: string | undefined
  readonly json?: boolean | undefined
  readonly lang?: string | undefined
}

export interface Session {
  readonly terminal: Terminal
  readonly words: Words
  readonly json: boolean
  /** Absolute. */
  readonly dataDir: string
  readonly interruption: Interruption
  core(): Promise<Core>
  /** Runs a request as the window would, its input checked by the same schema. Throws AppError. */
  request<Name extends CoreRequestName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>>
  /** One JSON document, or lines of text. */
  answer(document: unknown, lines: () => readonly string[]): void
  /** Into the log, where it was a bug. */
  noteFailure(thrown: unknown): void
  close(): Promise<void>
}

/** The language asked for, else the system's. An empty variable says nothing. */
export function languageOf(asked: string | undefined, environment: NodeJS.ProcessEnv = process.env): Language {
  if (asked === 'fr' || asked === 'en') return asked
  const { LC_ALL, LC_MESSAGES, LANG } = environment
  const named = [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '')
  return resolveLanguage('system', named ?? Intl.DateTimeFormat().resolvedOptions().locale)
}

export function createSession(options: GeneralOptions, terminal: Terminal): Session {
  const words = createWords(languageOf(options.lang))
  const dataDir = dataDirectory(options.dataDir)
  const log = createFileLog(dataDir, () => systemClock.now())
  let opened: Promise<Core> | null = null

  const core = (): Promise<Core> => {
    opened ??= createCore({
      dataDir,
      clock: systemClock,
      log,
      actor: 'command_line',
      language: words.language,
      version: GRIOT_VERSION,
    })
    return opened
  }

  return {
    terminal,
    words,
    json: options.json === true,
    dataDir,
    interruption: watchInterruption(systemClock, () => {
      opened?.then(
        (running) => running.cancelJobs(),
        () => undefined,
      )
    }),
    core,
    async request(name, input) {
      const parsed = coreRequests[name].input.safeParse(input)
      if (!parsed.success) throw new AppError('usage', { detail: inputProblem(parsed.error, words) })
      // the schema's own output, since it trims and fills in
      const handler = (await core()).handlers[name] as (value: unknown) => Promise<OutputOf<typeof name>>
      return handler(parsed.data)
    },
    answer(document, lines) {
      if (options.json) terminal.printJson(document)
      else for (const line of lines()) terminal.print(line)
    },
    noteFailure(thrown) {
      if (toWireError(thrown).kind !== 'internal') return
      log.error('command failed', {
        error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
      })
    },
    async close() {
      this.interruption.end()
      // a core that never opened has nothing to close; why was already said
      const closing = await opened?.catch(() => null)
      opened = null
      await closing?.close()
    },
  }
}
