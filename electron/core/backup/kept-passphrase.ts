/** The passphrase of the daily copies, where a person chose to keep it: in the keychain, or in the environment of a server. Nowhere else. */
import { AppError } from '@shared/errors'
import type { SecretStore } from '../secrets/secrets'

/** No account's name begins with a dot. */
const entry = '.backup'
const origin = 'griot:backup'
const variable = 'GRIOT_BACKUP_PASSPHRASE'

/** Throws AppError backup_passphrase_needed, keychain_*. */
export async function keptPassphrase(secrets: SecretStore): Promise<string> {
  const given = process.env[variable]
  if (given) return given
  const { passphrase } = await secrets.read(entry, { origin, defaultOrigin: origin })
  if (passphrase === undefined) throw new AppError('backup_passphrase_needed')
  return passphrase
}

/** Throws AppError keychain_*. */
export function keepPassphrase(secrets: SecretStore, passphrase: string): Promise<void> {
  return secrets.write(entry, { passphrase }, origin)
}

/** Throws AppError keychain_locked: it may still be in there. A keychain that is not there keeps nothing. */
export async function forgetPassphrase(secrets: SecretStore): Promise<void> {
  await secrets.remove(entry).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'keychain_unavailable') throw error
  })
}

/** The environment's is what copies are made with: throws AppError backup_passphrase_environment for any other that a person types. */
export function refuseOtherInEnvironment(typed: string | undefined): void {
  const given = process.env[variable]
  if (given && typed !== undefined && typed !== given) throw new AppError('backup_passphrase_environment', { variable })
}
