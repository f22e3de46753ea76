/**
 * The keychain over the port: main asks the system, since the entries belong to the application, and core sees the same
 * `SecretStore`. Secrets cross between these two processes only; the page has no such request.
 */
import type { SecretStore } from '@core/secrets/secrets'
import type { MainCalls } from './messages'
import type { Joined } from './port'

/** Core's side. */
export function keychainOverPort(main: Pick<Joined<MainCalls, never>, 'ask'>): SecretStore {
  return {
    read: (account, use) => main.ask('keychain.read', { account, use }),
    write: (account, credentials, origin) => main.ask('keychain.write', { account, credentials, origin }),
    remove: (account) => main.ask('keychain.remove', { account }),
    probe: () => main.ask('keychain.probe', undefined),
  }
}

/** Main's side. */
export function keychainAnswers(keychain: SecretStore): MainCalls {
  return {
    'keychain.read': ({ account, use }) => keychain.read(account, use),
    'keychain.write': ({ account, credentials, origin }) => keychain.write(account, credentials, origin),
    'keychain.remove': ({ account }) => keychain.remove(account),
    'keychain.probe': () => keychain.probe(),
  }
}
