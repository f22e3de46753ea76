/**
 * Credentials in the operating system's keychain (Windows Credential Manager, macOS Keychain, Secret Service on Linux):
 * service `Griot`, one entry per account, holding its fields as JSON, with the origin that they were typed for.
 *
 * keytar is loaded at the first use, so that a computer without a keychain (or without libsecret) only hears of it when
 * secrets are wanted. Nothing ever falls back to plain text.
 *
 * Seen on Linux with gnome-keyring: on a locked keyring, reading and deleting answer "nothing there" instead of failing, and
 * `findCredentials` crashes the process. So "nothing there" is believed only after a marker could be written, and
 * `findCredentials` is not used.
 */
import { AppError } from '@shared/errors'
import { fieldsFor, type SecretItem, type SecretStore } from './secrets'

/** The three calls of keytar that are safe to make. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

export interface KeychainOptions {
  /** Default `Griot`; tests use their own. */
  readonly service?: string
  /** Default: keytar from node_modules. */
  readonly load?: () => Promise<Keytar>
  /** Default: this computer's. */
  readonly platform?: NodeJS.Platform
}

/** CRED_MAX_CREDENTIAL_BLOB_SIZE of Windows: 5 × 512 bytes. */
const windowsEntryBytes = 2_560

/** No credential field begins so. */
const originField = '@origin'

/** Entry that only tells whether the keychain can be written; account names cannot begin with a dot. */
const marker = '.probe'

export function createKeychain(options: KeychainOptions = {}): SecretStore {
  const { service = 'Griot', load = loadKeytar, platform = process.platform } = options
  let loaded: Promise<Keytar> | null = null

  /** Runs one call; whatever the keychain throws becomes `keychain_locked` or `keychain_unavailable`. */
  async function ask<Value>(call: (keytar: Keytar) => Promise<Value>): Promise<Value> {
    try {
      loaded ??= load()
      return await call(await loaded)
    } catch (error) {
      throw new AppError(keychainTrouble(error), {}, { cause: error })
    }
  }

  async function writeMarker(): Promise<void> {
    await ask((keytar) => keytar.setPassword(service, marker, 'ok'))
    await ask((keytar) => keytar.deletePassword(service, marker))
  }

  /** Throws `keychain_locked` where "nothing there" may only mean "locked". */
  async function believeNothingThere(): Promise<void> {
    if (platform !== 'linux') return
    try {
      await writeMarker()
    } catch (error) {
      // no keyring at all: then nothing is stored indeed
      if (error instanceof AppError && error.code === 'keychain_locked') throw error
    }
  }

  return {
    async read(accountName, use) {
      const entry = await ask((keytar) => keytar.getPassword(service, accountName))
      if (entry === null) await believeNothingThere()
      return entry === null ? {} : fieldsFor(parseEntry(entry), use, accountName)
    },
    async write(accountName, credentials, origin) {
      const entry = JSON.stringify({ ...credentials, [originField]: origin })
      if (platform === 'win32' && Buffer.byteLength(entry, 'utf8') > windowsEntryBytes) {
        throw new AppError('secret_too_long', { limit: windowsEntryBytes })
      }
      await ask((keytar) => keytar.setPassword(service, accountName, entry))
    },
    async remove(accountName) {
      const removed = await ask((keytar) => keytar.deletePassword(service, accountName))
      if (!removed) await believeNothingThere()
    },
    async probe() {
      try {
        await writeMarker()
        return 'ok'
      } catch (error) {
        return error instanceof AppError && error.code === 'keychain_locked' ? 'locked' : 'unavailable'
      }
    },
  }
}

async function loadKeytar(): Promise<Keytar> {
  const loaded: Keytar & { readonly default?: Keytar } = await import('keytar')
  return loaded.default ?? loaded
}

/**
 * libsecret: "Cannot create an item in a locked collection", "… dismissed"; macOS: "User interaction is not allowed.", "The
 * user name or passphrase you entered is not correct.", "User canceled the operation.". Everything else (no D-Bus, no
 * service, no keyring, no library) is `keychain_unavailable`.
 */
function keychainTrouble(error: unknown): 'keychain_locked' | 'keychain_unavailable' {
  const words = error instanceof Error ? error.message : ''
  return /locked|dismissed|interaction is not allowed|passphrase|cancell?ed/i.test(words)
    ? 'keychain_locked'
    : 'keychain_unavailable'
}

/** Texts by field; an entry that is not ours reads as empty. */
function parseEntry(entry: string): SecretItem {
  try {
    const value: unknown = JSON.parse(entry)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { fields: {}, origin: null }
    const texts = Object.entries(value).filter((field): field is [string, string] => typeof field[1] === 'string')
    const { [originField]: origin = null, ...fields } = Object.fromEntries(texts)
    return { fields, origin }
  } catch {
    return { fields: {}, origin: null }
  }
}
