/** Which message of the history an entry of a gateway's archive is, and which messages an archive should hold. */
import { askedStates } from '@shared/domain/message'
import { stateList } from './message-ledger'
import type { Db } from './open'
import { statement } from './statement'

export interface ArchiveKey {
  readonly gatewayMessageId: string | null
  readonly phone: string
  readonly text: string | null
  /** Epoch ms, null where the archive does not say. */
  readonly at: number | null
}

/** How far the gateway's time may be from ours: its time zone is a guess and clocks are wrong. */
export const timeWindowMs = 24 * 60 * 60 * 1000

interface Candidate {
  readonly id: number
  readonly sentAt: number
}

/**
 * By the gateway's id where there is one, else by number and text within the time window, the nearest in time first. Every
 * message is at most one entry: `taken` holds those that already are, and the one found is added.
 */
export function matchEntry(db: Db, accountId: number, entry: ArchiveKey, taken: Set<number>): number | null {
  const found = byGatewayId(db, accountId, entry, taken) ?? byContent(db, accountId, entry, taken)
  if (found !== null) taken.add(found)
  return found
}

function byGatewayId(
  db: Db,
  accountId: number,
  { gatewayMessageId }: ArchiveKey,
  taken: ReadonlySet<number>,
): number | null {
  if (gatewayMessageId === null || gatewayMessageId === '') return null
  const ids = statement(
    db,
    `SELECT message.id FROM message INDEXED BY message_by_gateway_id JOIN campaign ON campaign.id = message.campaign_id
     WHERE message.gateway_message_id = ? AND campaign.account_id = ? ORDER BY message.id`,
  )
    .pluck()
    .all(gatewayMessageId, accountId) as number[]
  return ids.find((id) => !taken.has(id)) ?? null
}

function byContent(
  db: Db,
  accountId: number,
  { phone, text, at }: ArchiveKey,
  taken: ReadonlySet<number>,
): number | null {
  if (text === null) return null
  const candidates = statement(
    db,
    `SELECT message.id, coalesce(message.accepted_at, message.claimed_at, message.updated_at) AS sentAt
     FROM message INDEXED BY message_by_phone JOIN campaign ON campaign.id = message.campaign_id
     WHERE message.phone = ? AND message.text = ? AND campaign.account_id = ?
       AND message.state IN (${stateList(askedStates)}) ORDER BY message.id`,
  ).all(phone, text, accountId) as Candidate[]
  const distance = ({ sentAt }: Candidate): number => (at === null ? 0 : Math.abs(sentAt - at))
  const [nearest] = candidates
    .filter((candidate) => !taken.has(candidate.id) && distance(candidate) <= timeWindowMs)
    .sort((a, b) => distance(a) - distance(b) || a.id - b.id)
  return nearest?.id ?? null
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
