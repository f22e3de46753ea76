/**
 * One attempt to send a message: claimed, ended by an answer, or left behind by a process that died. Many at a time, each
 * function a few statements whatever their number; each belongs in an immediate transaction of the caller.
 */
import { statesMovedBy, type MessageEvent } from '@shared/domain/message'
import type { ReportStatus } from '@shared/domain/delivery-report'
import type { WireError } from '@shared/errors'
import { moveMessages, stateList } from './message-ledger'
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

/** Of the campaign, due, and its number has not opted out. */
const claimable = `SELECT candidate.id FROM message AS candidate
  WHERE candidate.campaign_id = @campaignId AND candidate.state IN (${stateList(statesMovedBy('claim'))}) AND candidate.next_attempt_at <= @now
    AND NOT EXISTS (SELECT 1 FROM opt_out WHERE opt_out.phone = candidate.phone) ORDER BY candidate.id LIMIT @limit`

/**
 * Claims up to `limit` due messages as `sending`. The claim stands in the row itself (claimed_at, attempts) and enters the
 * timeline with the attempt's end: a campaign writes one event per attempt, not two. The opt-out check is part of the
 * claiming statement, so that an opt-out of a moment ago wins. `claimable` walks message_by_state: delayed rows are few, so
 * no sort, no scan.
 */
export function claimMessages(db: Db, campaignId: number, limit: number, now: number): readonly ClaimedMessage[] {
  return moveMessages<ClaimedMessage>(db, ['claim'], {
    where: `message.id IN (${claimable})`,
    params: { campaignId, limit },
    set: 'attempts = attempts + 1, claimed_at = @now',
    source: null,
    returning: 'id, phone, text, encoding, segments, attempts, misses',
    now,
  }).rows
}

/** How an attempt ended, ready to be written. */
export interface AttemptResult {
  readonly messageId: number
  readonly attempt: number
  readonly end: AttemptEnd
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

/** An answer that accepts may report on delivery too; what was not sent in a cancelled campaign is cancelled. */
export type AttemptEnd =
  | readonly [Extract<MessageEvent, 'accept' | 'reject' | 'lose' | 'not_sent' | 'give_up'>]
  | readonly ['accept', `report_${ReportStatus}`]
  | readonly ['not_sent', 'cancel']

/**
 * Records answers, each against the attempt it belongs to. A take-over may have turned `sending` into `unknown`, and a
 * person may even have put it back to `pending` or cancelled it: an answer that is clear still wins as long as no newer
 * attempt exists. Returns those recorded; a newer attempt or later proof made the others moot. A message is named once.
 */
export function recordAttempts(
  db: Db,
  { campaignId, results, now }: { campaignId: number; results: readonly AttemptResult[]; now: number },
): AttemptResult[] {
  const byEnd = new Map<string, { end: AttemptEnd; results: AttemptResult[] }>()
  for (const result of results) {
    const key = result.end.join()
    const group = byEnd.get(key) ?? { end: result.end, results: [] }
    group.results.push(result)
    byEnd.set(key, group)
  }
  const recorded = new Set<number>()
  for (const group of byEnd.values()) {
    const { rows } = moveMessages<{ id: number }>(db, group.end, {
      where: 'message.attempts = given.value ->> 1 AND +message.campaign_id = @campaignId',
      params: { campaignId },
      given: group.results.map(given),
      set: `gateway_message_id = coalesce(given.value ->> 3, gateway_message_id), gateway_status = given.value ->> 4,
        units = given.value ->> 5, cost = given.value ->> 6, cost_currency = given.value ->> 7, error_code = given.value ->> 8,
        error_params = given.value ->> 9, misses = given.value ->> 10, next_attempt_at = given.value ->> 11,
        poll_at = given.value ->> 12${group.end[0] === 'accept' ? ', accepted_at = @now' : ''}`,
      source: 'answer',
      detail: 'given.value ->> 2',
      returning: 'id',
      now,
    })
    for (const { id } of rows) recorded.add(id)
  }
  return results.filter(({ messageId }) => recorded.has(messageId))
}

/** In the order of the SQL above. */
function given(result: AttemptResult): unknown[] {
  const { error, gatewayStatus, gatewayMessageId } = result
  return [
    result.messageId,
    result.attempt,
    JSON.stringify({
      attempt: result.attempt,
      ...(error === null ? {} : { code: error.code }),
      ...(gatewayStatus === null ? {} : { gatewayStatus }),
      ...(gatewayMessageId === null ? {} : { gatewayMessageId }),
    }),
    gatewayMessageId,
    gatewayStatus,
    result.units,
    result.cost,
    result.currency,
    error?.code ?? null,
    error === null ? null : JSON.stringify(error.params),
    result.misses,
    result.nextAttemptAt,
    result.pollAt,
  ]
}

/** What a process that ended left as `sending` may have reached the gateway: it becomes `unknown`. */
export function orphanSending(db: Db, campaignId: number, now: number): number {
  return moveMessages(db, ['recover'], {
    where: 'message.campaign_id = @campaignId',
    params: { campaignId },
    set: `error_code = 'interrupted_sending', error_params = '{}'`,
    source: null,
    detail: `json_object('attempt', message.attempts, 'code', 'interrupted_sending')`,
    now,
  }).count
}
