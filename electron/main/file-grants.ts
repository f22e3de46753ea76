/**
 * The window may only name files that the person chose: in a dialog, by dropping them, by opening them with Griot.
 * A script that took over the window could otherwise read or overwrite any file through core's imports and exports.
 */
import { isAbsolute, relative, resolve } from 'node:path'
import type { RequestName } from '@shared/window-contract'

export interface FileGrants {
  grant(path: string): void
  /** The first path in `input` that nobody chose, or null. */
  refused(name: RequestName, input: unknown): string | null
}

/** Fields of the contract that hold a path, at any depth. */
const pathFields: ReadonlySet<string> = new Set(['path', 'rejectsPath'])

/** Requests that may name what is in the data folder: Griot's own backups, listed by `program.info`. */
const readsOwnFolder: ReadonlySet<RequestName> = new Set(['backup.restore', 'shell.showItem'])

export function createFileGrants(dataDir: string): FileGrants {
  const granted = new Set<string>()
  const allowed = (name: RequestName, path: string): boolean =>
    granted.has(resolve(path)) || (readsOwnFolder.has(name) && isInside(dataDir, path))
  return {
    grant: (path) => granted.add(resolve(path)),
    refused: (name, input) => pathsIn(input).find((path) => !allowed(name, path)) ?? null,
  }
}

function isInside(folder: string, path: string): boolean {
  const steps = relative(resolve(folder), resolve(path))
  return isAbsolute(path) && steps !== '' && !steps.startsWith('..') && !isAbsolute(steps)
}

function pathsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, field]: [string, unknown]) =>
    pathFields.has(key) && typeof field === 'string' ? [field] : pathsIn(field),
  )
}
