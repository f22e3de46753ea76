/**
 * One campaign being sent by this process. Promises:
 * - a message is committed as `sending` (synchronous FULL) before its request is written, and only as many are claimed as
 *   requests can leave at once: after a kill, unknown ≤ requests in flight × recipients per request;
 * - answers and the next claims share a transaction, so durability costs one commit per group; answers are gathered for as
 *   long as a commit takes here, and a group is bounded, so that the event loop is never held for long;
 * - nothing is claimed without the lease and the campaign's state `sending`, both checked in the claiming transaction;
 * - when the disk refuses the claim, no request leaves.
 */
import { AppError, toWireError, type WireError } from '@shared/errors'
import { nextCampaignState, type CampaignState, type PauseReason } from '@shared/domain/campaign'
import type { Clock } from '../clock'
import type { Log } from '../log'
import type { OutgoingMessage, SendOutcome, SendResult } from '../providers/provider'
import {
  cancelOptedOut,
  claimMessages,
  moveCampaign,
  nextDue,
  readRunningCampaign,
  recordAttempt,
  shiftWaiting,
  type ClaimedMessage,
  type RunningCampaign,
} from '../storage/campaign-run'
import type { Checkpoint } from './checkpoint'
import { readLease, releaseLease, renewEveryMs, renewLease } from '../storage/lease'
import type { Db } from '../storage/open'
import { storageError } from '../storage/storage-error'
import { applyEarlyReports } from '../receipts/apply-report'
import { hasEarlyReports } from '../storage/receipt'
import { attemptResult } from './outcome'
import type { RateLimit } from './rate-limit'
import { createTroubleWatch, type Trouble } from './trouble'

/** What the run needs of the gateway: one function that never throws, and how much of it at once. */
export interface Outlet {
  readonly batchSize: number
  readonly concurrency: number
  send(messages: readonly OutgoingMessage[], signal: AbortSignal): Promise<SendResult>
}

/** Shared by all campaigns of one account in this process. */
export interface AccountGate {
  readonly limit: RateLimit
  /** Monotonic ms until which the gateway asked us to wait: a clock that is set back does not lengthen it. */
  waitUntil: number
}

export interface RunOptions {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
  readonly campaignId: number
  readonly holderId: string
  readonly outlet: Outlet
  readonly limit: RateLimit
  readonly gate: AccountGate
  /** First poll of a delivery status after acceptance, null where nothing is polled. */
  readonly pollAfterMs: number | null
  /** Told after every commit that changed messages. */
  readonly onCommit: (messages: number) => void
  /** Named points at which the crash tests end the process. */
  readonly checkpoint: Checkpoint
}

/** How a run ended: the campaign's row says the rest, except when the disk refused even that. */
export interface RunEnd {
  readonly trouble: Trouble | null
  readonly leaseLost: boolean
}

export interface CampaignRun {
  readonly ended: Promise<RunEnd>
  /** Something changed (a wish was persisted, an opt-out added, the rate changed): look again now. */
  wake(): void
  /** Claims nothing more, lets what is in flight end, then pauses the campaign with `reason`. */
  stop(reason: PauseReason): void
  /** A person resumed while the last requests were still ending: trouble and stop are forgotten. */
  forgive(): void
  /** Gives up waiting for what is in flight; it becomes unknown. */
  abort(): void
  inFlight(): number
}

interface Finished {
  readonly messages: readonly ClaimedMessage[]
  readonly outcomes: readonly SendOutcome[]
}

/** How long a run looks away at most: another process may have paused the campaign. */
const lookEveryMs = 250
const storageRetryMs = 200
const storageRetries = 10
/** Messages recorded, and messages claimed, in one transaction: a few milliseconds (whole requests, at least one). */
const mostPerTurn = 100
/** Answers wait this long at most for others to share their commit. */
const longestGatherMs = 8
/** A clock that fell this far behind was set back by somebody; less is drift. */
const setBackMs = 2000

