/** `griot copies …`: the folder or drive to which a copy goes each day. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { FolderCopies } from '@shared/contract/backup'
import { AppError } from '@shared/errors'
import { positive } from '../arguments'
import { describeError, exitCodes } from '../failure'
import {
  givenPassphrase,
  newPassphrase,
  passphraseOption,
  passphraseVariable,
  type PassphraseOptions,
} from '../passphrases'
import type { Session } from '../session'
import type { Run } from '../work'

export function copiesCommands(program: Command, run: Run): void {
  const copies = program.command('copies')
  copies.command('show').action(run(show))
  copies
    .command('set <DIR>')
    .option('--keep <N>')
    .option('--encrypt')
    .option('--no-encrypt')
    .option(passphraseOption)
    .action(run(set))
  copies.command('now').option(passphraseOption).action(run(now))
  copies.command('stop').action(run(stop))
}

async function show(session: Session): Promise<number> {
  return told(session, await session.request('backup.copies', undefined))
}

interface SetOptions extends PassphraseOptions {
  readonly keep?: string
  /** Undefined: as it was. */
  readonly encrypt?: boolean
}

/** The protection first: no copy is made in clear where one with a passphrase was asked for. */
async function set(session: Session, folder: string, options: SetOptions): Promise<number> {
  const before = await session.request('backup.copies', undefined)
  const keep = options.keep === undefined ? before?.keep : positive(options.keep, '--keep', session, { whole: true })
  const wants = options.encrypt ?? (options.passphraseStdin === true ? true : undefined)
  const protection = wants === undefined ? (before?.protection ?? 'none') : wants ? 'kept' : 'none'
  const passphrase = wants === true ? await newPassphrase(session, options) : null
  await session.request('backup.saveCopies', {
    keep: keep ?? 7,
    protection,
    // the environment's is read at each copy, and kept nowhere
    ...(passphrase === null || passphrase === process.env[passphraseVariable] ? {} : { passphrase }),
  })
  return told(session, await session.request('backup.chooseFolder', { path: resolve(folder) }))
}

async function now(session: Session, options: PassphraseOptions): Promise<number> {
  const { words } = session
  const protection = (await session.request('backup.copies', undefined))?.protection
  const typed = protection === 'asked' ? await newPassphrase(session, options) : await givenPassphrase(session, options)
  const made = await session
    .request('backup.copyNow', typed === undefined || protection === 'none' ? {} : { passphrase: typed })
    .catch((thrown: unknown) => {
      const isAsked = thrown instanceof AppError && thrown.code === 'backup_passphrase_needed'
      throw isAsked ? new AppError(thrown.code, { ...thrown.params, option: passphraseOption }) : thrown
    })
  session.answer({ file: made.path, bytes: made.bytes }, () => [
    words.say('backup.done', { file: made.path, size: `${words.number(Math.ceil(made.bytes / 1024))} KiB` }),
  ])
  return exitCodes.done
}

async function stop(session: Session): Promise<number> {
  return told(session, await session.request('backup.chooseFolder', { path: null }))
}

function told(session: Session, view: FolderCopies | null): number {
  const { words } = session
  if (view === null) {
    session.answer({ folder: null }, () => [words.say('copies.none')])
    return exitCodes.done
  }
  const { folder, keep, protection, last, copies } = view
  const problem = view.problem === null ? null : describeError(view.problem, words)
  const document = {
    folder,
    keep,
    protection,
    last: last === null ? null : { at: new Date(last.at).toISOString(), bytes: last.bytes },
    problem,
    copies: copies.map(({ path, day, bytes, encrypted }) => ({ file: path, day, bytes, encrypted })),
  }
  const inClear = protection === 'none' ? 0 : copies.filter(({ encrypted }) => !encrypted).length
  session.answer(document, () => [
    words.say('copies.folder', { folder, keep: words.number(keep) }),
    words.say(`copies.protection.${protection}`),
    words.say(last === null ? 'copies.never' : 'copies.last', { at: last === null ? '' : words.dateTime(last.at) }),
    ...copies.map(({ path }) => path),
    ...(inClear === 0 ? [] : [words.say('copies.inClear', { count: inClear })]),
    ...(problem === null ? [] : [problem.message]),
  ])
  return exitCodes.done
}
