/**
 * What changes a campaign's row. Each function belongs in an immediate transaction of the caller, who has asked the table of
 * shared/domain/campaign.ts; here the row must still be as the caller saw it.
 */
import type { CampaignState, PauseReason } from '@shared/domain/campaign'
import type { WireError } from '@shared/errors'
import type { Campaign } from './campaign'
import { sharedColumns } from './draft'
import type { Db } from './open'
import { assertChanged, statement } from './statement'

export interface StateChange {
  readonly campaignId: number
  readonly from: CampaignState
  readonly to: CampaignState
  readonly now: number
  readonly pauseReason?: PauseReason | null
  readonly pauseError?: WireError | null
}

export function moveCampaign(db: Db, change: StateChange): void {
  const { changes } = statement(
    db,
    `UPDATE campaign SET state = @to, pause_reason = @pauseReason, pause_error = @pauseError, updated_at = @now,
       started_at = CASE WHEN @to = 'sending' THEN coalesce(started_at, @now) ELSE started_at END,
       finished_at = CASE WHEN @to IN ('finished', 'cancelled') THEN @now ELSE NULL END
     WHERE id = @campaignId AND state = @from`,
  ).run({
    campaignId: change.campaignId,
    from: change.from,
    to: change.to,
    now: change.now,
    pauseReason: change.pauseReason ?? null,
    pauseError: change.pauseError ? JSON.stringify(change.pauseError) : null,
  })
  assertChanged(changes, 1, `campaign ${change.campaignId} ${change.from} → ${change.to}`)
}

/** Campaigns that somebody was sending, or that have messages left as `sending`. */
export function campaignsToRecover(db: Db): number[] {
  return (
    statement(
      db,
      `SELECT id FROM campaign WHERE state = 'sending'
       UNION SELECT campaign_id FROM lease
       UNION SELECT campaign.id FROM campaign WHERE EXISTS (SELECT 1 FROM message WHERE message.campaign_id = campaign.id AND message.state = 'sending')`,
    ).all() as { id: number }[]
  ).map(({ id }) => id)
}

export function renameCampaign(
  db: Db,
  change: { readonly id: number; readonly name: string; readonly now: number },
): void {
  const { changes } = statement(db, 'UPDATE campaign SET name = @name, updated_at = @now WHERE id = @id').run(change)
  assertChanged(changes, 1, `campaign ${change.id} renamed`)
}

/** Messages per second; null = as fast as account and settings allow. */
export function setCampaignRate(
  db: Db,
  change: { readonly id: number; readonly rate: number | null; readonly now: number },
): void {
  const { changes } = statement(db, 'UPDATE campaign SET rate = @rate, updated_at = @now WHERE id = @id').run(change)
  assertChanged(changes, 1, `rate of campaign ${change.id}`)
}

/** A campaign of which nothing was sent becomes a draft again, recipients and all; its messages are real no more. */
export function turnIntoDraft(db: Db, { id, state }: Pick<Campaign, 'id' | 'state'>, now: number): void {
  const { changes } = statement(
    db,
    `INSERT INTO draft (id, sender, ${sharedColumns}, step, leaves_at, recurrence, time_zone, personal_dates, origin_id, created_at, updated_at)
     SELECT id, sender, ${sharedColumns}, 'review', scheduled_at, recurrence, time_zone, personal_dates, origin_id, created_at, max(@now, updated_at + 1) FROM campaign WHERE id = @id`,
  ).run({ id, now })
  assertChanged(changes, 1, `draft of campaign ${id}`)
  deleteCampaign(db, { id, state })
}

/** The row alone; the caller makes a draft of it, or marks its id as removed, in the same transaction. */
export function deleteCampaign(db: Db, { id, state }: Pick<Campaign, 'id' | 'state'>): void {
  const { changes } = statement(db, 'DELETE FROM campaign WHERE id = @id AND state = @state').run({ id, state })
  assertChanged(changes, 1, `campaign ${id} deleted`)
}
