/** Backups: made by hand, looked into, put back. */
import type { WireError } from '../errors'
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

/** What a damaged database may keep to itself when a backup takes its place: known addresses, the folder for copies, who was erased. */
export type LostPart = 'accounts' | 'copies' | 'erasures'

export interface InspectedBackup {
  readonly path: string
  readonly bytes: number
  readonly encrypted: boolean
  /** Null where it is encrypted and no passphrase was given. */
  readonly contents: BackupContents | null
  /** Folder in which today's data is kept when it is restored. */
  readonly keptIn: string
}

/** `kept`: the passphrase is in the keychain, for the daily copy; `asked`: copies are made by hand, with it typed each time. */
export const copyProtections = ['none', 'kept', 'asked'] as const
export type CopyProtection = (typeof copyProtections)[number]

export interface FolderCopy {
  readonly path: string
  /** YYYY-MM-DD, UTC. */
  readonly day: string
  readonly bytes: number
  readonly encrypted: boolean
}

/** Copies in a folder or on a drive that a person chose. */
export interface FolderCopies {
  readonly folder: string
  readonly keep: number
  readonly protection: CopyProtection
  readonly last: { readonly at: number; readonly bytes: number } | null
  /** Why no copy can be made now: backup_folder_*, backup_passphrase_needed, keychain_*… */
  readonly problem: WireError | null
  /** What lies there now, newest first. */
  readonly copies: readonly FolderCopy[]
}

/** A file that still holds somebody who was erased. */
export interface KeptBackup {
  readonly path: string
  /** When the file was made, epoch ms. */
  readonly at: number
  /** `unreadable`: not written anew, because it is damaged, protected, or there is no room. */
  readonly reason: 'encrypted' | 'unreadable'
}

export interface BackupErasure {
  /** Files that were written anew without them. */
  readonly rewritten: number
  readonly left: readonly KeptBackup[]
  /** The chosen folder, where it is away: its copies follow when it is back. */
  readonly folderAway: string | null
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
  /** Null where no folder is chosen. */
  'backup.copies': request<FolderCopies | null>()(nothing),
  /** From now on a copy a day goes there; null: no more. Throws backup_folder_*. */
  'backup.chooseFolder': request<FolderCopies | null>()(z.object({ path: filePath.nullable() })),
  /** A passphrase is taken with `kept` only, and may be left out where one is kept already. */
  'backup.saveCopies': request<FolderCopies | null>()(
    z.object({
      keep: z.number().int().min(1).max(365),
      protection: z.enum(copyProtections),
      passphrase: passphrase.optional(),
    }),
  ),
  /** Throws backup_folder_*, backup_passphrase_*, backup_unverified. */
  'backup.copyNow': request<{ readonly path: string; readonly bytes: number }>()(
    z.object({ passphrase: passphrase.optional() }),
  ),
  /** Removes files among those that `backup.copies` or `backup.erase` named; any other is left alone. Throws file_write_failed. */
  'backup.removeCopies': request<{ readonly removed: number }>()(z.object({ files: z.array(filePath).max(1000) })),
  /** Writes the backups that Griot can reach anew, without anybody who was erased. Progress in files. */
  'backup.erase': request<BackupErasure>()(z.object({ jobId: z.string().max(200) })),
} as const
