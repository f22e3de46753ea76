/**
 * Tells the world how a running campaign goes: counts from SQL (never from memory), at most four times a second and never
 * so often that counting would cost more than a twentieth of the time; the rate over the last five seconds.
 */
import type { Clock } from '../clock'
import type { EventBus } from '../events'
import type { Log } from '../log'
import { countMessages, readRunningCampaign } from '../storage/campaign-run'
import type { Db } from '../storage/open'

export interface Progress {
  /** `messages` were recorded just now. */
  committed(messages: number, waitUntil: number): void
  /** Messages per second. */
  rate(): number
  remainingMs(): number | null
  waitsUntil(): number | null
  close(): void
}

export interface ProgressOptions {
  readonly db: Db
  readonly clock: Clock
  readonly events: EventBus
  readonly campaignId: number
  readonly log: Log
}

const everyMs = 250
const windowMs = 5000
const stepMs = 250

export function createProgress({ db, clock, events, campaignId, log }: ProgressOptions): Progress {
  const startedAt = clock.monotonic()
  // messages recorded per quarter of a second, newest last
  let steps: { at: number; messages: number }[] = []
  let pendingLeft: number | null = null
  let waitUntil = 0
  let tellAfter = 0
  let closed = false
  let cancelTimer: (() => void) | null = null

  const rate = (): number => {
    const now = clock.monotonic()
    steps = steps.filter((step) => step.at > now - windowMs)
    const span = Math.min(windowMs, Math.max(stepMs, now - startedAt))
    return steps.reduce((sum, step) => sum + step.messages, 0) / (span / 1000)
  }
  const remainingMs = (): number | null => {
    const perSecond = rate()
    return pendingLeft === null || perSecond <= 0 ? null : Math.round((pendingLeft / perSecond) * 1000)
  }
  const waitsUntil = (): number | null => (waitUntil > clock.now() ? waitUntil : null)

  const tell = (): void => {
    const before = clock.monotonic()
    const counts = countMessages(db, campaignId)
    const campaign = readRunningCampaign(db, campaignId)
    const cost = clock.monotonic() - before
    tellAfter = Math.max(everyMs, cost * 20)
    pendingLeft = counts.pending + counts.sending
    if (!campaign) return
    events.emit('campaign.progress', {
      id: campaignId,
      state: campaign.state,
      pauseReason: campaign.pauseReason,
      counts,
      ratePerSecond: rate(),
      remainingMs: remainingMs(),
      waitsUntil: waitsUntil(),
    })
  }

  const tick = (): void => {
    if (closed) return
    try {
      tell()
    } catch (error) {
      // a database that cannot be read stops the run itself; telling about it must not end the program
      log.warn('progress not read', { error: String(error) })
    }
    cancelTimer = clock.after(Math.max(everyMs, tellAfter), tick)
  }
  cancelTimer = clock.after(everyMs, tick)

  return {
    committed(messages, wait) {
      waitUntil = wait
      if (messages === 0) return
      const now = clock.monotonic()
      const last = steps.at(-1)
      if (last && now - last.at < stepMs) last.messages += messages
      else steps.push({ at: now, messages })
    },
    rate,
    remainingMs,
    waitsUntil,
    close() {
      closed = true
      cancelTimer?.()
    },
  }
}
