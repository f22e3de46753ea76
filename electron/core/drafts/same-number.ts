/**
 * What rows with one number get, as the person chose: only the first a message, one message together, or one each. A row whose
 * text would be equal to that of an earlier row with its number gets none in any case.
 */
import type { JoinedLine, JoinedRows } from '@shared/contract/drafts'
import type { ConditionCell } from '@shared/contract/recipients'
import type { CoreContext } from '../context'
import { joinRows, joinWords } from '../recipients/join-rows'
import type { Draft } from '../storage/draft'
import {
  duplicatesOfNumbers,
  rowsOfNumbers,
  sharedNumbers,
  type Candidate,
  type SameNumberRow,
} from '../storage/recipient'
import type { StoredSource } from '../storage/recipient-source'
import { readingsOf } from './message-text'

/** An amount that could not be added up with those of the other rows. */
export interface UnsummedCell extends ConditionCell {
  /** Position of its column among the stored ones. */
  readonly column: number
}

/** A recipient, with the cells of every row that shares its message. */
export interface SharedRecipient {
  readonly recipient: Candidate
  /** The other rows, in order. */
  readonly lines: readonly JoinedLine[]
  readonly unsummed: readonly UnsummedCell[]
}

export interface SameNumberRows {
  /** Whether duplicates are walked too. */
  readonly each: boolean
  /** Reads the rows that a page's recipients share their numbers with, all at once. */
  of(page: readonly Candidate[]): PageOfSameNumbers
}

export interface PageOfSameNumbers {
  joined(recipient: Candidate, source: number): SharedRecipient
  /** Usable rows with the same number that come before it. */
  before(recipient: Candidate): readonly SameNumberRow[]
}

const none: readonly never[] = []
const byItself = (recipient: Candidate): SharedRecipient => ({ recipient, lines: none, unsummed: none })
const alone: PageOfSameNumbers = { joined: byItself, before: () => none }

export function sameNumberRows(
  context: CoreContext,
  draft: Pick<Draft, 'id' | 'sameNumber' | 'columns'>,
  sources: readonly StoredSource[],
): SameNumberRows {
  const { db } = context
  const hasDuplicates = sources.some(({ duplicate }) => duplicate > 0)
  const isEach = draft.sameNumber === 'each' && hasDuplicates
  const join = draft.sameNumber === 'join' && hasDuplicates ? joinerOf(context, draft, sources) : null
  const campaignId = draft.id
  return {
    each: isEach,
    of(page) {
      const numbers = { campaignId, phones: page.map(({ phone }) => phone) }
      if (join !== null) {
        const duplicates = duplicatesOfNumbers(db, numbers)
        return {
          joined: (recipient, source) => join(recipient, source, duplicates.get(recipient.phone) ?? none),
          before: () => none,
        }
      }
      if (!isEach) return alone
      const shared = rowsOfNumbers(db, { campaignId, phones: sharedNumbers(db, numbers) })
      return {
        joined: byItself,
        before(recipient) {
          const rows = shared.get(recipient.phone) ?? none
          const own = rows.findIndex(({ id }) => id === recipient.id)
          return rows.slice(0, Math.max(0, own))
        },
      }
    },
  }
}

/** @returns the valid recipient of a source with the cells of all rows with its number */
function joinerOf(
  context: CoreContext,
  draft: Pick<Draft, 'columns'>,
  sources: readonly StoredSource[],
): (recipient: Candidate, source: number, duplicates: readonly SameNumberRow[]) => SharedRecipient {
  const language = context.textLanguage()
  const positions = draft.columns.map((_, position) => position)
  const readings = new Map(sources.map((source) => [source.id, readingsOf(source, positions)]))
  const sourceOf = (id: number): StoredSource | undefined => sources.find((source) => source.id === id)
  const rank = new Map(sources.map(({ id }, index) => [id, index]))
  const inOrder = (left: SameNumberRow, right: SameNumberRow): number =>
    (rank.get(left.source) ?? 0) - (rank.get(right.source) ?? 0) || left.id - right.id
  return (recipient, source, duplicates) => {
    // a source that is being read, or goes, does not count
    const others = duplicates.filter((row) => rank.has(row.source))
    if (others.length === 0) return byItself(recipient)
    const { id, line, values, typed } = recipient
    const own: SameNumberRow = { id, source, status: 'valid', line, name: recipient.name, values, typed }
    const rows = [...others, own].sort(inOrder)
    const names = rows.flatMap(({ name }) => (name === null || name.trim() === '' ? [] : [name]))
    const name = names.length === 0 ? null : joinWords(names, language)
    const { unsummed, ...cells } = joinRows(
      rows.map((row) => ({ ...row, readings: readings.get(row.source) })),
      draft.columns,
      language,
    )
    return {
      recipient: { ...recipient, ...cells, name },
      lines: rows
        .filter((row) => row !== own)
        .map((row) => lineOf(row, row.source === source ? undefined : sourceOf(row.source))),
      unsummed: unsummed.map(({ row, column }) => ({
        source: sourceOf(row.source)?.position ?? 0,
        line: row.line,
        value: unsummedText(row, column),
        column,
      })),
    }
  }
}

function lineOf({ line }: SameNumberRow, source: StoredSource | undefined): JoinedLine {
  return source === undefined ? { line } : { line, source: source.reading.label }
}

/** An error shows nothing: its code says what stands there. */
function unsummedText({ values, typed }: SameNumberRow, column: number): string {
  const cell = typed?.[column]
  return (cell?.kind === 'error' ? cell.code : (values[column] ?? '')).slice(0, 200)
}

/** Counts messages that stand for several rows. */
export class JoinedTally {
  #rows = 0
  #messages = 0

  add(lines: readonly JoinedLine[]): void {
    if (lines.length === 0) return
    this.#rows += lines.length
    this.#messages += 1
  }

  counts(): JoinedRows {
    return { rows: this.#rows, messages: this.#messages }
  }
}

/** Rows that the walk over a draft visits. */
export function walkedRows(draft: Pick<Draft, 'sameNumber'>, sources: readonly StoredSource[]): number {
  return sources.reduce((sum, { valid, duplicate }) => sum + valid + (draft.sameNumber === 'each' ? duplicate : 0), 0)
}
