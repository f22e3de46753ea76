/** Who is left out of a sending, added up: rows = recipients + all of these. */
import type { Excluded } from '@shared/contract/drafts'
import type { Draft } from '../storage/draft'
import type { StoredSource } from '../storage/recipient-source'

/** What the walk over the valid rows leaves out; bad rows and duplicates are counted by their sources. */
export type LeftOut = Pick<Excluded, 'optedOut' | 'emptyField' | 'repeated'>

/** Duplicates are left out only where the person did not choose a message for them (same-number.ts). */
export function excludedOf(
  { sameNumber }: Pick<Draft, 'sameNumber'>,
  sources: readonly StoredSource[],
  left: LeftOut,
): Excluded {
  const sum = (key: 'invalid' | 'duplicate'): number => sources.reduce((total, source) => total + source[key], 0)
  return { invalid: sum('invalid'), duplicate: sameNumber === 'first' ? sum('duplicate') : 0, ...left }
}
