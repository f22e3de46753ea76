/** Scheduled campaigns: which are due, and their next time. */
import { assertChanged, statement } from './statement'
import type { Db } from './open'

export interface DueCampaign {
  readonly id: number
  readonly name: string
  readonly scheduledAt: number
  readonly recurrence: string | null
  readonly timeZone: string | null
  /** As the person agreed to when scheduling it. */
  readonly plannedSegments: number | null
}

/** Oldest first; walks campaign_by_state. */
export function dueCampaigns(db: Db, now: number): DueCampaign[] {
  return statement(
    db,
    `SELECT id, name, scheduled_at AS scheduledAt, recurrence, time_zone AS timeZone, planned_segments AS plannedSegments
     FROM campaign WHERE state = 'scheduled' AND scheduled_at <= ? ORDER BY scheduled_at`,
  ).all(now) as DueCampaign[]
}

/** False when another process, or a person, has moved it since it was read. */
export function isStillDue(db: Db, { id, scheduledAt }: DueCampaign): boolean {
  const sql = `SELECT 1 FROM campaign WHERE id = ? AND state = 'scheduled' AND scheduled_at = ?`
  return statement(db, sql).get(id, scheduledAt) !== undefined
}

/** The next time of a campaign that stays scheduled. */
export function moveSchedule(db: Db, campaignId: number, at: number, now: number): void {
  const { changes } = statement(
    db,
    `UPDATE campaign SET scheduled_at = ?, updated_at = ? WHERE id = ? AND state = 'scheduled'`,
  ).run(at, now, campaignId)
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
    `UPDATE campaign SET scheduled_at = @scheduledAt, recurrence = @recurrence, time_zone = @timeZone, updated_at = @now
     WHERE id = @campaignId AND state = 'scheduled'`,
  ).run(schedule)
  assertChanged(changes, 1, `campaign ${schedule.campaignId} rescheduled`)
}
