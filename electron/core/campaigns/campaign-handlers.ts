/**
 * A person's wishes about a campaign: pause, resume, cancel, retry, rate, name, schedule. Each is persisted with its
 * audit entry in one transaction and answers at once; the process that sends sees it at its next look.
 */
import { AppError } from '@shared/errors'
import type { AuditDetail } from '@shared/domain/audit'
import { isAllowed, nextCampaignState, type CampaignMove } from '@shared/domain/campaign'
import { multiplyMoney } from '@shared/domain/money'
import { occurrencesShown, type CampaignView } from '@shared/contract/campaigns'
import { assertShown } from '@shared/domain/typed-name'
import type { CoreHandlers } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import { appendAudit } from '../storage/audit'
import { campaignById, type Campaign } from '../storage/campaign'
import { cancelPending, countMessages, resetWaiting, retryFailed } from '../storage/campaign-run'
import { moveCampaign, renameCampaign, setCampaignRate, turnIntoDraft } from '../storage/campaign-state'
import { planRetry } from '../storage/retryable'
import { placesOf, writeSchedule } from '../storage/schedule'
import { duplicateCampaign } from './duplicate-campaign'
import type { Engine } from './engine'
import { hourOfEveryDay, nextOccurrence, startTimeOf, type StartTime } from '../start-time'
import { showCalendar } from './show-calendar'
import { lookAgain } from './look-again'
import { removeCampaign } from './remove-campaign'

export type WishHandlers = Pick<
  CoreHandlers,
  | 'campaigns.pause'
  | 'campaigns.resume'
  | 'campaigns.cancel'
  | 'campaigns.retryOffer'
  | 'campaigns.retry'
  | 'campaigns.quiet'
  | 'campaigns.setRate'
  | 'campaigns.rename'
  | 'campaigns.unschedule'
  | 'campaigns.reschedule'
  | 'campaigns.lookAgain'
  | 'campaigns.duplicate'
  | 'campaigns.remove'
  | 'schedule.occurrences'
  | 'schedule.calendar'
>

type WishAction = 'pause' | 'resume' | 'cancel' | 'retry' | 'rate' | 'rename' | 'reschedule' | 'unschedule'

