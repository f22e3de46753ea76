/** Passphrases of backups: typed, from standard input, or from the environment. Never an argument: those show in the list of processes. */
import { leastPassphrase } from '@shared/contract/backup'
import { usageError } from './failure'
import type { Session } from './session'

export interface PassphraseOptions {
  readonly passphraseStdin?: boolean
}

/** The variable with the passphrase, for servers; the keys of accounts have such variables too. */
export const passphraseVariable = 'GRIOT_BACKUP_PASSPHRASE'
export const passphraseOption = '--passphrase-stdin'

/** The person types it twice, because the terminal does not show it. */
export async function newPassphrase(session: Session, options: PassphraseOptions): Promise<string> {
  const { terminal, words } = session
  const given = await givenPassphrase(session, options)
  if (given !== undefined) {
    if (options.passphraseStdin !== true)
      terminal.notice(words.say('backup.fromVariable', { variable: passphraseVariable }))
    return given
  }
  if (!terminal.interactive)
    throw usageError(words.say('needs.passphrase', { option: passphraseOption, variable: passphraseVariable }))
  terminal.notice(words.say('backup.forgotten'))
  const first = await terminal.askSecret(words.say('ask.newPassphrase', { least: leastPassphrase }))
  const second = await terminal.askSecret(words.say('ask.passphraseAgain'))
  if (first === null || first !== second) throw usageError(words.say('bad.passphraseAgain'))
  return first
}

/** Standard input's first line, else the environment's. */
export async function givenPassphrase(
  { terminal, words }: Session,
  { passphraseStdin }: PassphraseOptions,
): Promise<string | undefined> {
  const variable = process.env[passphraseVariable]
  if (passphraseStdin !== true) return variable === '' ? undefined : variable
  const [line = ''] = (await terminal.readAll()).split(/\r?\n/)
  if (line === '') throw usageError(words.say('bad.passphraseEmpty', { option: passphraseOption }))
  return line
}
