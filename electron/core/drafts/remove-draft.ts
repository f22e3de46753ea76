/**
 * Taking drafts away. The draft is gone at once; its rows, which may be a million, go in short transactions. What a crash
 * leaves behind, of drafts and of campaigns (campaigns/remove-campaign.ts), is removed at the next start.
 */
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { deleteRemovedKey, markRemoved, removedKeys } from '../storage/campaign-key'
import { abandonedDrafts, deleteDraft, readDraft } from '../storage/draft'
import { leftoverSources, retireAllSources, sourcesOfCampaign } from '../storage/recipient-source'
import { removePlanned } from './plan-messages'
import { purgeSource } from './stage-source'

/** Throws AppError unknown_campaign, campaign_state. */
export async function discardDraft(context: CoreContext, id: number): Promise<void> {
  const { db, clock, actor, events } = context
  db.transaction(() => {
    const { name, temporary } = readDraft(db, id)
    dropDraft(context, id)
    if (!temporary)
      appendAudit(db, {
        at: clock.now(),
        actor,
        action: 'draft.discard',
        subject: `campaign ${id}`,
        detail: { name },
      })
  }).immediate()
  events.emit('data.changed', { noun: 'campaigns' })
  await purgeRemoved(context, id)
}

function dropDraft({ db, clock }: CoreContext, id: number): void {
  deleteDraft(db, id)
  retireAllSources(db, id)
  markRemoved(db, id, clock.now())
}

/** Removes recipients and messages of a draft or campaign that was removed, in short transactions. */
export async function purgeRemoved(context: CoreContext, id: number): Promise<void> {
  for (const source of sourcesOfCampaign(context.db, id)) await purgeSource(context, source)
  await removePlanned(context, id)
  deleteRemovedKey(context.db, id)
}

/** Temporary drafts that their command has not touched for so long were left by a crash. */
const temporaryForMs = 6 * 3_600_000

/** To be run at every start: removes what crashes have left of readings, removals and temporary drafts. */
export async function sweepLeftovers(context: CoreContext): Promise<void> {
  const { db, clock } = context
  db.transaction(() => {
    for (const id of abandonedDrafts(db, clock.now() - temporaryForMs)) dropDraft(context, id)
  }).immediate()
  for (const id of removedKeys(db)) await purgeRemoved(context, id)
  for (const source of leftoverSources(db, clock.now())) await purgeSource(context, source)
}
