/**
 * The secrets port: where an account's credentials live. Implementations: OS keychain, session memory, environment.
 */

import { AppError } from '@shared/errors'

/** One account's credentials, by credential field key. */
export type Credentials = Readonly<Record<string, string>>

/** Where an account's credentials are to be sent: origins are scheme, host and port, as `URL` spells them. */
export interface SecretUse {
  readonly origin: string
  /** The gateway's own: credentials stored without an origin are for it alone. */
  readonly defaultOrigin: string
}

/** What a store keeps for one account. */
export interface SecretItem {
  readonly fields: Credentials
  /** For which they were typed; null where it was not noted. */
  readonly origin: string | null
}

/** The item's fields, where they are for this use. Throws AppError secret_other_origin. */
export function fieldsFor(item: SecretItem, use: SecretUse, account: string): Credentials {
  const isEmpty = Object.keys(item.fields).length === 0
  if (isEmpty || (item.origin ?? use.defaultOrigin) === use.origin) return item.fields
  throw new AppError('secret_other_origin', { account, url: use.origin })
}

export interface SecretStore {
  /**
   * The account's fields; an empty object where nothing is stored. Throws AppError keychain_*, and secret_other_origin where
   * they were typed for another address.
   */
  read(accountName: string, use: SecretUse): Promise<Credentials>
  /** Replaces the account's fields as a whole; they are for `origin` alone from now on. Throws AppError keychain_*. */
  write(accountName: string, credentials: Credentials, origin: string): Promise<void>
  remove(accountName: string): Promise<void>
  /**
   * What lies under an overlay such as the environment: changing one field or renaming reads and writes there, so that
   * an environment's value never ends up in the keychain. Absent where nothing overlays.
   */
  readonly stored?: SecretStore
  /** For doctor and settings: whether this store answers now. Never throws. */
  probe(): Promise<'ok' | 'unavailable' | 'locked'>
}
