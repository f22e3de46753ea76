/**
 * Starts scheduled campaigns when their time comes, in whichever process looks first: the move to `sending` is one
 * transaction, so only one starts it. A time that passed while nobody looked (sleep, shutdown) follows the setting: ask,
 * send or skip. A recurring campaign hands itself on to its next time before it is sent.
 */
import { nextCampaignState } from '@shared/domain/campaign'
import type { Settings } from '@shared/contract/program'
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { moveCampaign } from '../storage/campaign-run'
import { copyToNextOccurrence, dueCampaigns, reschedule, type DueCampaign } from '../storage/schedule'
import { isQuietHour } from '../quiet-hours'
import type { Engine } from './engine'
import { nextOccurrence } from './recurrence'

/** A campaign this late was missed: computers wake up and clocks are set within seconds. */
export const missedAfterMs = 5 * 60_000

type Decision = 'start' | 'ask' | 'skip' | 'quiet'

export function decide(
  due: DueCampaign,
  now: number,
  settings: Pick<Settings, 'missedSchedules' | 'quietHours'>,
): Decision {
  if (now - due.scheduledAt <= missedAfterMs) return 'start'
  if (settings.missedSchedules !== 'send') return settings.missedSchedules
  return settings.quietHours !== null && isQuietHour(now, settings.quietHours) ? 'quiet' : 'start'
}

/** Looks once. Returns the campaigns that it moved. */
export function runDueCampaigns(context: CoreContext, engine: Engine): number[] {
  const { db, clock, events } = context
  const started: number[] = []
  const moved: number[] = []
  for (const due of dueCampaigns(db, clock.now())) {
    const now = clock.now()
    const decision = decide(due, now, context.settings())
    const done = db
      .transaction((): boolean => {
        // another process may have taken it since we looked
        if (!dueCampaigns(db, now).some(({ id }) => id === due.id)) return false
        const next = due.recurrence === null ? null : nextOccurrence(due.recurrence, due.timeZone ?? 'UTC', now)
        appendAudit(db, {
          at: now,
          actor: 'scheduler',
          action: `schedule.${decision}`,
          subject: `campaign ${due.id}`,
          detail: { scheduledAt: due.scheduledAt },
        })
        if (decision === 'skip') {
          if (next !== null) reschedule(db, due.id, next, now)
          else pauseMissed(due.id, now, 'missed_schedule')
          return true
        }
        if (next !== null) copyToNextOccurrence(db, due.id, next, now)
        if (decision === 'start') {
          moveCampaign(db, {
            campaignId: due.id,
            from: 'scheduled',
            to: nextCampaignState('scheduled', 'start') ?? 'sending',
            now,
          })
          started.push(due.id)
        } else pauseMissed(due.id, now, decision === 'quiet' ? 'quiet_hours' : 'missed_schedule')
        return true
      })
      .immediate()
    if (!done) continue
    moved.push(due.id)
    if (decision === 'ask') events.emit('schedule.missed', { id: due.id, name: due.name, scheduledAt: due.scheduledAt })
  }
  for (const campaignId of started) engine.begin(campaignId)
  if (moved.length > 0) events.emit('data.changed', { noun: 'campaigns' })
  return moved

  function pauseMissed(campaignId: number, now: number, reason: 'missed_schedule' | 'quiet_hours'): void {
    moveCampaign(db, { campaignId, from: 'scheduled', to: 'paused', now, pauseReason: reason, pauseError: null })
  }
}
