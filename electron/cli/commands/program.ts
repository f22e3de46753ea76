/** `griot doctor`, `griot completion`, `griot man`. */
import type { Command } from 'commander'
import type { HealthCheck } from '@shared/contract/program'
import { describeError, exitCodeOf, exitCodes, usageError } from '../failure'
import { manualPage } from '../manual'
import { completionScript, shells } from '../shell-completion'
import type { Run } from '../work'
import type { Session } from '../session'

export function programCommands(program: Command, run: Run): void {
  program.command('doctor').action(run(doctor))
  program
    .command('completion <SHELL>')
    .action(run((session: Session, shell: string) => completion(session, program, shell)))
  program.command('man').action(run((session: Session) => manual(session, program)))
}

async function doctor(session: Session): Promise<number> {
  const { words } = session
  const checks = await session.request('doctor.check', { gateways: true })
  const describe = (check: HealthCheck) => ({
    name: check.name,
    subject: check.subject,
    state: check.state,
    detail: check.detail,
    error: check.error ? describeError(check.error, words) : null,
  })
  session.answer(checks.map(describe), () =>
    checks.map((check) =>
      [
        `${words.say(`doctor.${check.name}`)}${check.subject === null ? '' : ` ${check.subject}`}`,
        words.say(`doctor.${check.state}`),
        check.error ? describeError(check.error, words).message : '',
      ]
        .join('\t')
        .trimEnd(),
    ),
  )
  const failed = checks.find(({ state }) => state === 'failed')
  return failed ? (failed.error ? exitCodeOf(failed.error) : exitCodes.unexpected) : exitCodes.done
}

function completion(session: Session, program: Command, shell: string): Promise<number> {
  const known = shells.find((name) => name === shell)
  if (known === undefined) throw usageError(session.words.say('bad.shell', { value: shell, known: shells.join(', ') }))
  const lines = completionScript(program, known)
  session.answer({ shell, script: lines.join('\n') }, () => lines)
  return Promise.resolve(exitCodes.done)
}

function manual(session: Session, program: Command): Promise<number> {
  const lines = manualPage(program, session.words.language)
  session.answer({ page: lines.join('\n') }, () => lines)
  return Promise.resolve(exitCodes.done)
}
