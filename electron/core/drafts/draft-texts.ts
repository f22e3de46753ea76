/** Every text that a draft would send, through the one walk that bill and planning take. Opted-out people have none. */
import type { CoreContext } from '../context'
import { readDraft } from '../storage/draft'
import { rowsBetween } from '../storage/recipient'
import { readySources } from '../storage/recipient-source'
import { textSetting, textWriter } from './message-text'
import { walkRecipients, type Walked } from './walk-recipients'

export interface DraftText extends Walked {
  /** The row of its source, from 1, bad rows counted and headings not. */
  readonly row: number
}

/** In the order of sending; those with an empty field included. Throws AppError template_*. */
export async function* draftTexts(context: CoreContext, draftId: number): AsyncGenerator<readonly DraftText[]> {
  const draft = readDraft(context.db, draftId)
  const sources = readySources(context.db, draftId)
  const writer = textWriter(draft, textSetting(context, draft, sources))
  let reached = { source: 0, after: 0, rows: 0, line: 0 }
  for await (const page of walkRecipients(context, { draft, sources, writer })) {
    const last = page.at(-1)
    if (last === undefined) continue
    const source = last.source.id
    if (source !== reached.source) reached = { source, after: 0, rows: 0, line: 0 }
    const upTo = last.recipient.id
    const rowOf = new Map<number, number>()
    let { rows, line } = reached
    for (const row of rowsBetween(context.db, { source, after: reached.after, upTo })) {
      // all numbers of a row follow each other
      if (row.line !== line) rows += 1
      line = row.line
      rowOf.set(row.id, rows)
    }
    reached = { source, after: upTo, rows, line }
    yield page.flatMap((walked) => {
      const row = rowOf.get(walked.recipient.id)
      return row === undefined || walked.verdict === 'optedOut' ? [] : [{ ...walked, row }]
    })
  }
}
