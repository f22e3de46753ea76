/**
 * A campaign that runs, and what it does to its messages besides sending them (attempt.ts). Each function belongs in an
 * immediate transaction of the caller.
 */
import type { MessageCounts } from '@shared/domain/message'
import type { CampaignState, PauseReason } from '@shared/domain/campaign'
import type { WireError } from '@shared/errors'
import { totalsOfCampaign } from './message-count'
import { moveMessages } from './message-ledger'
import { retryable } from './retryable'
import { assertChanged, statement } from './statement'
import type { Db } from './open'

/** Exact, as of this connection's last commit or open transaction. */
export function countMessages(db: Db, campaignId: number): MessageCounts {
  return totalsOfCampaign(db, campaignId).counts
}

/** Messages that still wait, and when the first of them is due (0 = now). Opted-out ones do not count. */
export function nextDue(db: Db, campaignId: number): number | null {
  const row = statement(
    db,
    `SELECT min(next_attempt_at) AS at FROM message WHERE campaign_id = ? AND state = 'pending'
       AND NOT EXISTS (SELECT 1 FROM opt_out WHERE opt_out.phone = message.phone)`,
  ).get(campaignId) as { at: number | null }
  return row.at
}

/** Pending messages of people who opted out since planning are cancelled, with the reason in their timeline. */
export function cancelOptedOut(db: Db, campaignId: number, now: number): number {
  return moveMessages(db, ['cancel'], {
    where: 'message.campaign_id = @campaignId AND message.phone IN (SELECT phone FROM opt_out)',
    params: { campaignId },
    source: null,
    detail: `json_object('reason', 'opted_out')`,
    now,
  }).count
}

export function cancelPending(db: Db, campaignId: number, now: number): number {
  const where = 'message.campaign_id = @campaignId'
  return moveMessages(db, ['cancel'], { where, params: { campaignId }, source: 'person', now }).count
}

/** Before a (re)start: nobody waits for a backoff of the last run. */
export function resetWaiting(db: Db, campaignId: number): void {
  statement(
    db,
    `UPDATE message INDEXED BY message_missed SET misses = 0, next_attempt_at = 0
     WHERE campaign_id = ? AND state = 'pending' AND (misses > 0 OR next_attempt_at > 0)`,
  ).run(campaignId)
}

/** Messages that wait for their next attempt wait `byMs` longer (or, negative, less). */
export function shiftWaiting(db: Db, campaignId: number, byMs: number): void {
  statement(
    db,
    `UPDATE message SET next_attempt_at = max(0, next_attempt_at + @byMs)
     WHERE campaign_id = @campaignId AND state = 'pending' AND next_attempt_at > 0`,
  ).run({ campaignId, byMs })
}

/** Failed and refused messages go back to pending; a number that does not exist never does. */
export function retryFailed(db: Db, campaignId: number, now: number): number {
  return moveMessages(db, ['retry'], {
    where: `message.campaign_id = @campaignId AND ${retryable}`,
    params: { campaignId },
    set: 'misses = 0, next_attempt_at = 0, error_code = NULL, error_params = NULL',
    source: 'person',
    now,
  }).count
}

export interface RunningCampaign {
  readonly id: number
  readonly name: string
  readonly state: CampaignState
  readonly pauseReason: PauseReason | null
  readonly pauseError: string | null
  readonly accountId: number | null
  readonly gateway: string | null
  readonly sender: string | null
  readonly flash: 0 | 1
  /** One SMS to the person's own number. */
  readonly test: 0 | 1
  readonly receipts: 0 | 1
  readonly rate: number | null
  readonly concurrency: number | null
  readonly updatedAt: number
  readonly scheduledAt: number | null
  readonly recurrence: string | null
  readonly timeZone: string | null
  /** Null until it was sent for the first time. */
  readonly startedAt: number | null
}

export function readRunningCampaign(db: Db, campaignId: number): RunningCampaign | null {
  const row = statement(
    db,
    `SELECT id, name, state, pause_reason AS pauseReason, pause_error AS pauseError, account_id AS accountId, gateway, sender, flash, iif(json_valid(draft), coalesce(json_extract(draft, '$.test'), 0), 0) AS test, receipts, rate, concurrency, updated_at AS updatedAt,
       scheduled_at AS scheduledAt, recurrence, time_zone AS timeZone, started_at AS startedAt
     FROM campaign WHERE id = ?`,
  ).get(campaignId) as RunningCampaign | undefined
  return row ?? null
}

export interface StateChange {
  readonly campaignId: number
  readonly from: CampaignState
  readonly to: CampaignState
  readonly now: number
  readonly pauseReason?: PauseReason | null
  readonly pauseError?: WireError | null
}

/** Moves a campaign. The caller asked nextCampaignState first; here the row must still be in `from`. */
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
