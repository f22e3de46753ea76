/**
 * The window may only name files that the person chose: in a dialog, by dropping them, by opening them with Griot; and only
 * a file chosen to save in may be written. A script that took over the window could otherwise read or overwrite any file
 * through core's imports and exports.
 */
import { isAbsolute, relative, resolve } from 'node:path'
import type { RequestName } from '@shared/window-contract'

/** What a file was chosen for. */
export type FilePurpose = 'read' | 'write'

export interface FileGrants {
  grant(path: string, purpose: FilePurpose): void
  /** The first path in `input` that was not chosen for what the request does with it, or null. */
  refused(name: RequestName, input: unknown): string | null
}

/** Fields of the contract that hold a path, at any depth. */
const pathFields: ReadonlySet<string> = new Set(['path', 'rejectsPath'])

/** Requests that write the file at `path`; `rejectsPath` is always written. All others read. */
const writes = /^(backup\.(?:create|chooseFolder)|[a-zA-Z]+\.export[a-zA-Z]*)$/

/** Requests that may name what is in the data folder: Griot's own backups, listed by `program.info`. */
const readsOwnFolder: ReadonlySet<RequestName> = new Set(['backup.inspect', 'backup.restore', 'shell.showItem'])

export function createFileGrants(dataDir: string): FileGrants {
  const granted = { read: new Set<string>(), write: new Set<string>() }
  const allowed = (name: RequestName, { field, path }: NamedFile): boolean => {
    const file = resolve(path)
    if (field === 'rejectsPath' || writes.test(name)) return granted.write.has(file)
    if (readsOwnFolder.has(name) && isInside(dataDir, path)) return true
    return granted.read.has(file) || (name === 'shell.showItem' && granted.write.has(file))
  }
  return {
    grant: (path, purpose) => granted[purpose].add(resolve(path)),
    refused: (name, input) => filesIn(input).find((file) => !allowed(name, file))?.path ?? null,
  }
}

interface NamedFile {
  readonly field: string
  readonly path: string
}

function isInside(folder: string, path: string): boolean {
  const steps = relative(resolve(folder), resolve(path))
  return isAbsolute(path) && steps !== '' && !steps.startsWith('..') && !isAbsolute(steps)
}

function filesIn(value: unknown): NamedFile[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([field, content]: [string, unknown]) =>
    pathFields.has(field) && typeof content === 'string' ? [{ field, path: content }] : filesIn(content),
  )
}
