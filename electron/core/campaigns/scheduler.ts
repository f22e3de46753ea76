/**
 * Starts scheduled campaigns when their time comes, in whichever process looks first: the move is one transaction, so only
 * one starts it. A time that passed while nobody looked (sleep, shutdown) follows the setting: ask, send or skip.
 *
 * A recurring campaign stays scheduled as long as nobody ends it: each time it makes a campaign of its own, planned then
 * (drafts/plan-occurrence.ts), and moves on to its next time in the transaction that starts that one. Several times missed
 * in a row are one. No time comes twice, whatever the clock does.
 *
 * A campaign with personal dates does so for each day not sent or skipped yet (personal-days.ts), in the transaction that ends
 * the day; only then it moves on.
 */
import type { ScheduledDates } from '@shared/contract/personal-dates'
import type { Settings } from '@shared/contract/program'
import { localTimeZone } from '@shared/domain/local-zone'
import { dateDueOn } from '@shared/domain/personal-date'
import { disturbedAt, type RecipientPlaces } from '@shared/domain/quiet-hours'
import { nextCampaignState } from '@shared/domain/campaign'
import { zonedMoment } from '@shared/domain/zoned-time'
import { AppError, toWireError, wireError, type WireError } from '@shared/errors'
import type { CoreContext } from '../context'
import { planOccurrence, type PlannedOccurrence } from '../drafts/plan-occurrence'
import { appendAudit } from '../storage/audit'
import { dueCampaigns, type DueCampaign } from '../storage/campaign'
import { cancelPending } from '../storage/campaign-run'
import { moveCampaign } from '../storage/campaign-state'
import { daysDone, endDay, largestOccurrence } from '../storage/personal-date'
import { isStillDue, moveSchedule, pendingPlaces } from '../storage/schedule'
import { storageError } from '../storage/storage-error'
import type { Engine } from './engine'
import { createClockFollower } from './follow-clock'
import { daysToDo } from './personal-days'
import { hourOfEveryDay, nextOccurrence } from '../start-time'

/** A campaign this late was missed: computers wake up and clocks are set within seconds. */
export const missedAfterMs = 5 * 60_000
/** Groups grow; beyond so many times what was agreed to, a person looks at the bill first. */
export const unexpectedGrowth = 2

export type Decision = 'start' | 'ask' | 'skip' | 'quiet'

/** @param places whom the campaign would reach, for quiet hours */
export function decide(
  due: Pick<DueCampaign, 'scheduledAt'>,
  now: number,
  settings: Pick<Settings, 'missedSchedules' | 'quietHours'>,
  places: RecipientPlaces,
  lateMs = missedAfterMs,
): Decision {
  if (now - due.scheduledAt <= lateMs) return 'start'
  const { missedSchedules, quietHours } = settings
  if (missedSchedules !== 'send') return missedSchedules
  return disturbedAt(now, { quietHours, places }, localTimeZone(now)) === null ? 'start' : 'quiet'
}

/** So many on one day are never unexpected. */
const fewOnOneDay = 20

type PersonalCampaign = DueCampaign & { readonly recurrence: string; readonly personalDates: ScheduledDates }

export interface Scheduler {
  /**
   * Looks once; resolves with the campaigns that were started or paused when everything due has moved. Looks while an earlier
   * look is still at work do nothing.
   */
  look(): Promise<readonly number[]>
  /** Gives up what is being planned; it stays due. */
  close(): Promise<void>
}

