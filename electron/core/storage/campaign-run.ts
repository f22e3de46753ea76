/**
 * The statements that move messages while a campaign runs. Each belongs in an immediate transaction of the caller; the
 * state words and moves are those of shared/domain/message.ts.
 */
import type { MessageCounts, MessageState } from '@shared/domain/message'
import type { CampaignState, PauseReason } from '@shared/domain/campaign'
import type { WireError } from '@shared/errors'
import { totalsOfCampaign } from './message-count'
import { retryable } from './retryable'
import { assertChanged, statement } from './statement'
import type { Db } from './open'

export interface ClaimedMessage {
  readonly id: number
  readonly phone: string
  readonly text: string
  readonly encoding: 'GSM-7' | 'UCS-2'
  readonly segments: number
  /** Names this attempt; its answer is recorded only against the same number. */
  readonly attempts: number
  readonly misses: number
}

/**
 * Claims up to `limit` due messages as `sending`. The claim stands in the row itself (claimed_at, attempts) and enters the
 * timeline with the attempt's end: a campaign writes one event per attempt, not two. The opt-out check stands in the claiming statement itself, so that an
 * opt-out of a moment ago wins. The inner SELECT walks message_by_state: delayed rows are few, so no sort, no scan.
 */
export function claimMessages(db: Db, campaignId: number, limit: number, now: number): ClaimedMessage[] {
  return statement(
    db,
    `UPDATE message SET state = 'sending', attempts = attempts + 1, claimed_at = @now
     WHERE id IN (
       SELECT candidate.id FROM message AS candidate
       WHERE candidate.campaign_id = @campaignId AND candidate.state = 'pending' AND candidate.next_attempt_at <= @now
         AND NOT EXISTS (SELECT 1 FROM opt_out WHERE opt_out.phone = candidate.phone)
       ORDER BY candidate.id LIMIT @limit)
     RETURNING id, phone, text, encoding, segments, attempts, misses`,
  ).all({ campaignId, limit, now }) as ClaimedMessage[]
}

export function appendMessageEvent(
  db: Db,
  event: {
    messageId: number
    at: number
    kind: string
    state: MessageState
    source: string | null
    detail: Readonly<Record<string, string | number>>
  },
): void {
  statement(
    db,
    'INSERT INTO message_event (message_id, at, kind, state, source, detail) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(event.messageId, event.at, event.kind, event.state, event.source, JSON.stringify(event.detail))
}

/** How an attempt ended, ready to be written. */
export interface AttemptResult {
  readonly messageId: number
  readonly attempt: number
  readonly state: Extract<
    MessageState,
    'accepted' | 'delivered' | 'undelivered' | 'expired' | 'rejected' | 'unknown' | 'failed' | 'pending' | 'cancelled'
  >
  readonly event: 'accepted' | 'rejected' | 'unknown' | 'not_sent' | 'failed'
  readonly gatewayMessageId: string | null
  readonly gatewayStatus: string | null
  readonly units: number | null
  readonly cost: string | null
  readonly currency: string | null
  readonly error: WireError | null
  readonly misses: number
  readonly nextAttemptAt: number
  readonly pollAt: number | null
}

const recordEnd = `UPDATE message SET state = ?, gateway_message_id = coalesce(?, gateway_message_id), gateway_status = ?,
       units = ?, cost = ?, cost_currency = ?, error_code = ?, error_params = ?, misses = ?, next_attempt_at = ?,
       accepted_at = coalesce(?, accepted_at), poll_at = ?, updated_at = ?
     WHERE id = ? AND attempts = ? AND state IN `
/** Written out once: a text put together for each message would be hashed for each. */
const sql = {
  recordClear: `${recordEnd}('sending', 'unknown', 'pending', 'cancelled')`,
  recordUnknown: `${recordEnd}('sending')`,
  recordNotSent: `${recordEnd}('sending', 'unknown')`,
} as const

/**
 * Records an answer against the attempt it belongs to. A take-over may have turned `sending` into `unknown`, and a person
 * may even have put it back to `pending` or cancelled it: an answer that is clear still wins as long as no newer attempt exists. Returns
 * false when a newer attempt or later proof made the answer moot.
 */
export function recordAttempt(db: Db, result: AttemptResult, now: number): boolean {
  const update =
    result.event === 'accepted' || result.event === 'rejected'
      ? sql.recordClear
      : result.event === 'unknown'
        ? sql.recordUnknown
        : sql.recordNotSent
  // by position: names cost a microsecond each time
  const { changes } = statement(db, update).run(
    result.state,
    result.gatewayMessageId,
    result.gatewayStatus,
    result.units,
    result.cost,
    result.currency,
    result.error?.code ?? null,
    result.error ? JSON.stringify(result.error.params) : null,
    result.misses,
    result.nextAttemptAt,
    result.event === 'accepted' ? now : null,
    result.pollAt,
    now,
    result.messageId,
    result.attempt,
  )
  if (changes !== 1) return false
  const detail: Record<string, string | number> = { attempt: result.attempt }
  if (result.error) detail.code = result.error.code
  if (result.gatewayStatus !== null) detail.gatewayStatus = result.gatewayStatus
  if (result.gatewayMessageId !== null) detail.gatewayMessageId = result.gatewayMessageId
  statement(
    db,
    `INSERT INTO message_event (message_id, at, kind, state, source, detail, claimed_at)
     SELECT id, ?, ?, ?, 'answer', ?, claimed_at FROM message WHERE id = ?`,
  ).run(now, result.event, result.state, JSON.stringify(detail), result.messageId)
  return true
}

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
  const rows = statement(
    db,
    `UPDATE message SET state = 'cancelled', updated_at = @now
     WHERE campaign_id = @campaignId AND state = 'pending' AND phone IN (SELECT phone FROM opt_out) RETURNING id`,
  ).all({ campaignId, now }) as { id: number }[]
  for (const { id } of rows)
    appendMessageEvent(db, {
      messageId: id,
      at: now,
      kind: 'cancelled',
      state: 'cancelled',
      source: null,
      detail: { reason: 'opted_out' },
    })
  return rows.length
}

