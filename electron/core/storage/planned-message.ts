/**
 * A draft's messages while they are planned: written in short transactions, not real because there is no campaign with
 * their id yet, and tied to a token so that only the latest planning of an unchanged draft can be started.
 */
import type { Excluded, JoinedLine, JoinedRows } from '@shared/contract/drafts'
import type { ScheduledDates } from '@shared/contract/personal-dates'
import type { CampaignState } from '@shared/domain/campaign'
import { AppError } from '@shared/errors'
import { deleteDraft, noDraft, sharedColumns } from './draft'
import { forgetMessages, indexMessages } from './message-search'
import type { Db } from './open'
import { forgetRecurringLists } from './schedule'
import { assertChanged, statement } from './statement'

export interface PlannedMessage {
  readonly line: number
  /** Further rows that it stands for. */
  readonly joinedLines: readonly JoinedLine[]
  readonly phone: string
  /** 0 for the first message to the number; more only where the draft's `sameNumber` is each. */
  readonly ordinal: number
  readonly name: string | null
  readonly text: string
  readonly encoding: 'GSM-7' | 'UCS-2'
  readonly segments: number
}

/** Names a new planning; an older one of the same draft can't end any more. Throws AppError unknown_campaign, campaign_state. */
export function beginPlanning(db: Db, draftId: number, token: string): void {
  const { changes } = statement(db, 'UPDATE draft SET planning = @token WHERE id = @draftId').run({ draftId, token })
  if (changes !== 1) throw noDraft(db, draftId)
}

/** Throws AppError campaign_busy when the draft was changed, planned anew or started since `token` was given. */
export function assertPlanning(db: Db, draftId: number, token: string): void {
  const row = statement(db, 'SELECT 1 FROM draft WHERE id = @draftId AND planning = @token').get({ draftId, token })
  if (row === undefined) throw new AppError('campaign_busy', { campaign: draftId })
}

/** Writes and indexes them. Call inside a transaction, with as many as it may take. */
export function insertPlanned(db: Db, campaignId: number, messages: Iterable<PlannedMessage>, now: number): void {
  const insert = statement(
    db,
    `INSERT INTO message (campaign_id, line, joined_lines, phone, ordinal, name, text, encoding, segments, state, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?)`,
  )
  let from: number | null = null
  let upTo = 0
  for (const { line, joinedLines, phone, ordinal, name, text, encoding, segments } of messages) {
    const joined = joinedLines.length === 0 ? null : JSON.stringify(joinedLines)
    const row = [campaignId, line, joined, phone, ordinal, name, text, encoding, segments, now] as const
    upTo = Number(insert.run(...row).lastInsertRowid)
    from ??= upTo
  }
  if (from !== null) indexMessages(db, { campaignId, from, upTo })
}

/**
 * Removes up to `limit` messages that are not real: of a draft, or of a campaign that was removed. Returns how many. Walks
 * message_by_campaign, so that each step costs what it removes.
 */
export function purgeMessages(db: Db, campaignId: number, limit: number): number {
  return db
    .transaction(() => {
      const first = statement(
        db,
        `SELECT min(id) AS "from", max(id) AS upTo FROM (
           SELECT message.id FROM message INDEXED BY message_by_campaign
           WHERE message.campaign_id = @campaignId AND NOT EXISTS (SELECT 1 FROM campaign WHERE id = @campaignId)
           ORDER BY message.id LIMIT @limit)`,
      ).get({ campaignId, limit }) as { from: number | null; upTo: number }
      if (first.from === null) return 0
      const stretch = { campaignId, from: first.from, upTo: first.upTo }
      forgetMessages(db, stretch)
      return statement(
        db,
        `DELETE FROM message INDEXED BY message_by_campaign WHERE campaign_id = @campaignId AND id BETWEEN @from AND @upTo`,
      ).run(stretch).changes
    })
    .immediate()
}

export interface PlannedStart {
  readonly campaignId: number
  readonly token: string
  readonly state: Extract<CampaignState, 'sending' | 'scheduled'>
  readonly test?: boolean
  readonly recipients: number
  readonly segments: number
  readonly cost: string | null
  readonly excluded: Excluded
  readonly joined: JoinedRows
  readonly account: string
  readonly gateway: string
  readonly sender: string | null
  readonly price: string | null
  readonly currency: string
  readonly scheduledAt: number | null
  readonly recurrence: string | null
  readonly timeZone: string | null
  readonly personalDates?: ScheduledDates | null
  readonly now: number
}

/**
 * The moment at which a draft becomes a campaign and its messages become real. Throws AppError campaign_busy when the
 * planning is no longer the latest.
 */
export function startPlanned(db: Db, start: PlannedStart): void {
  const { campaignId: id, token, test = false, excluded, joined, personalDates = null, ...values } = start
  assertPlanning(db, id, token)
  const messages = statement(db, 'SELECT sum(messages) FROM message_count WHERE campaign_id = ?')
    .pluck()
    .get(id) as number
  assertChanged(messages, start.recipients, `messages of campaign ${id}`)
  const inserted = statement(
    db,
    `INSERT INTO campaign (id, ${sharedColumns}, state, test, planned_recipients, planned_segments, planned_cost, excluded, joined,
       account_name, gateway, sender, price, currency, scheduled_at, recurrence, time_zone, personal_dates, origin_id, created_at, updated_at,
       started_at)
     SELECT id, ${sharedColumns}, @state, @test, @recipients, @segments, @cost, @excluded, @joined,
       @account, @gateway, @sender, @price, @currency, @scheduledAt, @recurrence, @timeZone, @personalDates, origin_id, created_at,
       max(@now, updated_at + 1), iif(@state = 'sending', @now, NULL)
     FROM draft WHERE id = @id`,
  ).run({
    ...values,
    id,
    test: Number(test),
    excluded: JSON.stringify(excluded),
    joined: JSON.stringify(joined),
    personalDates: personalDates === null ? null : JSON.stringify(personalDates),
  })
  assertChanged(inserted.changes, 1, `campaign ${id} started`)
  forgetRecurringLists(db, id)
  deleteDraft(db, id)
}
