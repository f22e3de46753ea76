/**
 * Taking away a campaign that is over. It is gone from every list and from the history at once; recipients, messages and
 * their timelines go in short transactions, and what a crash leaves of them at the next start.
 */
import { isAllowed } from '@shared/domain/campaign'
import { totalOf } from '@shared/domain/message'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { purgeRemoved } from '../drafts/remove-draft'
import { appendAudit } from '../storage/audit'
import { campaignById } from '../storage/campaign'
import { markRemoved } from '../storage/campaign-key'
import { deleteCampaign } from '../storage/campaign-state'
import { totalsOfCampaign } from '../storage/message-count'
import { retireAllSources } from '../storage/recipient-source'

/** Throws AppError unknown_campaign, campaign_state; campaign_busy while answers are awaited. */
export async function removeCampaign(context: CoreContext, id: number): Promise<void> {
  const { db, clock, actor, events, teller } = context
  db.transaction(() => {
    const campaign = campaignById(db, id)
    const { name, state } = campaign
    if (!isAllowed(state, 'remove')) throw new AppError('campaign_state', { campaign: id, state })
    const { counts } = totalsOfCampaign(db, id)
    if (counts.sending > 0) throw new AppError('campaign_busy', { campaign: id })
    deleteCampaign(db, campaign)
    retireAllSources(db, id)
    markRemoved(db, id, clock.now())
    appendAudit(db, {
      at: clock.now(),
      actor,
      action: 'campaign.remove',
      subject: `campaign ${id}`,
      detail: { name, messages: totalOf(counts) },
    })
  }).immediate()
  teller.removed(id)
  events.emit('data.changed', { noun: 'messages' })
  await purgeRemoved(context, id)
}
