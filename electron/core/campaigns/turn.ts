/**
 * One turn of a run is one transaction: record what was answered, pause if there is trouble, claim what may leave, finish
 * when nothing is left. Promises:
 * - nothing is claimed without the lease and the campaign's state `sending`, both checked here;
 * - what it returns as claimed is committed as `sending` (synchronous FULL): only now may its requests leave.
 */
import { AppError, toWireError } from '@shared/errors'
import { nextCampaignState, type CampaignState, type PauseReason } from '@shared/domain/campaign'
import type { Clock } from '../clock'
import type { SendOutcome } from '../providers/provider'
import { applyEarlyReports, applyEarlyReportsOfText } from '../receipts/apply-report'
import { claimMessages, recordAttempts, type ClaimedMessage } from '../storage/attempt'
import { findCampaign, type Campaign } from '../storage/campaign'
import { cancelOptedOut, nextDue, shiftWaiting } from '../storage/campaign-run'
import { moveCampaign } from '../storage/campaign-state'
import { readLease, renewEveryMs, renewLease } from '../storage/lease'
import type { Db } from '../storage/open'
import { hasEarlyReports } from '../storage/receipt'
import { attemptResult } from './outcome'
import type { Answered } from './requests'
import type { Trouble } from './trouble'

export interface TurnOptions {
  readonly db: Db
  readonly clock: Clock
  readonly random: () => number
  readonly campaignId: number
  readonly holderId: string
  /** First poll of a delivery status after acceptance, null where nothing is polled. */
  readonly pollAfterMs: number | null
}

/** What the run brings to a turn. */
export interface TurnInput {
  readonly answers: readonly Answered[]
  /** How many messages may be claimed. */
  readonly wanted: number
  readonly trouble: Trouble | null
  readonly stopReason: PauseReason | null
  /** Requests that left and stay unrecorded after this turn. */
  readonly unrecorded: number
}

export interface Step {
  readonly campaign: Campaign
  readonly recorded: number
  readonly claimed: readonly ClaimedMessage[]
  readonly leaseLost: boolean
  /** When the first of those that wait is due, epoch ms; null when none waits, or when nobody asked. */
  readonly dueAt: number | null
}

/** A clock that fell this far behind was set back by somebody; less is drift. */
const setBackMs = 2000

/** The turn of one run. It throws what SQLite throws; nothing of it has happened then. */
export function createTurn(options: TurnOptions): (input: TurnInput) => Step {
  const { db, clock, campaignId, holderId } = options
  let renewedAt = clock.monotonic()
  let clockOffset = clock.now() - clock.monotonic()

  /** Waiting times are written as times of day: when somebody sets the clock back, they come back with it. */
  const followClock = (): void => {
    const offset = clock.now() - clock.monotonic()
    if (offset < clockOffset - setBackMs) shiftWaiting(db, campaignId, Math.round(offset - clockOffset))
    clockOffset = offset
  }

  /** Renews the lease when due; false when somebody else holds it now. */
  const holdsLease = (): boolean => {
    if (clock.monotonic() - renewedAt < renewEveryMs) return readLease(db, campaignId)?.holder === holderId
    renewedAt = clock.monotonic()
    return renewLease(db, campaignId, holderId, clock.now())
  }

  const record = (answers: readonly Answered[], campaign: Campaign): number => {
    const now = clock.now()
    const results = answers.flatMap(({ messages, outcomes }) =>
      messages.map((message, index) => {
        const outcome: SendOutcome = outcomes[index] ?? {
          kind: 'unknown',
          error: { kind: 'unknown_outcome', code: 'answer_partial', params: {} },
        }
        return attemptResult(message, outcome, {
          now,
          random: options.random(),
          cancelled: campaign.state === 'cancelled',
          pollAfterMs: options.pollAfterMs,
        })
      }),
    )
    const recorded = recordAttempts(db, { campaignId, results, now })
    const { gateway } = campaign
    if (gateway !== null && recorded.length > 0 && hasEarlyReports(db)) {
      for (const { messageId, gatewayMessageId } of recorded)
        if (gatewayMessageId !== null) applyEarlyReports(db, { gateway, gatewayMessageId, messageId, now })
      for (const { messages, outcomes } of answers)
        messages.forEach(({ id: messageId, phone, text }, index) => {
          if (outcomes[index]?.kind === 'unknown') applyEarlyReportsOfText(db, { gateway, messageId, phone, text, now })
        })
    }
    return recorded.length
  }

  /** Why the campaign pauses now, if it does: trouble at once, a stop once nothing is in flight. */
  const haltOf = ({ trouble, stopReason, unrecorded }: TurnInput): Trouble | null => {
    if (trouble) return trouble
    return stopReason && unrecorded === 0 ? { reason: stopReason, error: toWireError(new AppError('cancelled')) } : null
  }

  const turn = db.transaction((input: TurnInput): Step => {
    followClock()
    const campaign = findCampaign(db, campaignId)
    if (!campaign) throw new Error(`campaign ${campaignId} vanished while it was sent`)
    const recorded = record(input.answers, campaign)
    const step: Step = { campaign, recorded, claimed: [], leaseLost: false, dueAt: null }
    const moved = (state: CampaignState): Step => ({ ...step, campaign: { ...campaign, state } })
    if (campaign.state === 'finished' && recorded > 0 && nextDue(db, campaignId) !== null) {
      // we slept through a take-over, the others finished, and now a late answer says "not sent": nobody is forgotten
      const to = nextCampaignState('finished', 'reopen') ?? 'paused'
      moveCampaign(db, { campaignId, from: 'finished', to, now: clock.now(), pauseReason: 'interrupted' })
      return moved(to)
    }
    if (!holdsLease()) return { ...step, leaseLost: true }
    if (campaign.state !== 'sending') return step
    const halt = haltOf(input)
    if (halt) {
      const pauseError = input.trouble ? halt.error : null
      moveCampaign(db, {
        campaignId,
        from: 'sending',
        to: 'paused',
        now: clock.now(),
        pauseReason: halt.reason,
        pauseError,
      })
      return moved('paused')
    }
    const { wanted } = input
    if (wanted === 0) return step
    const claimed = claimMessages(db, campaignId, wanted, clock.now())
    if (claimed.length === wanted) return { ...step, claimed }
    const dueAt = nextDue(db, campaignId)
    if (claimed.length > 0 || dueAt !== null || input.unrecorded > 0) return { ...step, claimed, dueAt }
    // nothing pending and nothing in flight: whoever is still pending has opted out
    cancelOptedOut(db, campaignId, clock.now())
    moveCampaign(db, { campaignId, from: 'sending', to: 'finished', now: clock.now() })
    return moved('finished')
  })
  return (input) => turn.immediate(input)
}
