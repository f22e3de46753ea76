/** The texts worth a last look before a draft is sent: the longest, the shortest, and one in which a fallback stands. */
import type { LastLook } from '@shared/contract/drafts'
import { isBlank } from '@shared/domain/template-filters'
import type { CoreContext } from '../context'
import { todayOf } from '../today'
import { readDraft } from '../storage/draft'
import { readySources } from '../storage/recipient-source'
import { draftColumns, textSetting, textWriter } from './message-text'
import { isLonger, toPreview, type Found } from './preview-message'
import { walkRecipients, type Walked } from './walk-recipients'

/** In one walk over those that would be sent to. Throws AppError template_*. */
export async function lastLook(context: CoreContext, id: number): Promise<LastLook> {
  const { db } = context
  const draft = readDraft(db, id)
  const sources = readySources(db, id)
  const columns = draftColumns(draft, sources)
  const writer = textWriter(draft, textSetting(context, draft, sources))
  const withFallback = writer.placeholders.flatMap(({ columnIndex, hasFallback }) =>
    hasFallback ? [columns[columnIndex]?.position ?? -1] : [],
  )
  const usesFallback = ({ recipient }: Walked): boolean =>
    withFallback.some((position) => isBlank(recipient.values[position] ?? ''))
  let longest: Found | null = null
  let shortest: Found | null = null
  let fallback: Found | null = null
  let total = 0
  for await (const page of walkRecipients(context, { draft, sources, writer })) {
    for (const walked of page) {
      if (walked.verdict !== 'send') continue
      const found = { walked, index: total }
      if (longest === null || isLonger(walked, longest.walked)) longest = found
      if (shortest === null || isLonger(shortest.walked, walked)) shortest = found
      if (fallback === null && usesFallback(walked)) fallback = found
      total += 1
    }
  }
  const shown = (found: Found | null): LastLook['longest'] =>
    found === null ? null : toPreview(found, { columns, total, today: todayOf(context) })
  return { longest: shown(longest), shortest: shown(shortest), fallback: shown(fallback) }
}
