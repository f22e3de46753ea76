/** What SQLite and the file system say, as Griot's storage errors. */
import { AppError, type ErrorCode } from '@shared/errors'

const codes: Readonly<Record<string, ErrorCode>> = {
  SQLITE_FULL: 'disk_full',
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  // another process has held the database for longer than we wait (5 s)
  SQLITE_BUSY: 'storage',
  SQLITE_READONLY: 'folder_read_only',
  SQLITE_CANTOPEN: 'folder_read_only',
  SQLITE_PERM: 'folder_read_only',
  EACCES: 'folder_read_only',
  EPERM: 'folder_read_only',
  EROFS: 'folder_read_only',
  // what making a folder inside one that cannot be written, or inside a file, comes to
  ENOENT: 'folder_read_only',
  ENOTDIR: 'folder_read_only',
  EEXIST: 'folder_read_only',
  ENAMETOOLONG: 'folder_read_only',
  SQLITE_CORRUPT: 'database_damaged',
  SQLITE_NOTADB: 'database_damaged',
}

/** An AppError stays what it is; a storage failure gets its code; anything else is rethrown by the caller as it came. */
export function storageError(error: unknown, path: string): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string') return error
  const exact = codes[code] ?? codes[code.split('_').slice(0, 2).join('_')]
  if (exact) return new AppError(exact, { path }, { cause: error })
  return code.startsWith('SQLITE_IOERR') ? new AppError('storage', { path }, { cause: error }) : error
}
