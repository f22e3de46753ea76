/** The licences of the parts of others in this copy, as the build listed them: a file for each part of the program. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Licence } from '@shared/window-contract'

/** Each package and version once, by name. */
export function licencesOf(folder: string): readonly Licence[] {
  const lists = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Licence[])
  const parts = new Map(lists.flat().map((part) => [`${part.name}@${part.version}`, part]))
  return [...parts.values()].sort((one, other) => one.name.localeCompare(other.name, 'en'))
}
