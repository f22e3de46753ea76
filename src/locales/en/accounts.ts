/** Accounts. */
import type { Messages } from '../fr'

export const accounts: Messages['accounts'] = {
  empty: {
    body: 'An account at a gateway lets you send. Its keys stay in the keychain of the computer.',
    title: 'No account yet',
  },
}
