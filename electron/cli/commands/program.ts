/** `griot backup`, `griot restore`, `griot doctor`. */
import type { Command } from 'commander'
import type { HealthCheck } from '@shared/contract/program'
import { describeError, exitCodeOf, exitCodes } from '../failure'
import type { Run } from '../program'
import type { Session } from '../session'

export function programCommands(program: Command, run: Run): void {
  program.command('backup <file>').action(run(backup))
  program.command('restore <file>').action(run(restore))
  program.command('doctor').action(run(doctor))
}

async function backup(session: Session, path: string): Promise<number> {
  const result = await session.request('backup.create', { path })
  session.answer({ file: result.path, bytes: result.bytes }, () => [
    session.words.say('backup.done', {
      file: result.path,
      size: `${session.words.number(Math.ceil(result.bytes / 1024))} KiB`,
    }),
  ])
  return exitCodes.done
}

async function restore(session: Session, path: string): Promise<number> {
  const { setAside } = await session.request('backup.restore', { path })
  session.answer({ restored: path, setAside }, () => [session.words.say('restore.done', { file: setAside })])
  return exitCodes.done
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
