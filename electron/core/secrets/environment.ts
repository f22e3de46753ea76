/**
 * Credentials from the environment, for machines without a keychain: `GRIOT_SECRET_<ACCOUNT>_<FIELD>`. They win field by
 * field over whatever is stored, and are never written anywhere.
 */
import { secretVariable } from '@shared/domain/account'
import type { Credentials, SecretStore } from './secrets'

/** Reads one account's fields. Unset and empty variables do not count. */
export interface EnvironmentSecrets {
  read(accountName: string): Credentials
}

/**
 * `variables` is the process's environment, read at each call. `fieldKeys` are the credential fields to look for: every
 * field of every gateway, since a variable's name alone does not tell `KING` + `API_KEY` from `KING_API` + `KEY`.
 */
export function createEnvironmentSecrets(
  variables: Readonly<Record<string, string | undefined>>,
  fieldKeys: readonly string[],
): EnvironmentSecrets {
  return {
    read(accountName) {
      const found = new Map<string, string>()
      for (const key of fieldKeys) {
        const value = variables[secretVariable(accountName, key)]
        if (value !== undefined && value !== '') found.set(key, value)
      }
      return Object.fromEntries(found)
    },
  }
}

/**
 * `stored` (the keychain) under the environment. The keychain is not asked at all where `isComplete` says that the
 * environment gives everything, so that a server without one never meets its errors or prompts. Where the keychain does
 * not answer, an account with at least one variable goes on with what the environment gives.
 */
export function combineSecrets(
  environment: EnvironmentSecrets,
  stored: SecretStore,
  isComplete: (accountName: string, credentials: Credentials) => boolean = () => false,
): SecretStore {
  return {
    async read(accountName, use) {
      const given = environment.read(accountName)
      if (isComplete(accountName, given)) return given
      try {
        return { ...(await stored.read(accountName, use)), ...given }
      } catch (error) {
        if (Object.keys(given).length > 0) return given
        throw error
      }
    },
    write: (accountName, credentials, origin) => stored.write(accountName, credentials, origin),
    remove: (accountName) => stored.remove(accountName),
    stored,
    probe: () => stored.probe(),
  }
}
