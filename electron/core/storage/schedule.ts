/** The time of scheduled campaigns. Which are due is read in campaign.ts. */
import type { MessageState } from '@shared/domain/message'
import type { DueCampaign } from './campaign'
import { stateList } from './message-ledger'
import { assertChanged, statement } from './statement'
import type { Db } from './open'

/** False when another process, or a person, has moved it since it was read. */
export function isStillDue(db: Db, { id, scheduledAt }: Pick<DueCampaign, 'id' | 'scheduledAt'>): boolean {
  const sql = `SELECT 1 FROM campaign WHERE id = ? AND state = 'scheduled' AND scheduled_at = ?`
  return statement(db, sql).get(id, scheduledAt) !== undefined
}

/** The next time of a recurring campaign that stays scheduled; what came until `lastDueAt` is dealt with. */
export function moveSchedule(
  db: Db,
  move: { readonly campaignId: number; readonly at: number; readonly lastDueAt: number; readonly now: number },
): void {
  const { campaignId } = move
  const { changes } = statement(
    db,
    `UPDATE campaign SET scheduled_at = @at, last_due_at = @lastDueAt, updated_at = @now
     WHERE id = @campaignId AND state = 'scheduled'`,
  ).run(move)
  assertChanged(changes, 1, `campaign ${campaignId} moved to its next time`)
}

export interface Schedule {
  readonly campaignId: number
  readonly scheduledAt: number
  readonly recurrence: string | null
  readonly timeZone: string
  readonly now: number
}

/** Another time, rule or zone for a campaign that is scheduled; the caller has moved it to that state. */
export function writeSchedule(db: Db, schedule: Schedule): void {
  const { changes } = statement(
    db,
    `UPDATE campaign SET scheduled_at = @scheduledAt, recurrence = @recurrence, time_zone = @timeZone,
       last_due_at = NULL, updated_at = @now
     WHERE id = @campaignId AND state = 'scheduled'`,
  ).run(schedule)
  assertChanged(changes, 1, `campaign ${schedule.campaignId} rescheduled`)
}

/** How many messages in these states have which first three digits after the `+`; walks message_by_state. */
export function placesOf(
  db: Db,
  campaignId: number,
  states: readonly MessageState[],
): Readonly<Record<string, number>> {
  const rows = statement(
    db,
    `SELECT substr(phone, 2, 3) AS place, count(*) AS count FROM message
     WHERE campaign_id = ? AND state IN (${stateList(states)}) GROUP BY place`,
  ).all(campaignId) as { place: string; count: number }[]
  return Object.fromEntries(rows.map(({ place, count }) => [place, count]))
}

/** Of those still to be sent. */
export const pendingPlaces = (db: Db, campaignId: number): Readonly<Record<string, number>> =>
  placesOf(db, campaignId, ['pending'])

/** A list of a recurring campaign: its place among the sources, and how many usable rows it had when it was last read. */
export interface RecurringList {
  readonly position: number
  readonly usable: number
}

export function recurringLists(db: Db, campaignId: number): RecurringList[] {
  const sql = 'SELECT position, usable FROM recurring_list WHERE campaign_id = ? ORDER BY position'
  return statement(db, sql).all(campaignId) as RecurringList[]
}

/** In the transaction that starts the occurrence for which they were read. */
export function saveRecurringLists(db: Db, campaignId: number, lists: readonly RecurringList[]): void {
  const save = statement(
    db,
    `INSERT INTO recurring_list (campaign_id, position, usable) VALUES (@campaignId, @position, @usable)
     ON CONFLICT (campaign_id, position) DO UPDATE SET usable = excluded.usable`,
  )
  for (const list of lists) save.run({ campaignId, ...list })
}

/** A campaign scheduled anew is compared with the lists that it was scheduled with. */
export function forgetRecurringLists(db: Db, campaignId: number): void {
  statement(db, 'DELETE FROM recurring_list WHERE campaign_id = ?').run(campaignId)
}
