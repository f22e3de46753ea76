/**
 * Taking drafts away, and campaigns that are over. For everybody the draft is gone at once; its rows, which may be a million, go in short transactions.
 * What a crash leaves behind is swept at the next start.
 */
import { isRemovable } from '@shared/domain/campaign'
import { AppError } from '@shared/errors'
import { totalOf } from '@shared/domain/message'
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { campaignById } from '../storage/campaign'
import { abandonedDrafts, deleteDraft, discardCampaign, markDiscarded, readDraft, touchDraft } from '../storage/draft'
import { totalsOfCampaign } from '../storage/message-count'
import { leftoverSources, retireAllSources, sourcesOfCampaign } from '../storage/recipient-source'
import { removePlanned } from './plan-messages'
import { purgeSource } from './stage-source'

/** Throws AppError unknown_campaign, campaign_state. */
export async function discardDraft(context: CoreContext, id: number): Promise<void> {
  const { db, clock, actor, events } = context
  db.transaction(() => {
    const draft = readDraft(db, id)
    touchDraft(db, id, clock.now())
    retireAllSources(db, id)
    markDiscarded(db, draft)
    if (!draft.temporary)
      appendAudit(db, {
        at: clock.now(),
        actor,
        action: 'draft.discard',
        subject: `campaign ${id}`,
        detail: { name: draft.name },
      })
  }).immediate()
  events.emit('data.changed', { noun: 'campaigns' })
  await removeRows(context, id)
}

/**
 * A campaign that is over, with its messages and their timelines. In the same moment it becomes a draft that was discarded:
 * in no list and in no history. Throws AppError unknown_campaign, campaign_state; campaign_busy while answers are awaited.
 */
export async function removeCampaign(context: CoreContext, id: number): Promise<void> {
  const { db, clock, actor, events, teller } = context
  db.transaction(() => {
    const { name, state } = campaignById(db, id)
    if (!isRemovable(state)) throw new AppError('campaign_state', { campaign: id, state })
    const { counts } = totalsOfCampaign(db, id)
    if (counts.sending > 0) throw new AppError('campaign_busy', { campaign: id })
    discardCampaign(db, { id, state, now: clock.now() })
    retireAllSources(db, id)
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
  await removeRows(context, id)
}

async function removeRows(context: CoreContext, id: number): Promise<void> {
  for (const source of sourcesOfCampaign(context.db, id)) await purgeSource(context, source)
  await removePlanned(context, id)
  deleteDraft(context.db, id)
}

/** Temporary drafts whose command has not touched them for so long are left by a crash. */
const temporaryForMs = 6 * 3_600_000

/** To be run at every start: removes what crashes have left of readings, removals and temporary drafts. */
export async function sweepDrafts(context: CoreContext): Promise<void> {
  const { db, clock } = context
  for (const id of abandonedDrafts(db, clock.now() - temporaryForMs)) {
    retireAllSources(db, id)
    await removeRows(context, id)
  }
  for (const source of leftoverSources(db, clock.now())) await purgeSource(context, source)
}
