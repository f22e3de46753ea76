/**
 * Brings recurring campaigns back when the computer's clock was ahead: while it was, they moved on to times that are too far
 * away now. What is dealt with already does not come again.
 */
import { nextOccurrence } from '../start-time'
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { scheduledCampaigns } from '../storage/campaign'
import { isStillDue, moveSchedule } from '../storage/schedule'

/** A clock that fell this far behind was set back by somebody; less is drift. */
const setBackMs = 2000

/** To be called at every look. The first one looks at every campaign: the clock may have been set back meanwhile. */
export function createClockFollower({ db, clock, log, teller }: CoreContext): () => void {
  let offset = Number.POSITIVE_INFINITY

  const bringBack = db.transaction((now: number): number[] =>
    scheduledCampaigns(db).flatMap(({ id, recurrence, timeZone, scheduledAt, lastDueAt }) => {
      if (recurrence === null || scheduledAt === null || lastDueAt === null) return []
      const next = nextOccurrence(recurrence, timeZone ?? 'UTC', Math.max(now, lastDueAt))
      if (next === null || next >= scheduledAt || !isStillDue(db, { id, scheduledAt })) return []
      moveSchedule(db, { campaignId: id, at: next, lastDueAt, now })
      const action = 'schedule.clock_back'
      appendAudit(db, { at: now, actor: 'scheduler', action, subject: `campaign ${id}`, detail: { scheduledAt } })
      return [id]
    }),
  )

  return () => {
    const before = offset
    offset = clock.now() - clock.monotonic()
    if (offset >= before - setBackMs) return
    try {
      for (const id of bringBack.immediate(clock.now())) teller.changed(id)
    } catch (error) {
      // what is due is more important, and a disk that refuses says so there
      log.error('recurring campaigns not brought back', { error: String(error) })
    }
  }
}
