/** Every text that a draft would send, through the one walk that bill and planning take. Opted-out people have none. */
import type { CoreContext } from '../context'
import { readDraft } from '../storage/draft'
import { lineOfRow, rowsBetween } from '../storage/recipient'
import { readySources } from '../storage/recipient-source'
import { textSetting, textWriter, type TextWriter } from './message-text'
import { walkRecipients, type Walked } from './walk-recipients'

/** What is shown of a huge cell. */
const longestShown = 200

export interface DraftText extends Walked {
  /** The row of its source, from 1, bad rows counted and headings not. */
  readonly row: number
  /** Conditions of the text that one of two readings of a cell decides. */
  readonly doubtful: readonly { readonly condition: string; readonly value: string }[]
}

/**
 * In the order of sending; those with an empty field included. Throws AppError template_*.
 * @param wanted only what goes out for this row of the first source, from 1: texts of its own, or those that it shares
 */
export async function* draftTexts(
  context: CoreContext,
  draftId: number,
  wanted: number | null = null,
): AsyncGenerator<readonly DraftText[]> {
  const draft = readDraft(context.db, draftId)
  const sources = readySources(context.db, draftId)
  const writer = textWriter(draft, textSetting(context, draft, sources))
  const [first] = sources
  const line = wanted === null || first === undefined ? null : lineOfRow(context.db, { source: first.id, row: wanted })
  const isWanted = ({ source, recipient, joinedLines }: Walked): boolean =>
    wanted === null ||
    (source.id === first?.id &&
      (recipient.line === line || joinedLines.some((other) => other.source === undefined && other.line === line)))
  let reached = { source: 0, after: 0, rows: 0, line: 0 }
  for await (const page of walkRecipients(context, { draft, sources, writer })) {
    const last = page.at(-1)
    if (last === undefined) continue
    const source = last.source.id
    if (source !== reached.source) reached = { source, after: 0, rows: 0, line: 0 }
    const upTo = last.recipient.id
    const rowOf = new Map<number, number>()
    let { rows, line: before } = reached
    for (const row of rowsBetween(context.db, { source, after: reached.after, upTo })) {
      // all numbers of a row follow each other
      if (row.line !== before) rows += 1
      before = row.line
      rowOf.set(row.id, rows)
    }
    reached = { source, after: upTo, rows, line: before }
    yield page.flatMap((walked) => {
      const row = rowOf.get(walked.recipient.id)
      return row === undefined || walked.verdict === 'optedOut' || !isWanted(walked)
        ? []
        : [{ ...walked, row, doubtful: doubtfulOf(writer, walked) }]
    })
  }
}

function doubtfulOf({ conditions }: TextWriter, { recipient, readAs }: Walked): DraftText['doubtful'] {
  return conditions.flatMap((condition) =>
    condition.judge(recipient, readAs).cell === 'doubtful'
      ? [{ condition: condition.source, value: condition.cell(recipient).slice(0, longestShown) }]
      : [],
  )
}
