/**
 * Counts of messages by state, read from message_count, which is kept exact in the transaction of every change: by triggers,
 * and by `moveCounted` where many messages move at once.
 */
import { emptyMessageCounts, type MessageCounts, type MessageState } from '@shared/domain/message'
import type { Db } from './open'
import { assertChanged, statement } from './statement'

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

export interface CountedMove {
  readonly from: MessageState
  readonly to: MessageState
  readonly segments: number
}

/**
 * Runs `work`, which moves messages of one campaign and returns each move: they are counted together, where the trigger
 * would cost as much as the move itself. Nothing else may change messages meanwhile. Call inside a transaction, which an
 * error must end.
 */
export function moveCounted<Move extends CountedMove>(
  db: Db,
  campaignId: number,
  work: () => readonly Move[],
): readonly Move[] {
  statement(db, 'INSERT INTO message_counted_apart (only) VALUES (1)').run()
  const moves = work()
  statement(db, 'DELETE FROM message_counted_apart').run()
  const changes = new Map<MessageState, { messages: number; segments: number }>()
  const add = (state: MessageState, messages: number, segments: number): void => {
    const change = changes.get(state) ?? { messages: 0, segments: 0 }
    changes.set(state, { messages: change.messages + messages, segments: change.segments + segments })
  }
  for (const { from, to, segments } of moves) {
    add(from, -1, -segments)
    add(to, 1, segments)
  }
  for (const [state, change] of changes) {
    const { changes: rows } = statement(
      db,
      `UPDATE message_count SET messages = messages + @messages, segments = segments + @segments
       WHERE campaign_id = @campaignId AND state = @state`,
    ).run({ campaignId, state, ...change })
    assertChanged(rows, 1, `count of ${state} messages`)
  }
  return moves
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

export function sumOf(counts: MessageCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
