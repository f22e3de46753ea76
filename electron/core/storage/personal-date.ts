/** What a campaign with personal dates has dealt with: its days, and who was sent to for which date. */
import { AppError } from '@shared/errors'
import type { Db } from './open'
import { statement } from './statement'

export type DayOutcome = 'sent' | 'nobody' | 'skipped'

/** Days dealt with by `now`: what a clock wrote that was ahead counts for nothing. */
export function daysDone(db: Db, campaignId: number, now: number): ReadonlySet<string> {
  const sql = 'SELECT day FROM personal_day WHERE campaign_id = @campaignId AND at <= @now'
  return new Set(statement(db, sql).pluck().all({ campaignId, now }) as string[])
}

/** False where the day is dealt with already. In the transaction that starts what it sends. */
export function endDay(
  db: Db,
  day: { readonly campaignId: number; readonly day: string; readonly outcome: DayOutcome; readonly now: number },
): boolean {
  const { changes } = statement(
    db,
    `INSERT INTO personal_day (campaign_id, day, outcome, at) VALUES (@campaignId, @day, @outcome, @now)
     ON CONFLICT (campaign_id, day) DO UPDATE SET outcome = excluded.outcome, at = excluded.at WHERE personal_day.at > @now`,
  ).run(day)
  return changes === 1
}

/** Whether anybody with this number was sent to for the date. */
export function hasHadDate(
  db: Db,
  who: { readonly campaignId: number; readonly date: string; readonly phone: string },
): boolean {
  const sql = 'SELECT 1 FROM personal_date WHERE campaign_id = @campaignId AND date = @date AND phone = @phone LIMIT 1'
  return statement(db, sql).get(who) !== undefined
}

/**
 * Notes everybody of an occurrence, in the transaction that makes its messages real. Throws AppError campaign_busy where
 * somebody was sent to for the date meanwhile.
 */
export function keepDates(
  db: Db,
  occurrence: { readonly campaignId: number; readonly date: string; readonly occurrenceId: number },
): void {
  const { changes } = statement(
    db,
    `INSERT INTO personal_date (campaign_id, date, phone, ordinal)
     SELECT @campaignId, @date, phone, ordinal FROM message WHERE campaign_id = @occurrenceId
     ON CONFLICT DO NOTHING`,
  ).run(occurrence)
  const messages = statement(db, 'SELECT count(*) FROM message WHERE campaign_id = ?')
    .pluck()
    .get(occurrence.occurrenceId) as number
  if (changes !== messages) throw new AppError('campaign_busy', { campaign: occurrence.campaignId })
}

/** Messages of the largest occurrence that was sent so far. */
export function largestOccurrence(db: Db, campaignId: number): number {
  const sql = 'SELECT max(planned_recipients) FROM campaign WHERE origin_id = ? AND started_at IS NOT NULL'
  return (statement(db, sql).pluck().get(campaignId) as number | null) ?? 0
}
