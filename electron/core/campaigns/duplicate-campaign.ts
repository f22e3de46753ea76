/** A new draft with the text, account and recipients of a campaign, whatever became of it. */
import type { CoreContext } from '../context'
import { copySources } from '../drafts/copy-sources'
import { discardDraft } from '../drafts/remove-draft'
import { appendAudit } from '../storage/audit'
import { campaignById } from '../storage/campaign'
import { copyAsDraft, keepDraft, touchDraft } from '../storage/draft'
import { publishSource, readySources } from '../storage/recipient-source'

/** Returns the draft's id. Throws AppError unknown_campaign, campaign_state. */
export async function duplicateCampaign(context: CoreContext, campaignId: number): Promise<number> {
  const { db, clock, actor, events } = context
  // temporary until it is whole: in no list, and swept if this is cut short
  const id = db.transaction(() => copyAsDraft(db, campaignById(db, campaignId).id, clock.now())).immediate()
  try {
    const copies = await copySources(context, { sources: readySources(db, campaignId), draftId: id })
    db.transaction(() => {
      touchDraft(db, id, clock.now())
      for (const copy of copies) publishSource(db, copy, clock.now())
      keepDraft(db, id)
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
