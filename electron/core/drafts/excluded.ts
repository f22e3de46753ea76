/** Who is left out of a sending, added up: rows = recipients + all of these. */
import type { Excluded } from '@shared/contract/drafts'
import type { StoredSource } from '../storage/recipient-source'

/** What the walk over the valid rows leaves out; bad rows and duplicates are counted by their sources. */
export type LeftOut = Pick<Excluded, 'optedOut' | 'emptyField' | 'repeated'>

export function excludedOf(sources: readonly StoredSource[], left: LeftOut): Excluded {
  const sum = (key: 'invalid' | 'duplicate'): number => sources.reduce((total, source) => total + source[key], 0)
  return { invalid: sum('invalid'), duplicate: sum('duplicate'), ...left }
}
