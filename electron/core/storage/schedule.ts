/** Scheduled campaigns: which are due, and the copy that carries a recurring one to its next time. */
import { indexMessages } from './message-search'
import { assertChanged, statement } from './statement'
import type { Db } from './open'

export interface DueCampaign {
  readonly id: number
  readonly name: string
  readonly scheduledAt: number
  readonly recurrence: string | null
  readonly timeZone: string | null
}

/** Oldest first; walks campaign_by_state. */
export function dueCampaigns(db: Db, now: number): DueCampaign[] {
  return statement(
    db,
    `SELECT id, name, scheduled_at AS scheduledAt, recurrence, time_zone AS timeZone FROM campaign
     WHERE state = 'scheduled' AND scheduled_at <= ? ORDER BY scheduled_at`,
  ).all(now) as DueCampaign[]
}

export function reschedule(db: Db, campaignId: number, at: number, now: number): void {
  const { changes } = statement(
    db,
    `UPDATE campaign SET scheduled_at = ?, updated_at = ? WHERE id = ? AND state = 'scheduled'`,
  ).run(at, now, campaignId)
  assertChanged(changes, 1, `reschedule campaign ${campaignId}`)
}

/**
 * The next occurrence of a recurring campaign as a campaign of its own, with the same texts to the same people. Opted-out
 * people are left out when it is sent. Returns its id.
 */
export function copyToNextOccurrence(db: Db, campaignId: number, at: number, now: number): number {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO campaign (name, state, account_id, account_name, gateway, sender, template, flash, receipts, transliterate, allow_repeats,
       country, rate, concurrency, currency, price, columns, draft, planned_recipients, planned_segments, planned_cost, excluded,
       scheduled_at, recurrence, time_zone, origin_id, created_at, updated_at)
     SELECT name, 'scheduled', account_id, account_name, gateway, sender, template, flash, receipts, transliterate, allow_repeats,
       country, rate, concurrency, currency, price, columns, draft, planned_recipients, planned_segments, planned_cost, excluded,
       @at, recurrence, time_zone, coalesce(origin_id, id), @now, @now
     FROM campaign WHERE id = @campaignId`,
  ).run({ campaignId, at, now })
  const copyId = Number(lastInsertRowid)
  statement(
    db,
    `INSERT INTO message (campaign_id, line, phone, name, text, encoding, segments, state, updated_at)
     SELECT @copyId, line, phone, name, text, encoding, segments, 'pending', @now FROM message WHERE campaign_id = @campaignId ORDER BY id`,
  ).run({ campaignId, copyId, now })
  const [from, upTo] = statement(
    db,
    'SELECT min(id), max(id) FROM message INDEXED BY message_by_campaign WHERE campaign_id = ?',
  )
    .raw()
    .get(copyId) as [number | null, number | null]
  if (from !== null && upTo !== null) indexMessages(db, { campaignId: copyId, from, upTo })
  // once handed on, this one is a campaign like any other
  statement(db, 'UPDATE campaign SET recurrence = NULL WHERE id = ?').run(campaignId)
  return copyId
}
