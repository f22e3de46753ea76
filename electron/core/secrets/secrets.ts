/**
 * The secrets port: where an account's credentials live. Implementations: OS keychain, session memory, environment.
 */

/** One account's credentials, by credential field key. */
export type Credentials = Readonly<Record<string, string>>

export interface SecretStore {
  /** All stored fields of the account; an empty object where nothing is stored. Throws AppError keychain_*. */
  read(accountName: string): Promise<Credentials>
  /** Replaces the account's fields as a whole. Throws AppError keychain_*. */
  write(accountName: string, credentials: Credentials): Promise<void>
  remove(accountName: string): Promise<void>
  /**
   * What lies under an overlay such as the environment: changing one field or renaming reads and writes there, so that
   * an environment's value never ends up in the keychain. Absent where nothing overlays.
   */
  readonly stored?: SecretStore
  /** For doctor and settings: whether this store answers now. Never throws. */
  probe(): Promise<'ok' | 'unavailable' | 'locked'>
}
