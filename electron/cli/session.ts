/**
 * What every command works with: the terminal, the words, the general options, and core opened when first needed and
 * closed at the end.
 */
import { createCore, type Core } from '@core/app'
import { systemClock } from '@core/clock'
import { dataDirectory } from '@core/data-dir'
import { silentLog } from '@core/log'
import { resolveLanguage } from '@shared/language'
import type { CoreHandlers, CoreRequestName, InputOf, OutputOf } from '@shared/ipc-contract'
import { coreRequests } from '@shared/ipc-contract'
import { AppError } from '@shared/errors'
import { createTerminal, type Terminal } from './terminal'
import { createWords, type Words } from './words'

export interface GeneralOptions {
  readonly dataDir?: string | undefined
  readonly json?: boolean | undefined
  readonly lang?: string | undefined
}

export interface Session {
  readonly terminal: Terminal
  readonly words: Words
  readonly json: boolean
  core(): Promise<Core>
  /** Runs a request as the window would, its input checked by the same schema. Throws AppError. */
  request<Name extends CoreRequestName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>>
  /** One JSON document, or lines of text. */
  answer(document: unknown, lines: () => readonly string[]): void
  close(): Promise<void>
}

/** The language asked for, else the system's. */
export function languageOf(asked: string | undefined, environment: NodeJS.ProcessEnv = process.env): 'fr' | 'en' {
  if (asked === 'fr' || asked === 'en') return asked
  const system =
    environment['LC_ALL'] ||
    environment['LC_MESSAGES'] ||
    environment['LANG'] ||
    Intl.DateTimeFormat().resolvedOptions().locale
  return resolveLanguage('system', system)
}

export function createSession(options: GeneralOptions): Session {
  const terminal = createTerminal()
  const words = createWords(languageOf(options.lang))
  let opened: Promise<Core> | null = null

  const core = (): Promise<Core> => {
    opened ??= createCore({
      dataDir: dataDirectory(options.dataDir),
      clock: systemClock,
      log: silentLog,
      actor: 'command_line',
      language: words.language,
    })
    return opened
  }

  return {
    terminal,
    words,
    json: options.json === true,
    core,
    async request(name, input) {
      const parsed = coreRequests[name].input.safeParse(input)
      if (!parsed.success) {
        const [issue] = parsed.error.issues
        throw new AppError('usage', { detail: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() })
      }
      // the schema's own output, since it trims and fills in
      const handler = (await core()).handlers[name] as (value: unknown) => ReturnType<CoreHandlers[typeof name]>
      return (await handler(parsed.data)) as OutputOf<typeof name>
    },
    answer(document, lines) {
      if (options.json) terminal.print(JSON.stringify(document))
      else for (const line of lines()) terminal.print(line)
    },
    async close() {
      // a core that never opened has nothing to close; why was already said
      const closing = await opened?.catch(() => null)
      await closing?.close()
    },
  }
}
