/**
 * Counts of messages by state, read from message_count, which is kept exact in the transaction of every change: by the
 * ledger where messages move, by triggers where they come and go.
 */
import { emptyMessageCounts, type MessageCounts, type MessageState } from '@shared/domain/message'
import type { Db } from './open'
import { statement } from './statement'

export interface CampaignTotals {
  readonly counts: MessageCounts
  /** By state too: what was accepted is what was paid. */
  readonly segments: MessageCounts
}

interface CountRow {
  readonly campaignId: number
  readonly state: MessageState
  readonly messages: number
  readonly segments: number
}

/** One entry per id asked for, zeros where a campaign has no messages. */
export function totalsOfCampaigns(db: Db, campaignIds: readonly number[]): Map<number, CampaignTotals> {
  const totals = new Map(
    campaignIds.map((id) => [id, { counts: emptyMessageCounts(), segments: emptyMessageCounts() }]),
  )
  const rows = statement(
    db,
    `SELECT campaign_id AS campaignId, state, messages, segments FROM message_count
     WHERE campaign_id IN (SELECT value FROM json_each(?))`,
  ).all(JSON.stringify(campaignIds)) as CountRow[]
  for (const { campaignId, state, messages, segments } of rows) {
    const entry = totals.get(campaignId)
    if (entry === undefined) continue
    entry.counts[state] = messages
    entry.segments[state] = segments
  }
  return totals
}

export function totalsOfCampaign(db: Db, campaignId: number): CampaignTotals {
  return (
    totalsOfCampaigns(db, [campaignId]).get(campaignId) ?? {
      counts: emptyMessageCounts(),
      segments: emptyMessageCounts(),
    }
  )
}

/** Messages in these states (all when empty), of one campaign or account where given, `hidden` campaigns left out. */
export function countOfMessages(
  db: Db,
  {
    states,
    campaignId,
    accountId,
    hidden = [],
  }: {
    states: readonly MessageState[]
    campaignId: number | null
    accountId: number | null
    hidden?: readonly number[]
  },
): number {
  const wanted = [
    states.length > 0 ? 'state IN (SELECT value FROM json_each(@states))' : null,
    campaignId !== null ? 'campaign_id = @campaignId' : null,
    accountId !== null ? 'campaign_id IN (SELECT id FROM campaign WHERE account_id = @accountId)' : null,
    hidden.length > 0 ? 'campaign_id NOT IN (SELECT value FROM json_each(@hidden))' : null,
  ].filter((condition) => condition !== null)
  const where = wanted.length > 0 ? `WHERE ${wanted.join(' AND ')}` : ''
  return statement(db, `SELECT coalesce(sum(messages), 0) FROM message_count ${where}`)
    .pluck()
    .get({ states: JSON.stringify(states), campaignId, accountId, hidden: JSON.stringify(hidden) }) as number
}
