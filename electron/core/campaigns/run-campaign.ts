/**
 * One campaign being sent by this process: a loop of turns (turn.ts, one transaction each) and requests. Promises:
 * - a message is committed as `sending` before its request is written, and only as many are claimed as requests can leave
 *   at once: after a kill, unknown ≤ requests in flight × recipients per request;
 * - answers and the next claims share a turn, so durability costs one commit per group (gathering.ts), and a group is
 *   bounded, so that the event loop is never held for long;
 * - when the disk refuses a turn, no request leaves and no answer is forgotten.
 */
import { AppError } from '@shared/errors'
import type { PauseReason } from '@shared/domain/campaign'
import type { Log } from '../log'
import { releaseLease } from '../storage/lease'
import { storageError } from '../storage/storage-error'
import type { Checkpoint } from './checkpoint'
import { createGathering } from './gathering'
import { createNap } from './nap'
import type { RateLimit } from './rate-limit'
import { createRequests, type Answered, type Outlet } from './requests'
import { createTroubleWatch, type Trouble } from './trouble'
import { createTurn, type Step, type TurnOptions } from './turn'

/** Shared by all campaigns of one account in this process. */
export interface AccountGate {
  readonly limit: RateLimit
  /** Monotonic ms until which the gateway asked us to wait: a clock that is set back does not lengthen it. */
  waitUntil: number
}

export interface RunOptions extends TurnOptions {
  readonly log: Log
  readonly outlet: Outlet
  readonly limit: RateLimit
  readonly gate: AccountGate
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

/** How long a run looks away at most: another process may have paused the campaign. */
const lookEveryMs = 250
const storageRetryMs = 200
const storageRetries = 10
/** Messages recorded, and messages claimed, in one turn: a few milliseconds (whole requests, at least one). */
const mostPerTurn = 100

export function runCampaign(options: RunOptions): CampaignRun {
  const { db, clock, log, campaignId, holderId, outlet, limit, gate, checkpoint } = options
  const nap = createNap(clock)
  const gathering = createGathering({ clock, nap, requests: () => requests })
  const requests = createRequests({ outlet, log, checkpoint, onAnswer: () => gathering.answerCame() })
  const turn = createTurn(options)
  let watch = createTroubleWatch()
  let trouble: Trouble | null = null
  let stopReason: PauseReason | null = null
  let leaseLost = false
  let storageFailures = 0

  const seeTrouble = ({ outcomes }: Answered): void => {
    for (const outcome of outcomes) {
      if (outcome.kind === 'not_sent' && outcome.error.kind === 'rate_limited') {
        gate.waitUntil = Math.max(gate.waitUntil, clock.monotonic() + (outcome.retryAfterMs ?? 1000))
      }
    }
    trouble ??= watch.see(outcomes)
  }

  /** How many messages may be claimed now. */
  const room = (): number => {
    if (trouble || stopReason || leaseLost || gate.waitUntil > clock.monotonic()) return 0
    const atOnce = Math.max(1, Math.floor(mostPerTurn / outlet.batchSize))
    const free = Math.min(outlet.concurrency - requests.unrecorded(), atOnce)
    return free <= 0 ? 0 : Math.min(free * outlet.batchSize, limit.available(), gate.limit.available())
  }

  /** One turn and its checkpoints; null when the disk said no. */
  const takeTurn = (answers: readonly Answered[], wanted: number): Step | null => {
    try {
      if (answers.length > 0) checkpoint('before_result')
      if (wanted > 0) checkpoint('before_claim')
      const before = clock.monotonic()
      const step = turn({ answers, wanted, trouble, stopReason, unrecorded: requests.unrecorded() })
      if (step.claimed.length > 0) gathering.turnTook(clock.monotonic() - before)
      if (answers.length > 0) checkpoint('after_result')
      if (step.claimed.length > 0) checkpoint('after_claim')
      storageFailures = 0
      return step
    } catch (caught) {
      const error = storageError(caught, db.name)
      if (!(error instanceof AppError)) throw caught
      log.error('commit refused', { code: error.code })
      trouble = { reason: 'storage', error: error.toWire() }
      storageFailures += 1
      return null
    }
  }

  const send = ({ claimed }: Step): void => {
    if (claimed.length === 0) return
    requests.send(claimed)
    // counted once they left: whatever held the computer up before cannot crowd the next second
    limit.take(claimed.length)
    gate.limit.take(claimed.length)
    checkpoint('request_written')
  }

  const loop = async (): Promise<RunEnd> => {
    for (;;) {
      const answers = requests.take(mostPerTurn)
      for (const answer of answers) seeTrouble(answer)
      const wanted = room()
      const step = takeTurn(answers, wanted)
      if (step === null) {
        // keep the answers, claim nothing, and try to write them a few times more
        requests.giveBack(answers)
        if (storageFailures > storageRetries && requests.inFlight() === 0) return { trouble, leaseLost }
        await nap.sleep(storageRetryMs)
        continue
      }
      limit.change(step.campaign.rate)
      leaseLost ||= step.leaseLost
      send(step)
      if (step.recorded > 0 || step.claimed.length > 0) options.onCommit(step.recorded)
      if (requests.answered() > 0 || (wanted > 0 && step.claimed.length === wanted && room() > 0)) {
        await nextTurn()
        continue
      }
      const running = step.campaign.state === 'sending' && !leaseLost
      if (requests.inFlight() === 0 && !running) return { trouble, leaseLost }
      if (requests.inFlight() === 0 && stopReason) continue
      await nap.sleep(running && !trouble && !stopReason ? waitMs(wanted, step) : lookEveryMs)
    }
  }

  /** More can be written at once: only what else waits on the event loop goes first. */
  const nextTurn = (): Promise<void> => new Promise((resolve) => clock.soon(resolve))

  /** How long until there may be something to do, an answer or a wake-up apart. */
  const waitMs = (wanted: number, { claimed, dueAt }: Step): number => {
    const gateMs = gate.waitUntil - clock.monotonic()
    if (gateMs > 0) return Math.min(gateMs, lookEveryMs)
    if (wanted > claimed.length) {
      return Math.max(1, Math.min((dueAt ?? Number.POSITIVE_INFINITY) - clock.now(), lookEveryMs))
    }
    if (requests.inFlight() >= outlet.concurrency) return lookEveryMs
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
    wake: () => nap.wake(),
    stop(reason) {
      stopReason ??= reason
      nap.wake()
    },
    forgive() {
      trouble = null
      stopReason = null
      watch = createTroubleWatch()
      nap.wake()
    },
    abort: () => requests.abort(),
    inFlight: () => requests.inFlight(),
  }
}
