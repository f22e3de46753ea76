/** Doubtful messages: what may have reached the gateway without a clear answer, and what settles them. */
import { sentStates } from '@shared/domain/message'
import { moveMessages, stateList } from './message-ledger'
import { statement } from './statement'
import type { Db } from './open'

export interface UnknownMessage {
  readonly id: number
  readonly phone: string
  readonly text: string
  readonly segments: number
  readonly claimedAt: number
  readonly gatewayMessageId: string | null
}

/** Of one campaign, or those of it that are named; walks message_by_state. */
export function unknownMessages(db: Db, campaignId: number, messageIds: readonly number[] | null): UnknownMessage[] {
  return statement(
    db,
    `SELECT id, phone, text, segments, coalesce(claimed_at, updated_at) AS claimedAt, gateway_message_id AS gatewayMessageId
     FROM message WHERE campaign_id = @campaignId AND state = 'unknown'
       AND (@ids IS NULL OR id IN (SELECT value FROM json_each(@ids))) ORDER BY id`,
  ).all({ campaignId, ids: messageIds === null ? null : JSON.stringify(messageIds) }) as UnknownMessage[]
}

/** What Griot knows that the account's gateway accepted, for the same number since `since`: these entries are taken. */
export function acceptedTexts(
  db: Db,
  accountId: number,
  phone: string,
  since: number,
): { id: number; text: string; gatewayMessageId: string | null }[] {
  return statement(
    db,
    `SELECT message.id, message.text, message.gateway_message_id AS gatewayMessageId
     FROM message JOIN campaign ON campaign.id = message.campaign_id
     WHERE message.phone = @phone AND campaign.account_id = @accountId AND message.accepted_at >= @since
       AND message.state IN (${stateList(sentStates)})`,
  ).all({ accountId, phone, since }) as { id: number; text: string; gatewayMessageId: string | null }[]
}

/** The last messages that the account's gateway accepted after `since` and until `until`, the newest first: walks message_by_time. */
export function acceptedSince(
  db: Db,
  { accountId, since, until, limit }: { accountId: number; since: number; until: number; limit: number },
): { id: number; phone: string; text: string; claimedAt: number }[] {
  return statement(
    db,
    `SELECT message.id, message.phone, message.text, message.claimed_at AS claimedAt
     FROM message JOIN campaign ON campaign.id = message.campaign_id
     WHERE coalesce(message.accepted_at, message.updated_at) BETWEEN @since + 1 AND @until AND message.accepted_at > @since AND message.claimed_at > @since
       AND message.state IN (${stateList(sentStates)}) AND campaign.account_id = @accountId
     ORDER BY coalesce(message.accepted_at, message.updated_at) DESC LIMIT @limit`,
  ).all({ accountId, since, until, limit }) as { id: number; phone: string; text: string; claimedAt: number }[]
}

export interface Settlement {
  readonly messageId: number
  readonly event: 'settle_sent' | 'settle_unsent'
  readonly source: 'person' | 'archive'
  readonly gatewayMessageId: string | null
  readonly now: number
}

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
