/**
 * Runs campaigns: takes the lease, recovers what a dead process left, starts the run, tells progress, and goes on by itself
 * when the network is back. All wishes (pause, resume, cancel) are persisted first, whoever sends.
 */
import { randomInt } from 'node:crypto'
import { AppError, toWireError, type WireError } from '@shared/errors'
import type { PauseReason } from '@shared/domain/campaign'
import type { CoreContext } from '../context'
import type { LiveCampaign, NotWritten } from '../campaign-teller'
import { findCampaign, type Campaign } from '../storage/campaign'
import { resetWaiting } from '../storage/campaign-run'
import { moveCampaign } from '../storage/campaign-state'
import { noCheckpoint, type Checkpoint } from './checkpoint'
import { createRateLimit } from './rate-limit'
import { createProgress, type Progress } from './progress'
import { offlineProbeMs } from './backoff'
import { pollSourceOf } from '../receipts/poll'
import { firstPollMs } from '../receipts/poll-plan'
import { createTenancy } from './tenancy'
import type { Outlet } from './requests'
import { runCampaign, type AccountGate, type CampaignRun } from './run-campaign'

export interface Engine {
  /** Sends a campaign whose state is already `sending`. Throws AppError campaign_busy when another process holds it. */
  begin(campaignId: number): void
  /** Looks again at a campaign's row: after a wish was persisted, an opt-out added, a rate changed. */
  wake(campaignId: number): void
  /** After a person resumed: forgets the trouble that a still-draining run saw. */
  forgive(campaignId: number): void
  /** Resolves when this process no longer sends the campaign; at once when it does not. */
  ended(campaignId: number): Promise<void>
  live(campaignId: number): LiveCampaign
  isRunningHere(campaignId: number): boolean
  /** Throws AppError campaign_busy while another live process holds the lease. */
  assertFree(campaignId: number): void
  /** Leftovers of dead processes: `sending` messages become unknown, their campaigns paused (interrupted). */
  recover(): void
  /** Ends every run: nothing new is claimed, what is in flight may end, campaigns come back paused (`interrupted`). */
  close(): Promise<void>
}

export interface EngineOptions {
  readonly random?: () => number
  readonly checkpoint?: Checkpoint
  /** Whether campaigns paused as offline are resumed by themselves (the command line of one campaign ends instead). */
  readonly resumeOffline: boolean
  /** How long `close` waits for what is in flight before it becomes unknown. */
  readonly drainMs?: number
}

interface Entry {
  /** Null until the gateway's account is open. */
  run: CampaignRun | null
  readonly ended: Promise<void>
  readonly progress: Progress
  readonly controller: AbortController
  /** The pause that the disk refused to note. */
  notWritten?: NotWritten
  /** A person resumed while the last requests of this run were still ending. */
  resumed: boolean
}

const defaultDrainMs = 15_000

/** In [0, 1): jitter needs no secrecy, only to differ between computers. */
const chance = (): number => randomInt(2 ** 32) / 2 ** 32

