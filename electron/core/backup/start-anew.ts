/** The way out where the database is damaged and no backup is wanted or there is none: it is set aside and a new one begins. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ProgramInfo } from '@shared/contract/program'
import { databaseFileName, setAside, type Db } from '../storage/open'
import { claimAlone } from '../storage/open-mark'
import { readMark } from '../storage/setting'
import { listBackups } from './list-backups'

const label = 'damaged'

/**
 * This process has closed the database. Returns where the damaged one is now; the next open makes a new one. Throws AppError
 * data_in_use where another process has it open.
 */
export function startAnew({ dataDir, now }: { dataDir: string; now: number }): string {
  const claim = claimAlone(dataDir)
  try {
    return setAside(dataDir, now, label)
  } finally {
    claim.release()
  }
}

/** What was set aside when the present database began, and the backup that could take its place; null where nothing was. */
export function damageBefore(db: Db, dataDir: string): ProgramInfo['damaged'] {
  const began = Number(readMark(db, 'first-run') ?? Number.NaN)
  const prefix = `${databaseFileName}.${label}-`
  const [last] = readdirSync(dataDir)
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => ({ name, at: Number(name.slice(prefix.length)) }))
    .filter(({ at }) => at <= began)
    .sort((a, b) => b.at - a.at)
  return last === undefined
    ? null
    : { setAside: join(dataDir, last.name), backup: listBackups(dataDir)[0]?.path ?? null }
}