/** @param lateMs what is later than this was missed */
export function createScheduler(context: CoreContext, engine: Engine, lateMs = missedAfterMs): Scheduler {
  const { db, clock, events, log, teller } = context
  const controller = new AbortController()
  const followClock = createClockFollower(context)
  let working: Promise<void> | null = null
  let moved: number[] = []

  const audit = (due: DueCampaign, decision: Decision | 'nobody' | 'grown' | 'failed'): void =>
    appendAudit(db, {
      at: clock.now(),
      actor: 'scheduler',
      action: `schedule.${decision}`,
      subject: `campaign ${due.id}`,
      detail: { scheduledAt: due.scheduledAt },
    })

  const pause = (campaignId: number, decision: Decision, error: WireError | null = null): void => {
    const reason = error
      ? typeof error.params.source === 'number' || error.code === 'dates_unusable'
        ? 'list'
        : 'config'
      : decision === 'quiet'
        ? 'quiet_hours'
        : 'missed_schedule'
    moveCampaign(db, {
      campaignId,
      from: 'scheduled',
      to: 'paused',
      now: clock.now(),
      pauseReason: reason,
      pauseError: error,
    })
  }

  const tell = (due: DueCampaign, campaignId: number, decision: Decision): void => {
    moved.push(campaignId)
    if (decision === 'start') engine.begin(campaignId)
    else teller.changed(campaignId)
    // a recurring campaign has moved on to its next time
    if (campaignId !== due.id) teller.changed(due.id)
    if (decision === 'ask') {
      events.emit('schedule.missed', { id: campaignId, name: due.name, scheduledAt: due.scheduledAt })
    }
  }

  /** Read only where it decides anything: it walks the campaign's messages. */
  const placesOf = (due: DueCampaign): RecipientPlaces =>
    clock.now() - due.scheduledAt <= lateMs ? {} : pendingPlaces(db, due.id)

  const startOnce = (due: DueCampaign): void => {
    const decision = decide(due, clock.now(), context.settings(), placesOf(due), lateMs)
    const isOurs = db
      .transaction((): boolean => {
        // another process may have taken it since we looked
        if (!isStillDue(db, due)) return false
        audit(due, decision)
        if (decision === 'start') {
          const to = nextCampaignState('scheduled', 'start') ?? 'sending'
          moveCampaign(db, { campaignId: due.id, from: 'scheduled', to, now: clock.now() })
        } else pause(due.id, decision)
        return true
      })
      .immediate()
    if (isOurs) tell(due, due.id, decision)
  }

  /** Moves a recurring campaign on to its next time; one that has none is over. Call in a transaction. */
  const moveOn = (due: DueCampaign & { readonly recurrence: string }): void => {
    const now = clock.now()
    const next = nextOccurrence(due.recurrence, due.timeZone ?? 'UTC', Math.max(now, due.scheduledAt))
    if (next !== null) moveSchedule(db, { campaignId: due.id, at: next, lastDueAt: due.scheduledAt, now })
    else {
      moveCampaign(db, { campaignId: due.id, from: 'scheduled', to: 'cancelled', now: clock.now() })
      cancelPending(db, due.id, clock.now())
    }
  }

  const startRecurring = async (due: DueCampaign & { readonly recurrence: string }): Promise<void> => {
    const decision = decide(due, clock.now(), context.settings(), placesOf(due), lateMs)
    const occurrence =
      decision === 'skip' ? null : await planOccurrence(context, { scheduleId: due.id, signal: controller.signal })
    const hasGrown = (occurrence?.segments ?? 0) > unexpectedGrowth * (due.plannedSegments ?? Number.POSITIVE_INFINITY)
    await startOccurrence(due, occurrence, {
      decision,
      hasGrown,
      settle() {
        if (!occurrence || occurrence.recipients === 0) audit(due, occurrence ? 'nobody' : decision)
        moveOn(due)
        return true
      },
    })
  }

  const startPersonal = async (due: PersonalCampaign): Promise<void> => {
    const timeZone = due.timeZone ?? 'UTC'
    const hour = hourOfEveryDay(due.recurrence)
    if (hour === null) throw new AppError('schedule_invalid', { detail: due.recurrence })
    const now = clock.now()
    const { open, missed } = daysToDo(due.personalDates, { now, hour, timeZone }, daysDone(db, due.id, now))
    leaveOut(due, missed)
    for (const day of open) await startDay(due, day, zonedMoment({ date: day, time: hour }, timeZone) ?? now)
    db.transaction(() => {
      if (isStillDue(db, due)) moveOn(due)
    }).immediate()
    teller.changed(due.id)
  }

  /** Missed days that are older than the campaign's own setting allows: they are skipped, and told once. */
  const leaveOut = (due: PersonalCampaign, days: readonly string[]): void => {
    const [from] = days
    const to = days.at(-1)
    if (from === undefined || to === undefined) return
    const isOurs = db
      .transaction((): boolean => {
        if (!isStillDue(db, due)) return false
        const ended = days.filter((day) =>
          endDay(db, { campaignId: due.id, day, outcome: 'skipped', now: clock.now() }),
        )
        if (ended.length > 0)
          appendAudit(db, {
            at: clock.now(),
            actor: 'scheduler',
            action: 'schedule.dates_skipped',
            subject: `campaign ${due.id}`,
            detail: { from, to },
          })
        return ended.length > 0
      })
      .immediate()
    if (isOurs) events.emit('schedule.skipped', { id: due.id, name: due.name, from, to, days: days.length })
  }

  const startDay = async (due: PersonalCampaign, day: string, at: number): Promise<void> => {
    const { personalDates: dates } = due
    const date = dateDueOn(day, dates)
    const occurrence = await planOccurrence(context, {
      scheduleId: due.id,
      signal: controller.signal,
      due: { ...dates, due: date },
    })
    const { recipients, excluded } = occurrence
    if (recipients === 0 && excluded.invalid + excluded.emptyField > 0) {
      await occurrence.discard()
      throw new AppError('dates_unusable', { date, count: excluded.invalid + excluded.emptyField })
    }
    const settings = { ...context.settings(), missedSchedules: 'send' as const }
    const places = clock.now() - at <= lateMs ? {} : pendingPlaces(db, occurrence.campaignId)
    const agreed = Math.max(dates.fullestDay, largestOccurrence(db, due.id))
    await startOccurrence(due, occurrence, {
      decision: decide({ scheduledAt: at }, clock.now(), settings, places, lateMs),
      hasGrown: recipients > Math.max(fewOnOneDay, unexpectedGrowth * agreed),
      settle: () =>
        endDay(db, { campaignId: due.id, day, outcome: recipients === 0 ? 'nobody' : 'sent', now: clock.now() }),
    })
  }

  /** @param how.settle in the transaction that starts it, before it is started; false: another process did */
  const startOccurrence = async (
    due: DueCampaign,
    occurrence: PlannedOccurrence | null,
    { decision, hasGrown, settle }: { decision: Decision; hasGrown: boolean; settle: () => boolean },
  ): Promise<void> => {
    const isOurs = db
      .transaction((): boolean => {
        if (!isStillDue(db, due) || !settle()) return false
        if (!occurrence || occurrence.recipients === 0) return true
        audit(due, hasGrown ? 'grown' : decision)
        commit(occurrence, due, { decision, hasGrown })
        return true
      })
      .immediate()
    if (occurrence && (!isOurs || occurrence.recipients === 0)) await occurrence.discard()
    else if (isOurs) tell(due, occurrence?.campaignId ?? due.id, hasGrown ? 'quiet' : decision)
  }

  const commit = (
    occurrence: PlannedOccurrence,
    due: DueCampaign,
    { decision, hasGrown }: { decision: Decision; hasGrown: boolean },
  ): void => {
    const isStart = decision === 'start' && !hasGrown
    occurrence.commit(isStart ? 'sending' : 'scheduled', due)
    if (isStart) return
    pause(
      occurrence.campaignId,
      decision,
      hasGrown ? wireError('confirmation_needed', { recipients: occurrence.recipients }) : null,
    )
  }

  /** No account, no key, a list that is gone or another one: a person must look, and says when it goes on. */
  const giveUp = (due: DueCampaign, thrown: unknown): void => {
    const wire = toWireError(storageError(thrown, db.name))
    log.warn('a scheduled campaign could not be started', { campaignId: due.id, code: wire.code })
    // the disk refuses, or another process is at it: it stays due
    if (wire.kind === 'storage' || wire.code === 'campaign_busy') return
    const isOurs = db
      .transaction((): boolean => {
        if (!isStillDue(db, due)) return false
        audit(due, 'failed')
        pause(due.id, 'ask', wire)
        return true
      })
      .immediate()
    if (!isOurs) return
    moved.push(due.id)
    teller.changed(due.id)
  }

  /** One that cannot be started keeps no other one waiting. */
  const lookNow = async (): Promise<void> => {
    followClock()
    for (const due of dueCampaigns(db, clock.now())) {
      const { recurrence, personalDates } = due
      try {
        if (recurrence === null) startOnce(due)
        else if (personalDates !== null) await startPersonal({ ...due, recurrence, personalDates })
        else await startRecurring({ ...due, recurrence })
      } catch (error) {
        if (controller.signal.aborted) return
        giveUp(due, error)
      }
    }
  }

  return {
    async look() {
      if (working || controller.signal.aborted) return []
      moved = []
      working = lookNow()
      try {
        await working
        return moved
      } finally {
        working = null
      }
    },
    async close() {
      controller.abort()
      await working?.catch((error: unknown) => log.warn('scheduling ended', { error: String(error) }))
    },
  }
}
