/** Backups: made by hand, looked into, put back. */
import { filePath, nothing, request, z } from './schema'

/** Of a new backup. What an existing one was made with may be shorter. */
export const leastPassphrase = 8
const passphrase = z.string().min(1).max(500)

export interface BackupContents {
  /** When it was made, epoch ms: noted inside, else what the file system says. */
  readonly at: number
  readonly contacts: number
  readonly campaigns: number
  readonly messages: number
  readonly templates: number
  readonly accounts: readonly { readonly name: string; readonly gateway: string }[]
}

export interface InspectedBackup {
  readonly path: string
  readonly bytes: number
  readonly encrypted: boolean
  /** Null where it is encrypted and no passphrase was given. */
  readonly contents: BackupContents | null
  /** Folder in which today's data is kept when it is restored. */
  readonly keptIn: string
}

export const backupRequests = {
  /** With a passphrase the file is encrypted (age). Throws backup_passphrase_short. */
  'backup.create': request<{ readonly path: string; readonly bytes: number; readonly encrypted: boolean }>()(
    z.object({ path: filePath, passphrase: passphrase.optional() }),
  ),
  /**
   * What a file is and holds; changes nothing. An encrypted one stays open for `backup.restore` until `backup.forget`, so that the
   * passphrase is given once.
   */
  'backup.inspect': request<InspectedBackup>()(z.object({ path: filePath, passphrase: passphrase.optional() })),
  'backup.forget': request<void>()(nothing),
  /** Sets the present database aside and puts the backup in its place; campaigns come back paused. */
  'backup.restore': request<{ readonly setAside: string }>()(
    z.object({ path: filePath, passphrase: passphrase.optional() }),
  ),
} as const