export function createEngine(context: CoreContext, options: EngineOptions): Engine {
  const { db, clock, log, teller } = context
  const random = options.random ?? chance
  const checkpoint = options.checkpoint ?? noCheckpoint
  const tenancy = createTenancy(db, clock)
  const runs = new Map<number, Entry>()
  const gates = new Map<number, AccountGate>()
  const offlineProbes = new Map<number, { probes: number; stop: () => void }>()
  let closing = false
  const isClosing = (): boolean => closing

  const pauseWith = db.transaction((campaignId: number, reason: PauseReason, error: WireError | null): void => {
    const campaign = findCampaign(db, campaignId)
    if (campaign?.state === 'sending') {
      moveCampaign(db, {
        campaignId,
        from: 'sending',
        to: 'paused',
        now: clock.now(),
        pauseReason: reason,
        pauseError: error,
      })
    }
    tenancy.release(campaignId)
  })

  const gateOf = (accountId: number, rate: number | null): AccountGate => {
    let gate = gates.get(accountId)
    if (!gate) gates.set(accountId, (gate = { limit: createRateLimit(clock, rate), waitUntil: 0 }))
    gate.limit.change(rate)
    return gate
  }

  const open = async (
    campaign: Campaign,
    signal: AbortSignal,
  ): Promise<{ outlet: Outlet; gate: AccountGate; pollAfterMs: number | null }> => {
    if (campaign.accountId === null) throw new AppError('unknown_account', { account: '' })
    const { account, provider, context: providerContext } = await context.gateway(campaign.accountId, signal)
    const { abilities } = provider.description
    const pollSource = pollSourceOf(provider)
    const settings = context.settings()
    const concurrency = campaign.concurrency ?? account.concurrency ?? settings.defaultConcurrency
    const callbackUrl = campaign.receipts && abilities.callbackPerMessage ? account.callbackUrl : null
    const sender = campaign.sender ?? account.sender ?? ''
    return {
      gate: gateOf(campaign.accountId, account.maxRate ?? settings.defaultRate),
      pollAfterMs: campaign.receipts && pollSource ? firstPollMs(pollSource) : null,
      outlet: {
        batchSize: abilities.batchSize,
        concurrency,
        send: (messages, runSignal) =>
          provider.send(
            { ...providerContext, signal: runSignal },
            { messages, sender, flash: campaign.flash, callbackUrl },
          ),
      },
    }
  }

  /** Resolves to false when the campaign must not be taken up again by itself. */
  const work = async (campaignId: number, progress: Progress, controller: AbortController): Promise<boolean> => {
    const campaign = findCampaign(db, campaignId)
    if (!campaign) return false
    let run: CampaignRun
    try {
      const { outlet, gate, pollAfterMs } = await open(campaign, controller.signal)
      if (closing) {
        pauseWith.immediate(campaignId, 'interrupted', null)
        return false
      }
      run = runCampaign({
        db,
        clock,
        log,
        random,
        campaignId,
        holderId: tenancy.holder.id,
        outlet,
        limit: createRateLimit(clock, campaign.rate),
        gate,
        pollAfterMs,
        checkpoint,
        onCommit: (messages) => progress.committed(messages, clock.now() + gate.waitUntil - clock.monotonic()),
      })
    } catch (error) {
      const wire = toWireError(error)
      log.warn('campaign could not start', { campaignId, code: wire.code })
      pauseWith.immediate(
        campaignId,
        wire.kind === 'keychain' || wire.kind === 'config' || wire.kind === 'storage' ? wire.kind : 'internal',
        wire,
      )
      return false
    }
    const entry = runs.get(campaignId)
    if (entry) entry.run = run
    const end = await run.ended
    if (end.trouble?.reason === 'offline' && options.resumeOffline && !isClosing()) probeLater(campaignId)
    else offlineProbes.delete(campaignId)
    if (end.trouble?.reason !== 'storage') return !end.leaseLost
    try {
      // the answers did not fit; the pause alone may, and if not, whoever opens the database next finds the dead lease
      pauseWith.immediate(campaignId, 'storage', end.trouble.error)
    } catch (error) {
      log.warn('pause not written', { campaignId, error: String(error) })
      if (entry) entry.notWritten = { state: 'paused', pauseReason: 'storage', pauseError: end.trouble.error }
    }
    return false
  }

  /** The network is asked again later and later; the campaign goes on as soon as one request gets through. */
  const probeLater = (campaignId: number): void => {
    const probes = offlineProbes.get(campaignId)?.probes ?? 0
    const stop = clock.after(offlineProbeMs(probes, random()), () => {
      try {
        if (resumeOffline.immediate(campaignId)) engine.begin(campaignId)
        else offlineProbes.delete(campaignId)
      } catch (error) {
        // another process has taken the campaign over, or the disk refuses: it stays as it is
        offlineProbes.delete(campaignId)
        log.warn('campaign not taken up again', { campaignId, error: String(error) })
      }
    })
    offlineProbes.set(campaignId, { probes: probes + 1, stop })
  }

  /** False when the campaign no longer waits for the network. Nobody's attempts are used up by an outage. */
  const resumeOffline = db.transaction((campaignId: number): boolean => {
    const campaign = findCampaign(db, campaignId)
    if (closing || campaign?.state !== 'paused' || campaign.pauseReason !== 'offline') return false
    tenancy.assertFree(campaignId)
    moveCampaign(db, { campaignId, from: 'paused', to: 'sending', now: clock.now() })
    resetWaiting(db, campaignId)
    return true
  })

  const engine: Engine = {
    begin(campaignId) {
      const existing = runs.get(campaignId)
      if (closing) {
        pauseWith.immediate(campaignId, 'interrupted', null)
        return
      }
      if (existing) {
        existing.resumed = true
        existing.run?.forgive()
        return
      }
      tenancy.acquire(campaignId)
      const controller = new AbortController()
      const progress = createProgress(clock, () => teller.progress(campaignId))
      const ended = work(campaignId, progress, controller)
        .catch((error: unknown) => {
          log.error('run failed', {
            campaignId,
            error: error instanceof Error ? (error.stack ?? error.message) : String(error),
          })
          pauseWith.immediate(campaignId, 'internal', toWireError(error))
          return false
        })
        .catch((error: unknown) => {
          log.error('pause after a failed run was refused', { campaignId, error: String(error) })
          return false
        })
        .then((mayGoOn) => {
          const { resumed = false, notWritten } = runs.get(campaignId) ?? {}
          progress.close()
          runs.delete(campaignId)
          teller.ended(campaignId, notWritten)
          if (closing || !(mayGoOn || resumed) || tenancy.isHeldByOther(campaignId)) return
          if (findCampaign(db, campaignId)?.state === 'sending') engine.begin(campaignId)
        })
        .catch((error: unknown) => log.error('end of a run failed', { campaignId, error: String(error) }))
      runs.set(campaignId, { run: null, ended, progress, controller, resumed: false })
      teller.changed(campaignId)
    },
    wake(campaignId) {
      runs.get(campaignId)?.run?.wake()
    },
    forgive(campaignId) {
      runs.get(campaignId)?.run?.forgive()
    },
    async ended(campaignId) {
      await runs.get(campaignId)?.ended
    },
    live(campaignId) {
      const entry = runs.get(campaignId)
      return {
        ratePerSecond: entry?.progress.rate() ?? null,
        heldByOther: !entry && tenancy.isHeldByOther(campaignId),
        waitsUntil: entry?.progress.waitsUntil() ?? null,
      }
    },
    isRunningHere: (campaignId) => runs.has(campaignId),
    assertFree: (campaignId) => tenancy.assertFree(campaignId),
    recover() {
      for (const campaignId of tenancy.recover((id) => runs.has(id))) teller.changed(campaignId)
    },
    async close() {
      closing = true
      for (const { stop } of offlineProbes.values()) stop()
      for (const { run, controller } of runs.values()) {
        if (run) run.stop('interrupted')
        else controller.abort()
      }
      const cancelDrain = clock.after(options.drainMs ?? defaultDrainMs, () => {
        for (const { run } of runs.values()) run?.abort()
      })
      await Promise.all([...runs.values()].map(({ ended }) => ended))
      cancelDrain()
    },
  }
  teller.askRuns((campaignId) => engine.live(campaignId))
  return engine
}
