/**
 * A draft's messages while they are planned: written in short transactions, invisible because their campaign is still a
 * draft, and tied to a token so that only the latest planning of an unchanged draft can be started.
 */
import type { Excluded } from '@shared/contract/drafts'
import type { CampaignState } from '@shared/domain/campaign'
import { AppError } from '@shared/errors'
import { forgetMessages, indexMessages } from './message-search'
import type { Db } from './open'
import { assertChanged, statement } from './statement'

export interface PlannedMessage {
  readonly line: number
  readonly phone: string
  readonly name: string | null
  readonly text: string
  readonly encoding: 'GSM-7' | 'UCS-2'
  readonly segments: number
}

const sql = {
  begin: `UPDATE campaign SET planning = @token WHERE id = @id AND state = 'draft'`,
  current: `SELECT 1 FROM campaign WHERE id = @id AND state = 'draft' AND planning = @token`,
  insert: `
    INSERT INTO message (campaign_id, line, phone, name, text, encoding, segments, state, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?)`,
  // walks message_by_campaign, so that each step costs what it removes
  firstPlanned: `
    SELECT min(id) AS "from", max(id) AS upTo FROM (
      SELECT message.id FROM message INDEXED BY message_by_campaign
      WHERE message.campaign_id = @id AND (SELECT state FROM campaign WHERE id = @id) = 'draft'
      ORDER BY message.id LIMIT @limit)`,
  purge: `DELETE FROM message INDEXED BY message_by_campaign WHERE campaign_id = @campaignId AND id BETWEEN @from AND @upTo`,
  count: 'SELECT sum(messages) FROM message_count WHERE campaign_id = ?',
  start: `
    UPDATE campaign SET state = @state, planning = NULL, planned_recipients = @recipients, planned_segments = @segments,
      planned_cost = @cost, excluded = @excluded, account_name = @account, gateway = @gateway, sender = @sender, price = @price,
      currency = @currency, scheduled_at = @scheduledAt, recurrence = @recurrence, time_zone = @timeZone,
      started_at = CASE WHEN @state = 'sending' THEN @now ELSE NULL END, updated_at = max(@now, updated_at + 1)
    WHERE id = @id AND state = 'draft' AND planning = @token`,
} as const

/** Names a new planning; an older one of the same draft can't end any more. Throws AppError campaign_state. */
export function beginPlanning(db: Db, campaignId: number, token: string): void {
  if (statement(db, sql.begin).run({ id: campaignId, token }).changes !== 1) {
    throw new AppError('campaign_state', { campaign: campaignId })
  }
}

/** Throws AppError campaign_busy when the draft was changed, planned anew or started since `token` was given. */
export function assertPlanning(db: Db, campaignId: number, token: string): void {
  if (statement(db, sql.current).get({ id: campaignId, token }) === undefined) {
    throw new AppError('campaign_busy', { campaign: campaignId })
  }
}

/** Writes and indexes them. Call inside a transaction, with as many as it may take. */
export function insertPlanned(db: Db, campaignId: number, messages: Iterable<PlannedMessage>, now: number): void {
  const insert = statement(db, sql.insert)
  let from: number | null = null
  let upTo = 0
  for (const { line, phone, name, text, encoding, segments } of messages) {
    upTo = Number(insert.run(campaignId, line, phone, name, text, encoding, segments, now).lastInsertRowid)
    from ??= upTo
  }
  if (from !== null) indexMessages(db, { campaignId, from, upTo })
}

/** Removes up to `limit` messages of a draft (of nothing else). Returns how many. */
export function purgePlanned(db: Db, campaignId: number, limit: number): number {
  return db
    .transaction(() => {
      const first = statement(db, sql.firstPlanned).get({ id: campaignId, limit }) as {
        from: number | null
        upTo: number
      }
      if (first.from === null) return 0
      const stretch = { campaignId, from: first.from, upTo: first.upTo }
      forgetMessages(db, stretch)
      return statement(db, sql.purge).run(stretch).changes
    })
    .immediate()
}

export interface PlannedStart {
  readonly campaignId: number
  readonly token: string
  readonly state: Extract<CampaignState, 'sending' | 'scheduled'>
  readonly recipients: number
  readonly segments: number
  readonly cost: string | null
  readonly excluded: Excluded
  readonly account: string
  readonly gateway: string
  readonly sender: string | null
  readonly price: string | null
  readonly currency: string
  readonly scheduledAt: number | null
  readonly recurrence: string | null
  readonly timeZone: string | null
  readonly now: number
}

/**
 * The moment at which a draft becomes a campaign and its messages become real. Throws AppError campaign_busy when the
 * planning is no longer the latest.
 */
export function startPlanned(db: Db, start: PlannedStart): void {
  const { campaignId, excluded, ...values } = start
  assertPlanning(db, campaignId, start.token)
  const messages = statement(db, sql.count).pluck().get(campaignId) as number
  assertChanged(messages, start.recipients, `messages of campaign ${campaignId}`)
  const { changes } = statement(db, sql.start).run({ ...values, id: campaignId, excluded: JSON.stringify(excluded) })
  assertChanged(changes, 1, `campaign ${campaignId} started`)
}