export function cancelPending(db: Db, campaignId: number, now: number): number {
  statement(
    db,
    `INSERT INTO message_event (message_id, at, kind, state, source, detail)
     SELECT id, @now, 'cancelled', 'cancelled', 'person', '{}' FROM message WHERE campaign_id = @campaignId AND state = 'pending'`,
  ).run({ campaignId, now })
  return statement(
    db,
    `UPDATE message SET state = 'cancelled', updated_at = @now WHERE campaign_id = @campaignId AND state = 'pending'`,
  ).run({ campaignId, now }).changes
}

/** What a process that ended left as `sending` may have reached the gateway: it becomes `unknown`. */
export function orphanSending(db: Db, campaignId: number, now: number): number {
  statement(
    db,
    `INSERT INTO message_event (message_id, at, kind, state, source, detail, claimed_at)
     SELECT id, @now, 'recovered', 'unknown', NULL, json_object('attempt', attempts, 'code', 'interrupted_sending'), claimed_at FROM message WHERE campaign_id = @campaignId AND state = 'sending'`,
  ).run({ campaignId, now })
  return statement(
    db,
    `UPDATE message SET state = 'unknown', error_code = 'interrupted_sending', error_params = '{}', updated_at = @now
     WHERE campaign_id = @campaignId AND state = 'sending'`,
  ).run({ campaignId, now }).changes
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

/** Failed and refused messages go back to pending, with the decision in their timeline; a number that does not exist never does. */
export function retryFailed(db: Db, campaignId: number, now: number): number {
  statement(
    db,
    `INSERT INTO message_event (message_id, at, kind, state, source, detail)
     SELECT id, @now, 'retried', 'pending', 'person', '{}' FROM message WHERE campaign_id = @campaignId AND ${retryable}`,
  ).run({ campaignId, now })
  return statement(
    db,
    `UPDATE message SET state = 'pending', misses = 0, next_attempt_at = 0, error_code = NULL, error_params = NULL, updated_at = @now
     WHERE campaign_id = @campaignId AND ${retryable}`,
  ).run({ campaignId, now }).changes
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
    `SELECT id, name, state, pause_reason AS pauseReason, pause_error AS pauseError, account_id AS accountId, gateway, sender, flash, receipts, rate, concurrency, updated_at AS updatedAt,
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
