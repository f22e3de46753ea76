/** Runs one command of the tree: session, interruption, failures, exit code. */
import { CommanderError, type Command } from 'commander'
import { commandTree } from './command-tree'
import { systemClock } from '@core/clock'
import { unknownZone, zoneOfRule } from '@shared/domain/local-zone'
import { toWireError } from '@shared/errors'
import { listBackups } from '@core/backup/list-backups'
import { environmentRemarks } from './environment-remarks'
import { exitCodes, reportFailure, usageError } from './failure'
import { createSession, languageOf, type GeneralOptions, type Session } from './session'
import { createTerminal, type Terminal } from './terminal'
import { createWords, isWordKey, type Words } from './words'
import type { Run } from './work'

/** Runs the command line; resolves with the exit code when everything printed has left. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const terminal = createTerminal()
  const words = createWords(languageOf(askedLanguage(argv)))
  const json = argv.includes('--json')
  const fail = (thrown: unknown, hint: string | null = null): number =>
    reportFailure(thrown, { terminal, words, json }, hint)
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (thrown: unknown) => {
      fail(thrown)
      process.exit(exitCodes.unexpected)
    })
  }
  const exitCode = await perform(argv, { terminal, words, json, fail })
  await terminal.flush()
  if (terminal.outputFailure === null) return exitCode
  terminal.complain(`griot: ${words.say('output.failed', { reason: terminal.outputFailure })}`)
  return exitCode === exitCodes.done ? exitCodes.unexpected : exitCode
}

interface Surroundings {
  readonly terminal: Terminal
  readonly words: Words
  readonly json: boolean
  fail(this: void, thrown: unknown, hint?: string | null): number
}

async function perform(argv: readonly string[], { terminal, words, json, fail }: Surroundings): Promise<number> {
  let exitCode: number = exitCodes.done
  const run: Run =
    (work) =>
    async (...args) => {
      const command = args.pop() as Command
      const general = command.optsWithGlobals<GeneralOptions>()
      if (general.lang !== undefined && general.lang !== 'fr' && general.lang !== 'en') {
        throw usageError(words.say('bad.language', { value: general.lang }))
      }
      const session = createSession(general, terminal)
      const now = systemClock.now()
      if (unknownZone(process.env.TZ, now) !== null) process.env.TZ = zoneOfRule(process.env.TZ) ?? process.env.TZ
      for (const remark of environmentRemarks(process.env, now, session.words)) terminal.complain(`griot: ${remark}`)
      const zone = unknownZone(process.env.TZ, now)
      // what was said is so
      if (zone !== null && new Date(now).getTimezoneOffset() !== 0) process.env.TZ = 'UTC'
      try {
        exitCode = await session.interruption.guard(work(session, ...(args as never[])))
      } catch (thrown) {
        session.noteFailure(thrown)
        exitCode = fail(thrown, hintOf(thrown, session))
      } finally {
        await session.close()
      }
    }

  const program = commandTree(run, words)
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) return fail(thrown)
    if (thrown.exitCode === 0) return exitCodes.done
    if (thrown.code === 'commander.help') {
      // a command without its subcommand: the help is the answer, on the side of errors
      if (json) return fail(usageError(words.say('usage.missingSubcommand')))
      process.stderr.write(helpOf(program, argv))
      return exitCodes.usage
    }
    return fail(usageError(usageProblem(thrown, words)))
  }
}

/** What to type next, where the sentence for window and command line alike cannot say it. */
function hintOf(thrown: unknown, { dataDir, words }: Session): string | null {
  const { code, params } = toWireError(thrown)
  switch (code) {
    case 'file_no_phone_column':
      return words.say('hint.map')
    case 'only_doubtful':
      return words.say('hint.resolve', { campaign: String(params.campaign ?? '') })
    case 'database_damaged':
    case 'database_foreign': {
      const [newest] = listBackups(dataDir)
      return newest ? words.say('hint.restore', { file: newest.path, at: words.dateTime(newest.at) }) : null
    }
    default:
      return null
  }
}

/** Commander's complaint in the reader's language: its code says what is wrong, its quoted word says where. */
function usageProblem({ code, message }: CommanderError, words: Words): string {
  const key = code.replace('commander.', 'usage.')
  const [, what = ''] = /'([^']*)'/.exec(message) ?? []
  const [, suggestion] = /\(Did you mean (?:one of )?(.*?)\?\)/.exec(message) ?? []
  const problem = isWordKey(key) ? words.say(key, { what }) : message.replace(/^error: /, '')
  return suggestion === undefined ? problem : `${problem} (${words.say('usage.suggestion', { what: suggestion })})`
}

/** The help of the deepest command that was named. */
function helpOf(program: Command, argv: readonly string[]): string {
  let command = program
  for (const argument of argv) command = command.commands.find((child) => child.name() === argument) ?? command
  return command.helpInformation()
}

function askedLanguage(argv: readonly string[]): string | undefined {
  const at = argv.indexOf('--lang')
  return at >= 0 ? argv[at + 1] : argv.find((argument) => argument.startsWith('--lang='))?.slice('--lang='.length)
}
