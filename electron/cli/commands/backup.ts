/** `griot backup` and `griot restore`. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { contentsOf, isEncrypted, openBackup, type OpenedBackup } from '@core/backup/open-backup'
import { restoreBackup, type Restored } from '@core/backup/restore-backup'
import { systemClock } from '@core/clock'
import type { BackupContents } from '@shared/contract/backup'
import { AppError, toWireError, type ErrorCode } from '@shared/errors'
import { exitCodes } from '../failure'
import {
  givenPassphrase,
  newPassphrase,
  passphraseOption,
  passphraseVariable,
  type PassphraseOptions,
} from '../passphrases'
import type { Session } from '../session'
import type { Run } from '../work'

interface BackupOptions extends PassphraseOptions {
  readonly encrypt?: boolean
}
interface RestoreOptions extends PassphraseOptions {
  readonly dryRun?: boolean
  readonly yes?: boolean
}

/** `internal`: what no other code fits, of rows that make no sense. */
const unreadable: ReadonlySet<ErrorCode> = new Set([
  'database_damaged',
  'database_foreign',
  'database_newer',
  'internal',
])

export function backupCommands(program: Command, run: Run): void {
  program.command('backup <FILE>').option('--encrypt').option(passphraseOption).action(run(backup))
  program.command('restore <FILE>').option('--dry-run').option(passphraseOption).option('--yes').action(run(restore))
}

async function backup(session: Session, file: string, options: BackupOptions): Promise<number> {
  const { words } = session
  const isEncrypted = options.encrypt === true || options.passphraseStdin === true
  const passphrase = isEncrypted ? await newPassphrase(session, options) : null
  const made = await session.request('backup.create', {
    path: resolve(file),
    ...(passphrase === null ? {} : { passphrase }),
  })
  session.answer({ file: made.path, bytes: made.bytes, encrypted: made.encrypted }, () => [
    words.say('backup.done', { file: made.path, size: `${words.number(Math.ceil(made.bytes / 1024))} KiB` }),
    ...(made.encrypted ? [words.say('backup.encrypted')] : []),
  ])
  return exitCodes.done
}

async function restore(session: Session, file: string, options: RestoreOptions): Promise<number> {
  const { words } = session
  const path = resolve(file)
  const isAsked = session.terminal.interactive && options.yes !== true && !session.json
  let passphrase = await givenPassphrase(session, options)
  if (options.dryRun === true || isAsked) {
    const looked = await look(session, path, passphrase)
    passphrase = looked.passphrase
    const document = { file: path, encrypted: looked.encrypted, ...looked.contents, restored: false }
    if (options.dryRun === true) {
      session.answer(document, () => contentLines(session, looked.contents))
      return exitCodes.done
    }
    for (const line of contentLines(session, looked.contents)) session.terminal.notice(line)
    session.terminal.notice(words.say('restore.means', { folder: session.dataDir }))
    const answer = (await session.terminal.ask(words.say('restore.ask')))?.trim().toLowerCase()
    if (answer === undefined || !['o', 'oui', 'y', 'yes'].includes(answer)) throw new AppError('cancelled')
  }
  const { setAside, lost } = await putBack(session, path, passphrase)
  session.answer({ restored: path, setAside, lost }, () => [
    words.say(setAside === null ? 'restore.new' : 'restore.done', { file: setAside ?? '' }),
    ...lost.map((part) => words.say(`restore.lost.${part}`)),
    words.say('restore.next'),
  ])
  return exitCodes.done
}

interface Looked {
  readonly passphrase: string | undefined
  readonly encrypted: boolean
  readonly contents: BackupContents
}

/** What is in the file, asking for its passphrase where somebody can answer. Needs no database that opens. */
async function look(session: Session, path: string, given: string | undefined): Promise<Looked> {
  const encrypted = await isEncrypted(path, session.dataDir)
  let passphrase = given
  if (encrypted && passphrase === undefined && session.terminal.interactive)
    passphrase = (await session.terminal.askSecret(session.words.say('ask.passphrase'))) ?? undefined
  const opened = await opening(session, path, passphrase).catch(async (thrown: unknown) => {
    const isOther = toWireError(thrown).code === 'backup_passphrase_wrong' && given === process.env[passphraseVariable]
    if (!isOther || !session.terminal.interactive) throw thrown
    session.terminal.notice(session.words.say('restore.otherPassphrase', { variable: passphraseVariable }))
    passphrase = (await session.terminal.askSecret(session.words.say('ask.passphrase'))) ?? undefined
    return opening(session, path, passphrase)
  })
  try {
    return { passphrase, encrypted, contents: contentsOf(opened) }
  } finally {
    opened.close()
  }
}

function opening({ dataDir }: Session, path: string, passphrase: string | undefined): Promise<OpenedBackup> {
  return openBackup({ dataDir, path, passphrase }).catch((thrown: unknown) => {
    throw withOption(thrown, path)
  })
}

/** The sentence says how to give a passphrase here. */
function withOption(thrown: unknown, path: string): unknown {
  return toWireError(thrown).code === 'backup_passphrase_needed'
    ? new AppError('backup_passphrase_needed', { file: path, option: passphraseOption })
    : thrown
}

function contentLines({ words }: Session, contents: BackupContents): string[] {
  return [
    words.say('restore.made', { at: words.dateTime(contents.at) }),
    words.say('restore.holds', {
      contacts: words.number(contents.contacts),
      campaigns: words.number(contents.campaigns),
      messages: words.number(contents.messages),
      templates: words.number(contents.templates),
    }),
    words.say('restore.accounts', { accounts: contents.accounts.map(({ name }) => name).join(', ') }),
  ]
}

/** A database that is not to be read is replaced as a file. Whatever else keeps it from being opened or written is told. */
async function putBack(session: Session, path: string, passphrase: string | undefined): Promise<Restored> {
  try {
    const { setAside } = await session.request('backup.restore', {
      path,
      ...(passphrase === undefined ? {} : { passphrase }),
    })
    return { setAside, lost: [] }
  } catch (thrown) {
    if (!unreadable.has(toWireError(thrown).code)) throw withOption(thrown, path)
    session.noteFailure(thrown)
    await session.close()
    const opened = await opening(session, path, passphrase)
    try {
      const { dataDir } = session
      return restoreBackup({ dataDir, path, file: opened.file, now: systemClock.now(), actor: 'command_line' })
    } finally {
      opened.close()
    }
  }
}
