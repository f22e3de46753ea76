/**
 * What rows with one number get, as the person chose: only the first a message, one message together, or one each. A row whose
 * text would be equal to that of an earlier row with its number gets none in any case.
 */
import type { CoreContext } from '../context'
import { joinRows, joinWords } from '../recipients/join-rows'
import type { Draft } from '../storage/draft'
import { rowsOfNumbers, sharedNumbers, type Candidate, type SameNumberRow } from '../storage/recipient'
import type { StoredSource } from '../storage/recipient-source'

export interface SameNumberRows {
  /** Whether duplicates are walked too. */
  readonly each: boolean
  /** Reads the rows that a page's recipients share their numbers with, all at once. */
  of(page: readonly Candidate[]): PageOfSameNumbers
}

export interface PageOfSameNumbers {
  /** The recipient with the cells of every row that shares its message. */
  joined(recipient: Candidate): Candidate
  /** Usable rows with the same number that come before it. */
  before(recipient: Candidate): readonly SameNumberRow[]
}

const alone: PageOfSameNumbers = { joined: (recipient) => recipient, before: () => [] }

export function sameNumberRows(
  context: CoreContext,
  draft: Pick<Draft, 'id' | 'sameNumber' | 'columns'>,
  sources: readonly StoredSource[],
): SameNumberRows {
  const { db } = context
  const language = context.settings().language === 'en' ? 'en' : 'fr'
  const hasDuplicates = sources.some(({ duplicate }) => duplicate > 0)
  const isJoined = draft.sameNumber === 'join' && hasDuplicates
  const isEach = draft.sameNumber === 'each' && hasDuplicates
  const rowsOfPage = (page: readonly Candidate[]): ReadonlyMap<string, readonly SameNumberRow[]> => {
    const campaignId = draft.id
    const phones = sharedNumbers(db, { campaignId, phones: page.map(({ phone }) => phone) })
    return phones.length === 0 ? new Map() : rowsOfNumbers(db, { campaignId, phones })
  }
  return {
    each: isEach,
    of(page) {
      if (!isJoined && !isEach) return alone
      const shared = rowsOfPage(page)
      if (isEach) {
        return {
          joined: (recipient) => recipient,
          before({ id, phone }) {
            const rows = shared.get(phone) ?? []
            return rows.slice(
              0,
              Math.max(
                0,
                rows.findIndex((row) => row.id === id),
              ),
            )
          },
        }
      }
      return {
        joined(recipient) {
          const rows = shared.get(recipient.phone) ?? []
          if (rows.length < 2) return recipient
          const names = rows.flatMap(({ name }) => (name === null || name.trim() === '' ? [] : [name]))
          const name = names.length === 0 ? null : joinWords(names, language)
          return { ...recipient, ...joinRows(rows, draft.columns, language), name }
        },
        before: () => [],
      }
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
