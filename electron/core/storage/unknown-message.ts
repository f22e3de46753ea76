/** Doubtful messages: what may have reached the gateway without a clear answer, and what settles them. */
import { moveMessages } from './message-ledger'
import { assertChanged, statement } from './statement'
import type { Db } from './open'

export interface UnknownMessage {
  readonly id: number
  readonly phone: string
  readonly text: string
  readonly segments: number
  readonly claimedAt: number
  /** When it became doubtful. */
  readonly lostAt: number
  readonly gatewayMessageId: string | null
  /** Error code: why it is doubtful; `absent_from_archive` once the gateway's archive proved that it was never sent. */
  readonly error: string | null
}

/** Of one campaign, or those of it that are named; walks message_by_state. */
export function unknownMessages(db: Db, campaignId: number, messageIds: readonly number[] | null): UnknownMessage[] {
  return statement(
    db,
    `SELECT id, phone, text, segments, coalesce(claimed_at, updated_at) AS claimedAt, updated_at AS lostAt,
       gateway_message_id AS gatewayMessageId, error_code AS error
     FROM message WHERE campaign_id = @campaignId AND state = 'unknown'
       AND (@ids IS NULL OR id IN (SELECT value FROM json_each(@ids))) ORDER BY id`,
  ).all({ campaignId, ids: messageIds === null ? null : JSON.stringify(messageIds) }) as UnknownMessage[]
}

/** Doubtful messages of the campaign that were proven absent; walks message_by_state. */
export function countAbsent(db: Db, campaignId: number): number {
  return statement(
    db,
    `SELECT count(*) FROM message WHERE campaign_id = ? AND state = 'unknown' AND error_code = 'absent_from_archive'`,
  )
    .pluck()
    .get(campaignId) as number
}

/** What an archive shows of a message that stays doubtful: nothing, or something that may be it. */
export type ArchiveNote = 'absent_from_archive' | 'unclear_in_archive'

/**
 * Keeps the note as the reason for the doubt, with a row in the timeline; messages that have it already or are not doubtful
 * any more are left alone. No state changes: nothing sends them.
 */
export function noteArchive(db: Db, messageIds: readonly number[], note: ArchiveNote, now: number): void {
  const kind = note === 'absent_from_archive' ? 'absent' : 'unclear'
  const params = { ids: JSON.stringify(messageIds), note }
  const concerned = `id IN (SELECT value FROM json_each(@ids)) AND state = 'unknown' AND error_code IS NOT @note`
  const { changes: told } = statement(
    db,
    `INSERT INTO message_event (message_id, at, kind, state, source, detail)
     SELECT id, @now, '${kind}', 'unknown', 'archive', '{}' FROM message WHERE ${concerned}`,
  ).run({ ...params, now })
  const { changes } = statement(
    db,
    `UPDATE message SET error_code = @note, error_params = '{}' WHERE ${concerned}`,
  ).run(params)
  assertChanged(changes, told, 'notes from an archive')
}

/** An archive can prove that a message was sent; only a person decides that it is to be sent again. */
export type Settlement = {
  readonly messageId: number
  readonly gatewayMessageId: string | null
  readonly now: number
} & (
  | { readonly event: 'settle_sent'; readonly source: 'person' | 'archive' }
  | { readonly event: 'settle_unsent'; readonly source: 'person' }
)

/** False when the message is not doubtful any more: its late answer was quicker. */
export function settleMessage(db: Db, { messageId, event, source, gatewayMessageId, now }: Settlement): boolean {
  const { count } = moveMessages(db, [event], {
    where: 'message.id = @messageId',
    params: { messageId, gatewayMessageId },
    set: `error_code = NULL, error_params = NULL, misses = 0, next_attempt_at = 0,
      gateway_message_id = coalesce(gateway_message_id, @gatewayMessageId)
      ${event === 'settle_sent' ? ', accepted_at = coalesce(claimed_at, @now)' : ''}`,
    source,
    now,
  })
  return count === 1
}
