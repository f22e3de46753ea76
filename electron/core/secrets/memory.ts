/** Credentials for the time that the program runs: for tests, and for people who want nothing stored. */
import type { Credentials, SecretStore } from './secrets'

/** A store that forgets everything at the end. `initial` is copied. */
export function createMemorySecrets(initial: Readonly<Record<string, Credentials>> = {}): SecretStore {
  const accounts = new Map<string, Credentials>(Object.entries(initial))
  return {
    read: (accountName) => Promise.resolve({ ...accounts.get(accountName) }),
    write(accountName, credentials) {
      accounts.set(accountName, { ...credentials })
      return Promise.resolve()
    },
    remove(accountName) {
      accounts.delete(accountName)
      return Promise.resolve()
    },
    probe: () => Promise.resolve('ok'),
  }
}
