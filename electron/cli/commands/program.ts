/** `griot backup`, `griot restore`, `griot doctor`, `griot completion`, `griot man`. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { restoreBackup } from '@core/backup/restore-backup'
import { systemClock } from '@core/clock'
import { toWireError } from '@shared/errors'
import type { HealthCheck } from '@shared/contract/program'
import { describeError, exitCodeOf, exitCodes, usageError } from '../failure'
import { manualPage } from '../manual'
import { completionScript, shells } from '../shell-completion'
import type { Run } from '../work'
import type { Session } from '../session'

export function programCommands(program: Command, run: Run): void {
  program.command('backup <FILE>').action(run(backup))
  program.command('restore <FILE>').action(run(restore))
  program.command('doctor').action(run(doctor))
  program
    .command('completion <SHELL>')
    .action(run((session: Session, shell: string) => completion(session, program, shell)))
  program.command('man').action(run((session: Session) => manual(session, program)))
}

async function backup(session: Session, file: string): Promise<number> {
  const { path, bytes } = await session.request('backup.create', { path: resolve(file) })
  session.answer({ file: path, bytes }, () => [
    session.words.say('backup.done', { file: path, size: `${session.words.number(Math.ceil(bytes / 1024))} KiB` }),
  ])
  return exitCodes.done
}

async function restore(session: Session, file: string): Promise<number> {
  const path = resolve(file)
  const setAside = await putBack(session, path)
  session.answer({ restored: path, setAside }, () => [
    session.words.say(setAside === null ? 'restore.new' : 'restore.done', { file: setAside ?? '' }),
  ])
  return exitCodes.done
}

/**
 * Where the former database is now. One that cannot be opened is replaced as a file; one that another
 * process holds (`storage`) is not.
 */
async function putBack(session: Session, path: string): Promise<string | null> {
  try {
    return (await session.request('backup.restore', { path })).setAside
  } catch (thrown) {
    const { kind, code } = toWireError(thrown)
    if (code === 'storage' || (kind !== 'storage' && kind !== 'internal')) throw thrown
    session.noteFailure(thrown)
    await session.close()
    return restoreBackup({ dataDir: session.dataDir, path, now: systemClock.now() })
  }
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
