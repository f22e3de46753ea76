/** What a restored database takes over from the one that it replaces. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { LostPart } from '@shared/contract/backup'
import type { Settings } from '@shared/contract/program'
import { listAccounts, type StoredAccount } from '../storage/account'
import { erasures, type Erasure } from '../storage/erase'
import { connect, databaseFileName, type Db } from '../storage/open'
import { defaultSettings, readSettings } from '../storage/setting'
import { listBackups } from './list-backups'

export interface Present {
  /** Addresses that this computer has used. */
  readonly accounts: readonly StoredAccount[]
  /** This computer's choice of a folder for copies: a backup's own may name any folder of the network. */
  readonly backups: Settings['backups']
  /** People who were erased here: an older backup does not bring them back. */
  readonly erased: readonly Erasure[]
}

const nothingPresent: Present = { accounts: [], backups: defaultSettings.backups, erased: [] }

/** Throws what SQLite says. */
export function presentOf(db: Db): Present {
  return { accounts: listAccounts(db), backups: readSettings(db).backups, erased: erasures(db) }
}

export interface Salvage {
  readonly present: Present
  readonly lost: readonly LostPart[]
}

/** Of a database that may be damaged: what can be read. People who were erased are looked for in the data folder's backups too. Never throws. */
export function salvagePresent(dataDir: string): Salvage {
  const path = join(dataDir, databaseFileName)
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isFile() !== true || stats.size === 0) return { present: nothingPresent, lost: [] }
  const lost: LostPart[] = []
  const part = <Value>(name: LostPart, read: (db: Db) => Value): Value | null => {
    const value = reading(path, read)
    if (value === null) lost.push(name)
    return value
  }
  const accounts = part('accounts', listAccounts) ?? []
  const backups = part('copies', (db) => readSettings(db).backups) ?? defaultSettings.backups
  const erased = part('erasures', erasures) ?? [
    ...(reading(path, readableErasures) ?? []),
    ...listBackups(dataDir).flatMap((backup) => reading(backup.path, readableErasures) ?? []),
  ]
  return { present: { accounts, backups, erased: newestOfEach(erased) }, lost }
}

/** Null where it cannot be read. */
function reading<Value>(path: string, read: (db: Db) => Value): Value | null {
  let db: Db | null = null
  try {
    db = connect(path, { readonly: true })
    return read(db)
  } catch {
    return null
  } finally {
    db?.close()
  }
}

/** From both ends as far as a damaged page. */
function readableErasures(db: Db): Erasure[] {
  const found: Erasure[] = []
  for (const order of ['ASC', 'DESC']) {
    try {
      for (const row of db
        .prepare(`SELECT phone, erased_at AS at, restored FROM erasure ORDER BY phone ${order}`)
        .iterate()) {
        const { phone, at, restored } = row as Erasure
        // of a damaged page anything may come
        if (/^\+[1-9]\d{5,14}$/.test(phone) && Number.isSafeInteger(at)) found.push({ phone, at, restored })
      }
      break
    } catch {
      // the other end
    }
  }
  return found
}

function newestOfEach(erased: readonly Erasure[]): Erasure[] {
  const newest = new Map<string, Erasure>()
  for (const each of erased) if (each.at >= (newest.get(each.phone)?.at ?? each.at)) newest.set(each.phone, each)
  return [...newest.values()]
}
