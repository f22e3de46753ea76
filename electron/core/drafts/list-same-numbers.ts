/** The numbers that stand on several rows of a draft: how many, and what the first of them would be as one message. */
import type { SameNumberExample, SameNumbers } from '@shared/contract/drafts'
import type { CoreContext } from '../context'
import { readDraft, type Draft } from '../storage/draft'
import { nextDuplicates, rowsOfNumbers } from '../storage/recipient'
import { readySources, type StoredSource } from '../storage/recipient-source'
import { yieldToEventLoop } from '../yield-to-event-loop'
import { draftColumns } from './message-text'
import { sameNumberRows } from './same-number'

const step = 2_000
const shownExamples = 3
const shownCells = 4

/** Bounded steps; memory grows with the duplicates alone. @throws AppError unknown_campaign, campaign_state */
export async function listSameNumbers(context: CoreContext, id: number): Promise<SameNumbers> {
  const draft = readDraft(context.db, id)
  const sources = readySources(context.db, id)
  const phones = new Set<string>()
  let duplicates = 0
  for (const { id: source } of sources) {
    let after = 0
    for (;;) {
      const page = nextDuplicates(context.db, { source, after, limit: step })
      const last = page.at(-1)
      if (last === undefined) break
      after = last.id
      duplicates += page.length
      for (const { phone } of page) phones.add(phone)
      await yieldToEventLoop()
    }
  }
  const examples = [...phones].slice(0, shownExamples).map((phone) => exampleOf(context, { draft, sources, phone }))
  return { numbers: phones.size, rows: phones.size + duplicates, examples }
}

function exampleOf(
  context: CoreContext,
  {
    draft,
    sources,
    phone,
  }: { readonly draft: Draft; readonly sources: readonly StoredSource[]; readonly phone: string },
): SameNumberExample {
  const rows = rowsOfNumbers(context.db, { campaignId: draft.id, phones: [phone] }).get(phone) ?? []
  const joining = sameNumberRows(context, { ...draft, sameNumber: 'join' }, sources)
  const valid = rows.find(({ status }) => status === 'valid')
  const example = valid === undefined ? null : { ...valid, phone, optedOut: false }
  const joined = example === null ? [] : joining.of([example]).joined(example, example.source).recipient.values
  // the number itself may be written in several ways
  const phoneColumns = new Set(sources.map(({ reading }) => reading.positions[reading.mapping?.phone ?? -1]))
  return {
    phone,
    rows: rows.map(({ source, line, name }) => ({
      source: sources.find((known) => known.id === source)?.position ?? 0,
      line,
      name,
    })),
    joined: draftColumns(draft, sources)
      .filter(
        ({ position }) =>
          !phoneColumns.has(position) && rows.some(({ values }) => values[position] !== joined[position]),
      )
      .slice(0, shownCells)
      .map(({ heading, position }) => ({ heading, text: joined[position] ?? '' })),
  }
}
