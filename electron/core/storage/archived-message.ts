/** Messages of the history that an archive may hold, and those that it should hold. */
import { askedStates, sentStates, type MessageState } from '@shared/domain/message'
import { stateList } from './message-ledger'
import type { Db } from './open'
import { statement } from './statement'

export interface ArchivableMessage {
  readonly id: number
  readonly phone: string
  readonly text: string
  readonly gatewayMessageId: string | null
  readonly state: MessageState
  /** When it was sent, as far as is known; epoch ms. */
  readonly sentAt: number
}

const archivable = `SELECT message.id, message.phone, message.text, message.gateway_message_id AS gatewayMessageId, message.state,
  coalesce(message.accepted_at, message.claimed_at, message.updated_at) AS sentAt`
const mayBeThere = `message.state IN (${stateList(askedStates)})`

/** Messages of the account to these numbers (E.164), oldest first; walks message_by_phone. */
export function messagesOfNumbers(db: Db, accountId: number, phones: readonly string[]): ArchivableMessage[] {
  return statement(
    db,
    `${archivable} FROM json_each(@phones) AS wanted
       CROSS JOIN message INDEXED BY message_by_phone ON message.phone = wanted.value
       JOIN campaign ON campaign.id = message.campaign_id
     WHERE campaign.account_id = @accountId AND ${mayBeThere} ORDER BY message.id`,
  ).all({ accountId, phones: JSON.stringify(phones) }) as ArchivableMessage[]
}

/** Messages of the account with one of these gateway ids, oldest first; walks message_by_gateway_id. */
export function messagesOfGatewayIds(db: Db, accountId: number, ids: readonly string[]): ArchivableMessage[] {
  return statement(
    db,
    `${archivable} FROM json_each(@ids) AS wanted
       CROSS JOIN message INDEXED BY message_by_gateway_id ON message.gateway_message_id = wanted.value
       JOIN campaign ON campaign.id = message.campaign_id
     WHERE campaign.account_id = @accountId AND ${mayBeThere} ORDER BY message.id`,
  ).all({ accountId, ids: JSON.stringify(ids) }) as ArchivableMessage[]
}

export interface CampaignNeighbour {
  readonly id: number
  readonly phone: string
  readonly text: string
  readonly claimedAt: number
  readonly acceptedAt: number
}

/** What the gateway accepted of one campaign, claimed between two times and accepted until a third; the oldest first. */
export function acceptedOfCampaign(
  db: Db,
  {
    campaignId,
    from,
    to,
    acceptedUntil,
    limit,
  }: { campaignId: number; from: number; to: number; acceptedUntil: number; limit: number },
): CampaignNeighbour[] {
  return statement(
    db,
    `SELECT id, phone, text, claimed_at AS claimedAt, accepted_at AS acceptedAt FROM message
     WHERE campaign_id = @campaignId AND state IN (${stateList(sentStates)})
       AND claimed_at BETWEEN @from AND @to AND accepted_at <= @acceptedUntil ORDER BY id LIMIT @limit`,
  ).all({ campaignId, from, to, acceptedUntil, limit }) as CampaignNeighbour[]
}

export interface AcceptedMessage {
  readonly messageId: number
  readonly phone: string
  readonly text: string
  readonly acceptedAt: number
}

/** Messages of the account that the gateway accepted between the times, oldest first, after the one named; by slices. */
export function acceptedBetween(
  db: Db,
  {
    accountId,
    from,
    to,
    after,
    limit,
  }: { accountId: number; from: number; to: number; after: { at: number; id: number } | null; limit: number },
): AcceptedMessage[] {
  return statement(
    db,
    `SELECT message.id AS messageId, message.phone, message.text, message.accepted_at AS acceptedAt
     FROM message INDEXED BY message_by_time JOIN campaign ON campaign.id = message.campaign_id
     WHERE coalesce(message.accepted_at, message.updated_at) BETWEEN @start AND @to
       AND (coalesce(message.accepted_at, message.updated_at), message.id) > (@start, @afterId)
       AND campaign.account_id = @accountId AND message.accepted_at IS NOT NULL
     ORDER BY coalesce(message.accepted_at, message.updated_at), message.id LIMIT @limit`,
  ).all({ accountId, to, limit, start: after?.at ?? from, afterId: after?.id ?? 0 }) as AcceptedMessage[]
}