export function runCampaign(options: RunOptions): CampaignRun {
  const { db, clock, log, campaignId, holderId, outlet, limit, gate, checkpoint } = options
  const controller = new AbortController()
  let watch = createTroubleWatch()
  let finished: Finished[] = []
  let requestsInFlight = 0
  let trouble: Trouble | null = null
  let stopReason: PauseReason | null = null
  let leaseLost = false
  let renewedAt = clock.monotonic()
  let storageFailures = 0
  let clockOffset = clock.now() - clock.monotonic()
  let wakeUp: (() => void) | null = null
  let gathering = false
  /** What a group's transaction costs on this disk, commit included; moves slowly. */
  let turnMs = 0

  const wake = (): void => wakeUp?.()

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      let cancelTimer: (() => void) | null = null
      wakeUp = () => {
        wakeUp = null
        cancelTimer?.()
        resolve()
      }
      if (ms !== Number.POSITIVE_INFINITY) cancelTimer = clock.after(ms, wake)
    })

  /**
   * Answers share a commit: those of this turn of the event loop, of the turns after it as long as each brings more, and
   * of as much time as a commit takes. Where all that was in flight is answered, nobody waits.
   */
  const wakeSoon = (): void => {
    if (!wakeUp || gathering) return
    gathering = true
    const until = clock.monotonic() + Math.min(turnMs, longestGatherMs)
    const gather = (seen: number): void => {
      if (wakeUp && requestsInFlight > 0) {
        if (finished.length > seen) {
          const now = finished.length
          clock.soon(() => gather(now))
          return
        }
        if (clock.monotonic() < until) {
          clock.after(1, () => gather(finished.length))
          return
        }
      }
      gathering = false
      wake()
    }
    gather(0)
  }

  /** Requests that left and are not recorded yet: their messages are `sending`. */
  const unrecorded = (): number => requestsInFlight + finished.length

  /** The answers of the next transaction; the others stay in `finished`. */
  const takeFinished = (): Finished[] => {
    let messages = 0
    let groups = 0
    while (groups < finished.length && messages < mostPerTurn) {
      messages += finished[groups]?.messages.length ?? 0
      groups += 1
    }
    return finished.splice(0, groups)
  }

  const dispatch = (messages: readonly ClaimedMessage[]): void => {
    requestsInFlight += 1
    const settle = (outcomes: readonly SendOutcome[]): void => {
      requestsInFlight -= 1
      checkpoint('after_answer')
      finished.push({ messages, outcomes })
      wakeSoon()
    }
    outlet.send(messages, controller.signal).then(
      (result) => settle(result.outcomes),
      (error: unknown) => {
        log.error('gateway adapter threw', { error: String(error) })
        const wire: WireError =
          error instanceof AppError ? error.toWire() : { kind: 'internal', code: 'internal', params: {} }
        settle(messages.map(() => ({ kind: 'unknown', error: wire })))
      },
    )
  }

  const seeTrouble = (group: Finished): void => {
    for (const outcome of group.outcomes) {
      if (outcome.kind === 'not_sent' && outcome.error.kind === 'rate_limited') {
        gate.waitUntil = Math.max(gate.waitUntil, clock.monotonic() + (outcome.retryAfterMs ?? 1000))
      }
    }
    trouble ??= watch.see(group.outcomes)
  }

  /** Renews the lease when due; false when somebody else holds it now. */
  const holdsLease = (): boolean => {
    if (clock.monotonic() - renewedAt < renewEveryMs) return readLease(db, campaignId)?.holder === holderId
    renewedAt = clock.monotonic()
    return renewLease(db, campaignId, holderId, clock.now())
  }

  const record = (groups: readonly Finished[], campaign: RunningCampaign): number => {
    let recorded = 0
    const reportsWait = groups.length > 0 && hasEarlyReports(db)
    for (const { messages, outcomes } of groups) {
      for (const [index, message] of messages.entries()) {
        const outcome: SendOutcome = outcomes[index] ?? {
          kind: 'unknown',
          error: { kind: 'unknown_outcome', code: 'answer_partial', params: {} },
        }
        const result = attemptResult(message, outcome, {
          now: clock.now(),
          random: options.random(),
          cancelled: campaign.state === 'cancelled',
          pollAfterMs: options.pollAfterMs,
        })
        if (!recordAttempt(db, result, clock.now())) continue
        recorded += 1
        if (reportsWait && result.gatewayMessageId !== null && campaign.gateway !== null) {
          applyEarlyReports(db, {
            gateway: campaign.gateway,
            gatewayMessageId: result.gatewayMessageId,
            messageId: message.id,
            now: clock.now(),
          })
        }
      }
    }
    return recorded
  }

  /** How many messages may be claimed now. */
  const room = (): number => {
    if (trouble || stopReason || leaseLost || gate.waitUntil > clock.monotonic()) return 0
    const atOnce = Math.max(1, Math.floor(mostPerTurn / outlet.batchSize))
    const requests = Math.min(outlet.concurrency - unrecorded(), atOnce)
    return requests <= 0 ? 0 : Math.min(requests * outlet.batchSize, limit.available(), gate.limit.available())
  }

  /** Waiting times are written as times of day: when somebody sets the clock back, they come back with it. */
  const followClock = (): void => {
    const offset = clock.now() - clock.monotonic()
    if (offset < clockOffset - setBackMs) shiftWaiting(db, campaignId, Math.round(offset - clockOffset))
    clockOffset = offset
  }

  interface Step {
    readonly campaign: RunningCampaign
    readonly recorded: number
    readonly claimed: readonly ClaimedMessage[]
    readonly leaseLost: boolean
    /** When the first of those that wait is due, epoch ms; null when none waits, or when nobody asked. */
    readonly dueAt: number | null
  }

  /** One transaction: record what ended, pause if there is trouble, claim what may leave, finish when nothing is left. */
  const turn = db.transaction((groups: readonly Finished[], wanted: number): Step => {
    followClock()
    const campaign = readRunningCampaign(db, campaignId)
    if (!campaign) throw new Error(`campaign ${campaignId} vanished while it was sent`)
    const recorded = record(groups, campaign)
    const step = { campaign, recorded, claimed: [], leaseLost: false, dueAt: null }
    const moved = (state: CampaignState): Step => ({ ...step, campaign: { ...campaign, state } })
    if (campaign.state === 'finished' && recorded > 0 && nextDue(db, campaignId) !== null) {
      // we slept through a take-over, the others finished, and now a late answer says "not sent": nobody is forgotten
      const to = nextCampaignState('finished', 'reopen') ?? 'paused'
      moveCampaign(db, { campaignId, from: 'finished', to, now: clock.now(), pauseReason: 'interrupted' })
      return moved(to)
    }
    if (!holdsLease()) return { ...step, leaseLost: true }
    if (campaign.state !== 'sending') return step
    const stopped: Trouble | null =
      stopReason && unrecorded() === 0 ? { reason: stopReason, error: toWireError(new AppError('cancelled')) } : null
    const halt = trouble ?? stopped
    if (halt) {
      const pauseError = trouble ? halt.error : null
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
    if (wanted === 0) return step
    const claimed = claimMessages(db, campaignId, wanted, clock.now())
    if (claimed.length === wanted) return { ...step, claimed }
    const dueAt = nextDue(db, campaignId)
    if (claimed.length > 0 || dueAt !== null || unrecorded() > 0) return { ...step, claimed, dueAt }
    // nothing pending and nothing in flight: whoever is still pending has opted out
    cancelOptedOut(db, campaignId, clock.now())
    moveCampaign(db, { campaignId, from: 'sending', to: 'finished', now: clock.now() })
    return moved('finished')
  })

  const loop = async (): Promise<RunEnd> => {
    for (;;) {
      const groups = takeFinished()
      for (const group of groups) seeTrouble(group)
      const wanted = room()
      let step: ReturnType<typeof turn>
      try {
        if (groups.length > 0) checkpoint('before_result')
        if (wanted > 0) checkpoint('before_claim')
        const before = clock.monotonic()
        step = turn.immediate(groups, wanted)
        if (step.claimed.length > 0) turnMs += (clock.monotonic() - before - turnMs) / 8
        if (groups.length > 0) checkpoint('after_result')
        if (step.claimed.length > 0) checkpoint('after_claim')
      } catch (caught) {
        // the disk said no: keep the answers, claim nothing, and try to write them a few times more
        const error = storageError(caught, db.name)
        if (!(error instanceof AppError)) throw caught
        log.error('commit refused', { code: error.code })
        trouble = { reason: 'storage', error: error.toWire() }
        finished = [...groups, ...finished]
        storageFailures += 1
        if (storageFailures > storageRetries && requestsInFlight === 0) return { trouble, leaseLost }
        await sleep(storageRetryMs)
        continue
      }
      storageFailures = 0
      limit.change(step.campaign.rate)
      leaseLost ||= step.leaseLost
      if (step.claimed.length > 0) {
        for (let start = 0; start < step.claimed.length; start += outlet.batchSize)
          dispatch(step.claimed.slice(start, start + outlet.batchSize))
        // counted once they left: whatever held the computer up before cannot crowd the next second
        limit.take(step.claimed.length)
        gate.limit.take(step.claimed.length)
        checkpoint('request_written')
      }
      if (step.recorded > 0 || step.claimed.length > 0) options.onCommit(step.recorded)
      if (finished.length > 0 || (wanted > 0 && step.claimed.length === wanted && room() > 0)) {
        await sleepUntilSoon()
        continue
      }
      const running = step.campaign.state === 'sending' && !leaseLost
      if (requestsInFlight === 0 && !running) return { trouble, leaseLost }
      if (requestsInFlight === 0 && stopReason) continue
      const waits = running && !trouble && !stopReason ? waitMs(wanted, step) : lookEveryMs
      await sleep(waits)
    }
  }

  /** More can be written at once: only what else waits on the event loop goes first. */
  const sleepUntilSoon = (): Promise<void> => new Promise((resolve) => clock.soon(resolve))

  /** How long until there may be something to do, an answer or a wake-up apart. */
  const waitMs = (wanted: number, { claimed, dueAt }: Step): number => {
    const gateMs = gate.waitUntil - clock.monotonic()
    if (gateMs > 0) return Math.min(gateMs, lookEveryMs)
    if (wanted > claimed.length) {
      return Math.max(1, Math.min((dueAt ?? Number.POSITIVE_INFINITY) - clock.now(), lookEveryMs))
    }
    if (requestsInFlight >= outlet.concurrency) return lookEveryMs
    return Math.max(1, Math.min(Math.max(limit.waitMs(), gate.limit.waitMs()), lookEveryMs))
  }

  const ended = loop().finally(() => {
    try {
      releaseLease(db, campaignId, holderId)
    } catch (error) {
      log.warn('lease not released', { error: String(error) })
    }
  })

  return {
    ended,
    wake,
    stop(reason) {
      stopReason ??= reason
      wake()
    },
    forgive() {
      trouble = null
      stopReason = null
      watch = createTroubleWatch()
      wake()
    },
    abort() {
      controller.abort()
    },
    inFlight: () => requestsInFlight,
  }
}
