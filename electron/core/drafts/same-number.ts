/**
 * What rows with one number get, as the person chose: only the first a message, one message together, or one each. A row whose
 * text would be equal to that of an earlier row with its number gets none in any case.
 */
import type { CoreContext } from '../context'
import { joinRows, joinWords } from '../recipients/join-rows'
import type { Draft } from '../storage/draft'
import { rowsOfNumber, type Candidate, type SameNumberRow } from '../storage/recipient'
import type { StoredSource } from '../storage/recipient-source'

export interface SameNumberRows {
  /** Whether duplicates are walked too. */
  readonly each: boolean
  /** The recipient with the cells of every row that shares its message. */
  joined(recipient: Candidate): Candidate
  /** Usable rows with the same number that come before it. */
  before(recipient: Candidate): readonly SameNumberRow[]
}

export function sameNumberRows(
  context: CoreContext,
  draft: Pick<Draft, 'id' | 'sameNumber' | 'columns'>,
  sources: readonly StoredSource[],
): SameNumberRows {
  const { db } = context
  const language = context.settings().language === 'en' ? 'en' : 'fr'
  const hasDuplicates = sources.some(({ duplicate }) => duplicate > 0)
  const rowsOf = ({ phone }: Candidate): SameNumberRow[] => rowsOfNumber(db, { campaignId: draft.id, phone })
  const isJoined = draft.sameNumber === 'join' && hasDuplicates
  const isEach = draft.sameNumber === 'each' && hasDuplicates
  return {
    each: isEach,
    joined(recipient) {
      if (!isJoined) return recipient
      const rows = rowsOf(recipient)
      if (rows.length < 2) return recipient
      const names = rows.flatMap(({ name }) => (name === null || name.trim() === '' ? [] : [name]))
      const name = names.length === 0 ? null : joinWords(names, language)
      return { ...recipient, ...joinRows(rows, draft.columns, language), name }
    },
    before(recipient) {
      if (!isEach) return []
      const rows = rowsOf(recipient)
      return rows.slice(
        0,
        rows.findIndex(({ id }) => id === recipient.id),
      )
    },
  }
}

/** Duplicates that are neither left out nor counted as recipients. */
export function joinedRows(draft: Pick<Draft, 'sameNumber'>, sources: readonly StoredSource[]): number {
  return draft.sameNumber === 'join' ? sources.reduce((sum, { duplicate }) => sum + duplicate, 0) : 0
}

/** Rows that the walk over a draft visits. */
export function walkedRows(draft: Pick<Draft, 'sameNumber'>, sources: readonly StoredSource[]): number {
  return sources.reduce((sum, { valid, duplicate }) => sum + valid + (draft.sameNumber === 'each' ? duplicate : 0), 0)
}
