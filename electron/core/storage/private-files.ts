/**
 * The files of the data folder are readable by their owner alone. Both front ends set `privateMask` before they write; what
 * an older program or a copy left open to others is closed when the database is opened. Windows keeps its own rights.
 */
import { chmodSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** For `process.umask`: new files are 0600, new folders 0700. */
export const privateMask = 0o077

/** The folder itself is left alone: a person may have chosen one that others use too. */
export function closeToOthers(dataDir: string): void {
  if (process.platform === 'win32') return
  for (const folder of ['', 'backups', 'logs'].map((name) => join(dataDir, name))) {
    if (!existsSync(folder)) continue
    if (folder !== join(dataDir, '')) chmodOwn(folder, 0o700)
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const isOurs = folder !== join(dataDir, '') || entry.name.startsWith('griot.')
      if (entry.isFile() && isOurs) chmodOwn(join(folder, entry.name), 0o600)
    }
  }
}

/** What belongs to another person, or lies on a disk without rights, stays as it is. */
function chmodOwn(path: string, mode: number): void {
  try {
    chmodSync(path, mode)
  } catch {
    // opening it says what is wrong, if anything is
  }
}
