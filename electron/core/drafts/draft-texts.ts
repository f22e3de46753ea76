/** Every text that a draft would send, through the one walk that bill and planning take. Opted-out people have none. */
import type { CoreContext } from '../context'
import { readDraft } from '../storage/draft'
import { readySources } from '../storage/recipient-source'
import { draftColumns, textWriter } from './message-text'
import { walkRecipients, type Walked } from './walk-recipients'

/** In the order of sending; those with an empty field included. Throws AppError template_*. */
export async function* draftTexts(context: CoreContext, draftId: number): AsyncGenerator<readonly Walked[]> {
  const draft = readDraft(context.db, draftId)
  const sources = readySources(context.db, draftId)
  const writer = textWriter(draft, draftColumns(draft, sources))
  for await (const page of walkRecipients(context, { draft, sources, writer }))
    yield page.filter(({ verdict }) => verdict !== 'optedOut')
}
