/** Which backups the data folder holds. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { databaseFileName } from '../storage/open'

export interface BackupFile {
  readonly path: string
  /** When it was made, epoch ms. */
  readonly at: number
  readonly bytes: number
}

/** The data folder's own backups: `backups/*.sqlite` and the copies made before a migration. Newest first; never throws. */
export function listBackups(dataDir: string): readonly BackupFile[] {
  const own = filesOf(join(dataDir, 'backups')).filter((path) => path.endsWith('.sqlite'))
  const copies = filesOf(dataDir).filter((path) => path.includes(`${databaseFileName}.before-`))
  return [...own, ...copies]
    .map((path) => ({ path, stats: statSync(path, { throwIfNoEntry: false }) }))
    .flatMap(({ path, stats }) => (stats?.isFile() ? [{ path, at: Math.round(stats.mtimeMs), bytes: stats.size }] : []))
    .sort((a, b) => b.at - a.at)
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch {
    return []
  }
}
