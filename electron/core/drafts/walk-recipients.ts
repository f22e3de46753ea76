/**
 * The one walk over a draft's recipients, in the order in which they are sent: who gets a message, with which text, and who
 * is left out and why. Bill, preview and planning all take this walk. Bounded steps; memory does not grow with the list.
 *
 * Who is left out for several reasons counts for the first of: invalid, duplicate, opted out, empty field, repeated; so that
 * rows = recipients + everybody left out, and rows that share a message where that was chosen (same-number.ts).
 */
import type { MessageText } from '@shared/domain/message-rendering'
import type { CoreContext } from '../context'
import type { Draft } from '../storage/draft'
import { recentTexts } from '../storage/recent-message'
import { nextCandidates, type Candidate } from '../storage/recipient'
import type { StoredSource } from '../storage/recipient-source'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { sameNumberRows, type SharedRecipient, type UnsummedCell } from './same-number'
import type { TextWriter } from './message-text'

export type Verdict = 'send' | 'optedOut' | 'emptyField' | 'repeated'

export interface Walked {
  readonly source: StoredSource
  readonly recipient: Candidate
  readonly verdict: Verdict
  /** How many rows with the same number come before it: more than 0 only where each row gets its message. */
  readonly ordinal: number
  /** Further rows that it stands for. */
  readonly joinedLines: SharedRecipient['lines']
  /** Amounts of these rows that the text depends on and that could not be added up. */
  readonly unsummed: readonly UnsummedCell[]
  /** Source by whose readings its cells are read; null where they come from several rows and are decided already. */
  readonly readAs: number | null
  readonly message: MessageText
}

export const repeatedWithinMs = 86_400_000
/** Rows between two breaths: a few milliseconds. */
export const walkStep = 200

export interface Walk {
  readonly draft: Draft
  readonly sources: readonly StoredSource[]
  readonly writer: TextWriter
  readonly signal?: AbortSignal | undefined
  /** Numbers that have had this message already, of whatever text. */
  readonly hasHad?: ((phone: string) => boolean) | undefined
  /** Where to begin: after this row of this source. */
  readonly from?: { readonly source: number; readonly after: number }
}

/** Valid recipients, a page at a time, each with its verdict. Throws AppError cancelled. */
export async function* walkRecipients(context: CoreContext, walk: Walk): AsyncGenerator<readonly Walked[]> {
  const { draft, sources, writer, signal, hasHad, from } = walk
  const { db, clock } = context
  const recent = draft.allowRepeats ? null : recentTexts(db, clock.now() - repeatedWithinMs)
  const sameNumber = sameNumberRows(context, draft, sources)
  const start = from === undefined ? 0 : sources.findIndex(({ id }) => id === from.source)
  for (const source of sources.slice(Math.max(0, start))) {
    let after = source.id === from?.source ? from.after : 0
    for (;;) {
      const page = nextCandidates(db, { source: source.id, after, limit: walkStep, each: sameNumber.each })
      const last = page.at(-1)
      if (last === undefined) break
      after = last.id
      const same = sameNumber.of(page)
      yield page.map((row) => {
        const { recipient, lines: joinedLines, unsummed: cells } = same.joined(row, source.id)
        const readAs = joinedLines.length === 0 ? source.id : null
        const message = writer.write(recipient, readAs)
        const before = same.before(row)
        const isRepeated = before.some((earlier) => writer.write(earlier, earlier.source).text === message.text)
        const sent = isRepeated ? [message.text] : (recent?.of(recipient.phone) ?? none)
        const unsummed = cells.filter(({ column }) => writer.columns.has(column))
        const verdict = hasHad?.(recipient.phone) === true ? 'repeated' : verdictOf(recipient, message, sent)
        return { source, recipient, verdict, message, ordinal: before.length, joinedLines, unsummed, readAs }
      })
      await yieldToEventLoop(signal)
    }
  }
}

const none: readonly string[] = []

function verdictOf(recipient: Candidate, message: MessageText, recent: readonly string[]): Verdict {
  if (recipient.optedOut) return 'optedOut'
  // a text of nothing at all is as missing as an empty field
  if (message.missing.length > 0 || message.text.trim() === '') return 'emptyField'
  return recent.includes(message.text) ? 'repeated' : 'send'
}
