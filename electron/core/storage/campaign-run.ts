/**
/**
 * What a campaign does to its messages besides sending them (attempt.ts). Each function belongs in an immediate transaction
 * of the caller.
 */
import type { MessageCounts } from '@shared/domain/message'
import { totalsOfCampaign } from './message-count'
import { moveMessages } from './message-ledger'
import { retryable } from './retryable'
import { statement } from './statement'
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
