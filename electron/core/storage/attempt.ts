/**
 * One attempt to send a message: claimed, ended by an answer, or left behind by a process that died. Many at a time, each
 * function a few statements whatever their number; each belongs in an immediate transaction of the caller.
 */
import type { MessageState } from '@shared/domain/message'
import type { WireError } from '@shared/errors'
import { moveCounted } from './message-count'
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

/** Of the campaign, due, and nobody who opted out. */
const claimable = `FROM message AS candidate
  WHERE candidate.campaign_id = @campaignId AND candidate.state = 'pending' AND candidate.next_attempt_at <= @now
    AND NOT EXISTS (SELECT 1 FROM opt_out WHERE opt_out.phone = candidate.phone)`

/**
 * Claims up to `limit` due messages as `sending`. The claim stands in the row itself (claimed_at, attempts) and enters the
 * timeline with the attempt's end: a campaign writes one event per attempt, not two. The opt-out check stands in the
 * claiming statement itself, so that an opt-out of a moment ago wins. The inner SELECT walks message_by_state: delayed rows
 * are few, so no sort, no scan.
 */
export function claimMessages(db: Db, campaignId: number, limit: number, now: number): readonly ClaimedMessage[] {
  // a look that finds nobody writes nothing: a campaign that waits looks four times a second
  if (statement(db, `SELECT 1 ${claimable} LIMIT 1`).get({ campaignId, now }) === undefined) return []
  const claim = statement(
    db,
    `UPDATE message SET state = 'sending', attempts = attempts + 1, claimed_at = @now
     WHERE id IN (SELECT candidate.id ${claimable} ORDER BY candidate.id LIMIT @limit)
     RETURNING id, phone, text, encoding, segments, attempts, misses`,
  )
  let claimed: readonly ClaimedMessage[] = []
  moveCounted(db, campaignId, () => {
    claimed = claim.all({ campaignId, limit, now }) as ClaimedMessage[]
    return claimed.map(({ segments }) => ({ from: 'pending', to: 'sending', segments }))
  })
  return claimed
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

const whateverCame: ReadonlySet<MessageState> = new Set(['sending', 'unknown', 'pending', 'cancelled'])
const provedUnsent: ReadonlySet<MessageState> = new Set(['sending', 'unknown'])
/** The states in which each kind of end still says something. */
const endsFrom: Readonly<Record<AttemptResult['event'], ReadonlySet<MessageState>>> = {
  accepted: whateverCame,
  rejected: whateverCame,
  not_sent: provedUnsent,
  failed: provedUnsent,
  unknown: new Set(['sending']),
}

/** A message as it is when an answer of one of its attempts comes. */
interface Attempted {
  readonly id: number
  readonly state: MessageState
  readonly attempts: number
  readonly segments: number
  readonly claimedAt: number | null
}

interface End {
  readonly result: AttemptResult
  readonly row: Attempted
}

/**
 * Records answers, each against the attempt it belongs to. A take-over may have turned `sending` into `unknown`, and a
 * person may even have put it back to `pending` or cancelled it: an answer that is clear still wins as long as no newer
 * attempt exists. Returns those recorded; a newer attempt or later proof made the others moot. A message is named once.
 */
export function recordAttempts(
  db: Db,
  { campaignId, results, now }: { campaignId: number; results: readonly AttemptResult[]; now: number },
): AttemptResult[] {
  if (results.length === 0) return []
  const rows = statement(
    db,
    `SELECT message.id, message.state, message.attempts, message.segments, message.claimed_at AS claimedAt
     FROM json_each(@ids) AS wanted CROSS JOIN message ON message.id = wanted.value
     WHERE message.campaign_id = @campaignId`,
  ).all({ campaignId, ids: JSON.stringify(results.map(({ messageId }) => messageId)) }) as Attempted[]
  const before = new Map(rows.map((row) => [row.id, row]))
  const ends: End[] = []
  for (const result of results) {
    const row = before.get(result.messageId)
    if (row?.attempts === result.attempt && endsFrom[result.event].has(row.state)) ends.push({ result, row })
  }
  if (ends.length === 0) return []
  moveCounted(db, campaignId, () => {
    writeEnds(db, ends, now)
    return ends.map(({ result, row }) => ({ from: row.state, to: result.state, segments: row.segments }))
  })
  writeEvents(db, ends, now)
  return ends.map(({ result }) => result)
}

/** One statement for all: one each costs as much again in calls and bindings. The order of values is that of the SQL. */
function writeEnds(db: Db, ends: readonly End[], now: number): void {
  const rows = ends.map(({ result }) => [
    result.messageId,
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
  ])
  const { changes } = statement(
    db,
    `UPDATE message SET state = attempt.value ->> 1, gateway_message_id = coalesce(attempt.value ->> 2, gateway_message_id),
       gateway_status = attempt.value ->> 3, units = attempt.value ->> 4, cost = attempt.value ->> 5,
       cost_currency = attempt.value ->> 6, error_code = attempt.value ->> 7, error_params = attempt.value ->> 8,
       misses = attempt.value ->> 9, next_attempt_at = attempt.value ->> 10,
       accepted_at = coalesce(attempt.value ->> 11, accepted_at), poll_at = attempt.value ->> 12, updated_at = @now
     FROM json_each(@ends) AS attempt WHERE message.id = attempt.value ->> 0`,
  ).run({ ends: JSON.stringify(rows), now })
  assertChanged(changes, ends.length, 'answers recorded')
}

function writeEvents(db: Db, ends: readonly End[], now: number): void {
  const events = ends.map(({ result, row }) => {
    const detail: Record<string, string | number> = { attempt: result.attempt }
    if (result.error) detail.code = result.error.code
    if (result.gatewayStatus !== null) detail.gatewayStatus = result.gatewayStatus
    if (result.gatewayMessageId !== null) detail.gatewayMessageId = result.gatewayMessageId
    return [result.messageId, result.event, result.state, JSON.stringify(detail), row.claimedAt]
  })
  statement(
    db,
    `INSERT INTO message_event (message_id, at, kind, state, source, detail, claimed_at)
     SELECT event.value ->> 0, @now, event.value ->> 1, event.value ->> 2, 'answer', event.value ->> 3, event.value ->> 4
     FROM json_each(@events) AS event ORDER BY event.key`,
  ).run({ events: JSON.stringify(events), now })
}

/** What a process that ended left as `sending` may have reached the gateway: it becomes `unknown`. */
export function orphanSending(db: Db, campaignId: number, now: number): number {
  statement(
    db,
    `INSERT INTO message_event (message_id, at, kind, state, source, detail, claimed_at)
     SELECT id, @now, 'recovered', 'unknown', NULL, json_object('attempt', attempts, 'code', 'interrupted_sending'), claimed_at
     FROM message WHERE campaign_id = @campaignId AND state = 'sending'`,
  ).run({ campaignId, now })
  return statement(
    db,
    `UPDATE message SET state = 'unknown', error_code = 'interrupted_sending', error_params = '{}', updated_at = @now
     WHERE campaign_id = @campaignId AND state = 'sending'`,
  ).run({ campaignId, now }).changes
}
