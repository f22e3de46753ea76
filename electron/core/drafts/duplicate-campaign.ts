/** A new draft with the text, account and recipients of a campaign, whatever became of it. */
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { copyAsDraft, keepDraft, readDraft, touchDraft } from '../storage/draft'
import { copyRecipients } from '../storage/recipient'
import { insertSource, publishSource, readySources, touchSource } from '../storage/recipient-source'
import { breathe } from './breathe'
import { discardDraft } from './remove-draft'

const step = 500

/** Returns the draft's id. Throws AppError unknown_campaign. */
export async function duplicateCampaign(context: CoreContext, campaignId: number): Promise<number> {
  const { db, clock, actor, events } = context
  // temporary until it is whole: in no list, and swept if this is cut short
  const id = copyAsDraft(db, campaignId, clock.now())
  try {
    const copies: number[] = []
    for (const original of readySources(db, campaignId)) {
      const { id: source, kind, reading } = original
      const target = insertSource(db, { campaignId: id, kind, reading, now: clock.now() })
      copies.push(target)
      const copy = db.transaction((after: number) => {
        touchSource(db, target, clock.now())
        return copyRecipients(db, { source, target, campaignId: id, after, limit: step })
      })
      for (let after: number | null = 0; after !== null;) {
        after = copy.immediate(after)
        await breathe()
      }
    }
    db.transaction(() => {
      touchDraft(db, id, clock.now())
      for (const copy of copies) publishSource(db, copy, clock.now())
      keepDraft(db, readDraft(db, id))
      appendAudit(db, {
        at: clock.now(),
        actor,
        action: 'campaign.duplicate',
        subject: `campaign ${campaignId}`,
        detail: { draft: id },
      })
    }).immediate()
  } catch (error) {
    await discardDraft(context, id).catch((failure: unknown) =>
      context.log.warn('half a copy left', { error: String(failure) }),
    )
    throw error
  }
  events.emit('data.changed', { noun: 'campaigns' })
  return id
}
