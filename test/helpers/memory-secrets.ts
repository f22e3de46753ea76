/** Credentials in memory, where a test is not about the keychain. */
import { fieldsFor, type Credentials, type SecretItem, type SecretStore } from '@core/secrets/secrets'

/** A store that forgets everything at the end. `initial` is copied. */
export function createMemorySecrets(initial: Readonly<Record<string, Credentials>> = {}): SecretStore {
  const accounts = new Map<string, SecretItem>(
    Object.entries(initial).map(([name, fields]) => [name, { fields, origin: null }]),
  )
  return {
    async read(accountName, use) {
      const item = accounts.get(accountName)
      return Promise.resolve(item === undefined ? {} : { ...fieldsFor(item, use, accountName) })
    },
    write(accountName, credentials, origin) {
      accounts.set(accountName, { fields: { ...credentials }, origin })
      return Promise.resolve()
    },
    remove(accountName) {
      accounts.delete(accountName)
      return Promise.resolve()
    },
    probe: () => Promise.resolve('ok'),
  }
}
