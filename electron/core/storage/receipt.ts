/** Messages seen from the gateway's side: found by its id, waiting for a report, moved by one. */
import type { MessageState } from '@shared/domain/message'
import { assertChanged, statement } from './statement'
import type { Db } from './open'

export interface ReportedMessage {
  readonly id: number
  readonly campaignId: number
  readonly phone: string
  readonly state: MessageState
  readonly gatewayMessageId: string | null
  readonly gatewayStatus: string | null
}

const columns = `message.id, message.campaign_id AS campaignId, message.phone, message.state,
  message.gateway_message_id AS gatewayMessageId, message.gateway_status AS gatewayStatus`

/** Messages of a gateway with that id (walks message_by_gateway_id); more than one only where the vendor repeats ids. */
export function messagesByGatewayId(db: Db, gateway: string, gatewayMessageId: string): ReportedMessage[] {
  return statement(
    db,
    `SELECT ${columns} FROM message JOIN campaign ON campaign.id = message.campaign_id
     WHERE message.gateway_message_id = ? AND campaign.gateway = ? ORDER BY message.id DESC LIMIT 20`,
  ).all(gatewayMessageId, gateway) as ReportedMessage[]
}

export interface PollableMessage extends ReportedMessage {
  readonly gatewayMessageId: string
  readonly accountId: number
  readonly acceptedAt: number
  readonly polls: number
}

const pollable = `SELECT ${columns}, campaign.account_id AS accountId, message.accepted_at AS acceptedAt, message.polls
  FROM message JOIN campaign ON campaign.id = message.campaign_id`

/** Due for a poll, oldest first; walks message_to_poll. */
export function duePolls(db: Db, now: number, limit: number): PollableMessage[] {
  return statement(
    db,
    `${pollable} WHERE message.poll_at <= ? AND message.gateway_message_id IS NOT NULL AND message.accepted_at IS NOT NULL
       AND campaign.account_id IS NOT NULL ORDER BY message.poll_at LIMIT ?`,
  ).all(now, limit) as PollableMessage[]
}

/** Accepted and undecided since `since`, after `afterId`: for a poll that a person asks for. Walks message_by_state per campaign. */
export function undecidedMessages(
  db: Db,
  { accountId, since, afterId, limit }: { accountId: number; since: number; afterId: number; limit: number },
): PollableMessage[] {
  return statement(
    db,
    `${pollable} WHERE campaign.account_id = @accountId AND message.state = 'accepted' AND message.gateway_message_id IS NOT NULL
       AND message.accepted_at >= @since AND message.id > @afterId ORDER BY message.id LIMIT @limit`,
  ).all({ accountId, since, afterId, limit }) as PollableMessage[]
}

/** When the message is asked about next; null = never again. */
export function planPoll(db: Db, messageId: number, pollAt: number | null): void {
  statement(db, 'UPDATE message SET poll_at = ?, polls = polls + 1 WHERE id = ?').run(pollAt, messageId)
}

export interface ReportUpdate {
  readonly messageId: number
  readonly from: MessageState
  readonly to: MessageState
  readonly gatewayMessageId: string | null
  readonly gatewayStatus: string
  readonly final: boolean
  readonly now: number
}

export function updateFromReport(db: Db, update: ReportUpdate): void {
  const { changes } = statement(
    db,
    `UPDATE message SET state = @to, gateway_status = @gatewayStatus, gateway_message_id = coalesce(gateway_message_id, @gatewayMessageId),
       accepted_at = CASE WHEN @to IN ('accepted', 'delivered', 'undelivered', 'expired') THEN coalesce(accepted_at, @now) ELSE accepted_at END,
       error_code = CASE WHEN @to IN ('accepted', 'delivered') THEN NULL ELSE error_code END,
       error_params = CASE WHEN @to IN ('accepted', 'delivered') THEN NULL ELSE error_params END,
       poll_at = CASE WHEN @final = 1 THEN NULL ELSE poll_at END, updated_at = @now
     WHERE id = @messageId AND state = @from`,
  ).run({ ...update, final: update.final ? 1 : 0 })
  assertChanged(changes, 1, `report for message ${update.messageId}`)
}