export function campaignWishHandlers(context: CoreContext, engine: Engine): WishHandlers {
  const { db, clock, events, teller } = context

  const target = (campaign: Campaign, event: CampaignMove) => {
    const to = nextCampaignState(campaign.state, event)
    if (!to) throw new AppError('campaign_state', { campaign: campaign.id, state: campaign.state })
    return to
  }

  const audit = (campaignId: number, action: WishAction, detail: AuditDetail = {}): void =>
    appendAudit(db, {
      at: clock.now(),
      actor: context.actor,
      action: `campaign.${action}`,
      subject: `campaign ${campaignId}`,
      detail,
    })

  /** Persists a wish; `work` runs in the same transaction. */
  const persist = (
    campaignId: number,
    action: WishAction,
    work: (campaign: Campaign) => AuditDetail | void,
  ): CampaignView => {
    db.transaction(() => audit(campaignId, action, work(campaignById(db, campaignId)) ?? {})).immediate()
    engine.wake(campaignId)
    teller.changed(campaignId)
    return teller.view(campaignId)
  }

  const toSchedule = (campaign: Campaign, time: StartTime): void => {
    const { id: campaignId, state, startedAt, personalDates } = campaign
    // it looks at its dates every day, and at nothing else
    if (personalDates !== null && hourOfEveryDay(time.recurrence) === null)
      throw new AppError('schedule_invalid', { detail: time.recurrence ?? '' })
    if (startedAt !== null) throw new AppError('campaign_state', { campaign: campaignId, state })
    moveCampaign(db, { campaignId, from: state, to: target(campaign, 'schedule'), now: clock.now() })
    writeSchedule(db, { campaignId, ...time, now: clock.now() })
  }

  /** A person may send what is due before anything does by itself; a recurring one is never sent itself. */
  const assertTimeHasCome = ({ id, state, recurrence, scheduledAt }: Campaign): void => {
    if (state === 'scheduled' && (recurrence !== null || (scheduledAt ?? 0) > clock.now()))
      throw new AppError('campaign_not_due', { campaign: id })
  }

  const resume = (campaignId: number): CampaignView => {
    engine.assertFree(campaignId)
    const { state, recurrence, timeZone } = campaignById(db, campaignId)
    if (state === 'paused' && recurrence !== null) {
      // a recurring campaign is never sent itself: it waits for its next time again
      const time = startTimeOf({ at: null, recurrence, timeZone: timeZone ?? 'UTC' }, clock.now())
      return persist(campaignId, 'resume', (campaign) => {
        toSchedule(campaign, time)
      })
    }
    const result = persist(campaignId, 'resume', (campaign) => {
      assertTimeHasCome(campaign)
      const event = campaign.state === 'scheduled' ? 'start' : 'resume'
      // `sending` that nobody sends: its process died a moment ago, and taking the lease recovers what it left
      if (campaign.state !== 'sending')
        moveCampaign(db, { campaignId, from: campaign.state, to: target(campaign, event), now: clock.now() })
      resetWaiting(db, campaignId)
    })
    engine.begin(campaignId)
    return result
  }

  return {
    async 'campaigns.pause'({ id }) {
      return persist(id, 'pause', (campaign) =>
        moveCampaign(db, {
          campaignId: id,
          from: campaign.state,
          to: target(campaign, 'pause'),
          now: clock.now(),
          pauseReason: 'person',
          pauseError: null,
        }),
      )
    },
    async 'campaigns.resume'({ id }) {
      return resume(id)
    },
    async 'campaigns.cancel'({ id }) {
      return persist(id, 'cancel', (campaign) => {
        moveCampaign(db, { campaignId: id, from: campaign.state, to: target(campaign, 'cancel'), now: clock.now() })
        return { cancelled: cancelPending(db, id, clock.now()) }
      })
    },
    async 'campaigns.retryOffer'({ id }) {
      const { price, currency } = campaignById(db, id)
      const { messages, segments } = planRetry(db, id)
      const cost = price === null ? null : multiplyMoney(price, segments)
      return { messages, segments, cost, currency, waiting: countMessages(db, id).pending }
    },
    async 'campaigns.retry'({ id, confirmedMessages }) {
      engine.assertFree(id)
      persist(id, 'retry', (campaign) => {
        const { messages } = planRetry(db, id)
        if (confirmedMessages !== null && messages > confirmedMessages)
          throw new AppError('confirmation_needed', { recipients: messages })
        if (campaign.state === 'finished') {
          moveCampaign(db, {
            campaignId: id,
            from: 'finished',
            to: target(campaign, 'reopen'),
            now: clock.now(),
            pauseReason: 'person',
            pauseError: null,
          })
        } else if (campaign.state !== 'paused')
          throw new AppError('campaign_state', { campaign: id, state: campaign.state })
        const retried = retryFailed(db, id, clock.now())
        const { pending, unknown } = countMessages(db, id)
        if (retried === 0 && pending === 0)
          throw new AppError(unknown > 0 ? 'only_doubtful' : 'nothing_failed', { campaign: id })
        return { retried }
      })
      return resume(id)
    },
    async 'campaigns.quiet'({ id, states }) {
      const { quietHours } = context.settings()
      return Promise.resolve({ quietHours, places: placesOf(db, campaignById(db, id).id, states) })
    },
    async 'campaigns.setRate'({ id, rate }) {
      const result = persist(id, 'rate', () => {
        setCampaignRate(db, { id, rate, now: clock.now() })
        return { rate: rate ?? 0 }
      })
      return result
    },
    async 'campaigns.rename'({ id, name }) {
      assertShown(name)
      return persist(id, 'rename', () => {
        renameCampaign(db, { id, name, now: clock.now() })
      })
    },
    async 'campaigns.reschedule'({ id, ...schedule }) {
      const time = startTimeOf(schedule, clock.now())
      return persist(id, 'reschedule', (campaign) => {
        toSchedule(campaign, time)
        const { scheduledAt, recurrence, timeZone } = time
        return { scheduledAt, timeZone, ...(recurrence === null ? {} : { recurrence }) }
      })
    },
    async 'campaigns.lookAgain'({ jobId, ...look }) {
      try {
        await context.jobs.run(jobId, ({ signal }) => lookAgain(context, look, signal))
      } finally {
        teller.changed(look.id)
      }
      return teller.view(look.id)
    },
    'schedule.calendar': ({ jobId, ...question }) =>
      context.jobs.run(jobId, ({ signal }) => showCalendar(context, question, signal)),
    async 'schedule.occurrences'(schedule) {
      const { scheduledAt, recurrence, timeZone } = startTimeOf(schedule, clock.now())
      const times = [scheduledAt]
      for (let last: number | null = scheduledAt; recurrence !== null && times.length < occurrencesShown;) {
        last = nextOccurrence(recurrence, timeZone, last)
        if (last === null) break
        times.push(last)
      }
      return times
    },
    async 'campaigns.unschedule'({ id }) {
      db.transaction(() => {
        const campaign = campaignById(db, id)
        const { state } = campaign
        if (!isAllowed(state, 'unschedule')) throw new AppError('campaign_state', { campaign: id, state })
        turnIntoDraft(db, campaign, clock.now())
        audit(id, 'unschedule')
      }).immediate()
      teller.removed(id)
      events.emit('data.changed', { noun: 'messages' })
      return { draftId: id }
    },
    'campaigns.remove': ({ id }) => removeCampaign(context, id),
    'campaigns.duplicate': async ({ id }) => ({ draftId: await duplicateCampaign(context, id) }),
  }
}
