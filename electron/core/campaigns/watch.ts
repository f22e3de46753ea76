/**
 * Core's heartbeat, once a second: scheduled campaigns whose time came, campaigns of processes that died, and what other
 * processes (the command line beside the window) wrote to the same database.
 */
import type { CoreContext } from '../context'
import { countMessages, readRunningCampaign } from '../storage/campaign-run'
import { statement } from '../storage/statement'
import type { Engine } from './engine'
import { createScheduler } from './scheduler'

const everyMs = 1000

/** Starts the heartbeat; the result stops it. */
export function startWatch(context: CoreContext, engine: Engine): () => Promise<void> {
  const { db, clock, events, log } = context
  const scheduler = createScheduler(context, engine)
  let dataVersion = readDataVersion()
  let cancel: () => void = () => undefined

  function readDataVersion(): number {
    return db.pragma('data_version', { simple: true }) as number
  }

  /** Another connection committed: what is on screen may be out of date, and its campaigns move. */
  const tellOthersWork = (): void => {
    const version = readDataVersion()
    if (version === dataVersion) return
    dataVersion = version
    for (const noun of ['campaigns', 'messages', 'contacts', 'accounts', 'templates', 'settings'] as const)
      events.emit('data.changed', { noun })
    const sending = statement(db, `SELECT id FROM campaign WHERE state = 'sending'`).pluck().all() as number[]
    for (const campaignId of sending) {
      if (engine.isRunningHere(campaignId)) {
        engine.wake(campaignId)
        continue
      }
      const campaign = readRunningCampaign(db, campaignId)
      if (!campaign) continue
      const { state, pauseReason } = campaign
      events.emit('campaign.progress', {
        id: campaignId,
        state,
        pauseReason,
        counts: countMessages(db, campaignId),
        ratePerSecond: 0,
        remainingMs: null,
        waitsUntil: null,
      })
    }
  }

  const tick = (): void => {
    try {
      scheduler.look().catch((error: unknown) => log.error('scheduling failed', { error: String(error) }))
      engine.recover()
      tellOthersWork()
    } catch (error) {
      log.error('heartbeat failed', { error: String(error) })
    }
    cancel = clock.after(everyMs, tick)
  }
  tick()
  return () => {
    cancel()
    return scheduler.close()
  }
}
