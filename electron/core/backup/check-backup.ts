/**
 * What a file must be before anything of it is read as a backup. Nothing here trusts the file: it may be a pipe that never
 * answers, another program's database, or one of Griot's that a stranger has changed.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { AppError } from '@shared/errors'
import { migrations } from '../storage/migrations'
import { applicationId, buildSchema, connect, type Db } from '../storage/open'

/** The database header (sqlite.org/fileformat.html, 1.3): 100 bytes, `user_version` at 60, `application_id` at 68. */
const headerBytes = 100
const magic = 'SQLite format 3\0'

/** Opens no pipe and no device. Returns the backup's schema version. Throws AppError backup_invalid. */
export function readBackupVersion(path: string): number {
  const stats = statSync(path)
  const header = Buffer.alloc(headerBytes)
  if (!stats.isFile() || stats.size < headerBytes) throw new AppError('backup_invalid', { file: path })
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, headerBytes, 0)
  } finally {
    closeSync(file)
  }
  const version = header.readUInt32BE(60)
  const isOurs = header.toString('latin1', 0, magic.length) === magic && header.readUInt32BE(68) === applicationId
  if (!isOurs || version < 1 || version > migrations.length) throw new AppError('backup_invalid', { file: path })
  return version
}

/** Throws AppError backup_foreign, naming the first object of the schema that is not as `version` makes it. */
export function assertOwnSchema(backup: Db, version: number, path: string): void {
  const own = connect(':memory:')
  try {
    buildSchema(own, version)
    const expected = objectsOf(own)
    const found = objectsOf(backup)
    for (const [name, sql] of found)
      if (expected.get(name) !== sql) throw new AppError('backup_foreign', { file: path, what: name.slice(0, 80) })
    for (const name of expected.keys())
      if (!found.has(name)) throw new AppError('backup_foreign', { file: path, what: name })
  } finally {
    own.close()
  }
}

/** `trigger contact_changed` → its text, without comments and differences of white space. */
function objectsOf(db: Db): Map<string, string> {
  const rows = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema').raw().all() as (string | null)[][]
  return new Map(
    rows.map(([type, name, table, sql]) => [
      `${type} ${name}`,
      `${table} ${(sql ?? '').replace(/--[^\n]*/g, '').replace(/\s+/g, ' ')}`,
    ]),
  )
}
