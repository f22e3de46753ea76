/** What main and the process of core ask and tell each other over their port. Both sides derive their types from here. */
import type { BackupFile } from '@core/backup/list-backups'
import type { Restored } from '@core/backup/restore-backup'
import type { Log } from '@core/log'
import type { Credentials, SecretUse } from '@core/secrets/secrets'
import type { CoreEventName, CoreEvents, CoreHandlers } from '@shared/ipc-contract'
import type { Language } from '@shared/language'

export interface OpenOptions {
  readonly dataDir: string
  /** Of the sandbox account and the sample texts that a new database starts with. */
  readonly language: Language
  /** Griot's own. */
  readonly version: string
  /** Events of this life of core are numbered from here: the window drops what is older than what it has. */
  readonly firstSequence: number
}

/** What the process of core answers: the contract, its own life, and what can be done to data that can't be opened. */
export interface CoreCalls extends CoreHandlers {
  /** Opens core. Throws AppError of the storage kinds; may then be asked again. */
  readonly 'core.open': (options: OpenOptions) => Promise<void>
  /** Begins what goes on by itself. */
  readonly 'core.start': (nothing: void) => Promise<void>
  /** Campaigns come back paused, the database is closed; nothing more is answered. */
  readonly 'core.close': (nothing: void) => Promise<void>
  /** The data folder's own backups, newest first. These three only while core is not open. */
  readonly 'rescue.backups': (folder: { readonly dataDir: string }) => Promise<readonly BackupFile[]>
  /** Throws AppError as `restoreBackup`. */
  readonly 'rescue.restore': (wish: { readonly dataDir: string; readonly path: string }) => Promise<Restored>
  /** Resolves with where the former database is now. Throws AppError as `startAnew`. */
  readonly 'rescue.startAnew': (folder: { readonly dataDir: string }) => Promise<string>
}

/** What main answers: the keychain's entries belong to the application, so the system asks it alone. */
export interface MainCalls {
  readonly 'keychain.read': (of: { readonly account: string; readonly use: SecretUse }) => Promise<Credentials>
  readonly 'keychain.write': (entry: {
    readonly account: string
    readonly credentials: Credentials
    readonly origin: string
  }) => Promise<void>
  readonly 'keychain.remove': (of: { readonly account: string }) => Promise<void>
  readonly 'keychain.probe': (nothing: void) => Promise<'ok' | 'unavailable' | 'locked'>
}

export type EventNews = {
  [Name in CoreEventName]: { readonly kind: 'event'; readonly name: Name; readonly payload: CoreEvents[Name] }
}[CoreEventName]

/** What the process of core tells without being asked. */
export type CoreNews =
  | EventNews
  /** A line for the program's log, redacted. */
  | {
      readonly kind: 'log'
      readonly level: keyof Log
      readonly event: string
      readonly details: Readonly<Record<string, unknown>> | undefined
    }
  /** A bug left core in a state that nobody knows: main ends the process. */
  | { readonly kind: 'broken' }
