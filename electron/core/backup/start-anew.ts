/** The way out where the database is damaged and no backup is wanted or there is none: it is set aside and a new one begins. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ProgramInfo } from '@shared/contract/program'
import { databaseFileName, setAside, type Db } from '../storage/open'
import { readMark } from '../storage/setting'
import { listBackups } from './restore-backup'

const label = 'damaged'

/** Nothing may have the database open. Returns where the damaged one is now; the next open makes a new one. */
export function startAnew({ dataDir, now }: { dataDir: string; now: number }): string {
  return setAside(dataDir, now, label)
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
