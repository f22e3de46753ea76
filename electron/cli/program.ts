/** The tree of commands. Each command is a function of the session and its arguments that answers with an exit code. */
import { Command, CommanderError } from 'commander'
import { accountCommands } from './commands/accounts'
import { campaignCommands } from './commands/campaigns'
import { gatewaySideCommands } from './commands/gateway-side'
import { peopleCommands } from './commands/people'
import { programCommands } from './commands/program'
import { recipientCommands } from './commands/recipients'
import { sendCommand } from './commands/send'
import { exitCodes, reportFailure, usageError } from './failure'
import { createSession, languageOf, type GeneralOptions, type Session } from './session'
import { createTerminal } from './terminal'
import { createWords, isWordKey, type Words } from './words'
import type { WordKey } from './words.en'

declare const GRIOT_VERSION: string

/** A command's work; its arguments are commander's: positional ones, then the options. */
export type Work = (session: Session, ...args: never[]) => Promise<number>
export type Run = (work: Work) => (...args: unknown[]) => Promise<void>

/** Runs the command line; resolves with the exit code. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.done
  const words = createWords(languageOf(askedLanguage(argv)))
  const json = argv.includes('--json')

  const run: Run =
    (work) =>
    async (...args) => {
      const command = args.pop() as Command
      const general = command.optsWithGlobals<GeneralOptions>()
      if (general.lang !== undefined && general.lang !== 'fr' && general.lang !== 'en')
        throw usageError(`--lang ${general.lang}`)
      const session = createSession(general)
      try {
        exitCode = await work(session, ...(args as never[]))
      } catch (thrown) {
        exitCode = reportFailure(thrown, session.terminal, session.words, session.json)
      } finally {
        await session.close()
      }
    }

  const program = new Command('griot')
  program.description(words.say('about')).version(GRIOT_VERSION)
  for (const register of [
    accountCommands,
    recipientCommands,
    peopleCommands,
    sendCommand,
    campaignCommands,
    gatewaySideCommands,
    programCommands,
  ])
    register(program, run)
  for (const command of everyCommand(program)) finish(command, words.say)

  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      if (thrown.exitCode === 0) return exitCodes.done
      if (thrown.code === 'commander.help') {
        // a command without its subcommand: the help is the answer, on the side of errors
        process.stderr.write(helpOf(program, argv))
        return exitCodes.usage
      }
      return reportFailure(usageError(usageProblem(thrown, words)), createTerminal(), words, json)
    }
    return reportFailure(thrown, createTerminal(), words, json)
  }
  return exitCode
}

/** Commander's complaint in the reader's language: its code says what is wrong, its quoted word says where. */
function usageProblem({ code, message }: CommanderError, words: Words): string {
  const key = code.replace('commander.', 'usage.')
  const [, what = ''] = /'([^']*)'/.exec(message) ?? []
  return isWordKey(key) ? words.say(key, { what }) : message.replace(/^error: /, '')
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

function* everyCommand(command: Command): Generator<Command> {
  yield command
  for (const child of command.commands) yield* everyCommand(child)
}

/** The general options are understood before and after every command; nothing is printed or ended behind our back. */
function finish(command: Command, say: (key: WordKey) => string): void {
  if (command.parent?.parent === null) command.description(say(`command.${command.name()}` as WordKey))
  command
    .option('--data-dir <dir>', say('option.dataDir'))
    .option('--json', say('option.json'))
    .option('--lang <language>', say('option.lang'))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, outputError: () => undefined })
    .showSuggestionAfterError(true)
    .allowExcessArguments(false)
}
