/** The tree of commands. Each command is a function of the session and its arguments that answers with an exit code. */
import { Command } from 'commander'
import { accountCommands } from './commands/accounts'
import { backupCommands } from './commands/backup'
import { campaignCommands } from './commands/campaigns'
import { copiesCommands } from './commands/copies'
import { gatewaySideCommands } from './commands/gateway-side'
import { inspectCommand } from './commands/inspect'
import { peopleCommands } from './commands/people'
import { previewCommand } from './commands/preview'
import { programCommands } from './commands/program'
import { runCommand } from './commands/run'
import { sendCommand } from './commands/send'
import { describe } from './help'
import { refuseRepeats } from './repeated-options'
import type { Words } from './words'
import type { Run } from './work'

declare const GRIOT_VERSION: string

/** Ready to parse one command line; parsing throws CommanderError, and AppError usage for an option given twice. */
export function commandTree(run: Run, words: Words): Command {
  const program = new Command('griot')
  program.version(GRIOT_VERSION)
  for (const register of [
    accountCommands,
    inspectCommand,
    peopleCommands,
    previewCommand,
    sendCommand,
    campaignCommands,
    runCommand,
    gatewaySideCommands,
    backupCommands,
    copiesCommands,
    programCommands,
  ])
    register(program, run)
  describe(program, words.language)
  refuseRepeats(program, words)
  return program
}
