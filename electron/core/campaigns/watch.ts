/**
 * Core's heartbeat, once a second: scheduled campaigns whose time came, campaigns of processes that died, and what other
 * processes (the command line beside the window) wrote to the same database.
 */
import { dataNouns } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import { campaignStamps, lastMessageEvent, sendingCampaigns, touchedSince } from '../storage/campaign-change'
import type { Engine } from './engine'
import { createScheduler } from './scheduler'

const everyMs = 1000

/** Starts the heartbeat; the result stops it. */
export function startWatch(context: CoreContext, engine: Engine): () => Promise<void> {
  const { db, clock, events, log, teller } = context
  const scheduler = createScheduler(context, engine)
  let dataVersion = readDataVersion()
  let stamps = campaignStamps(db)
  let lastEvent = lastMessageEvent(db)
  let cancel: () => void = () => undefined

  function readDataVersion(): number {
    return db.pragma('data_version', { simple: true }) as number
  }

  /** Campaigns whose row another process may have changed. */
  const tellRows = (): void => {
    const before = stamps
    stamps = campaignStamps(db)
    for (const [id, stamp] of stamps) if (before.get(id) !== stamp) teller.changed(id)
    for (const id of before.keys()) if (!stamps.has(id)) teller.removed(id)
  }

  /** Campaigns whose messages another process may have moved. */
  const tellMessages = (): void => {
    const last = lastMessageEvent(db)
    // less than before: messages were removed or a backup restored, and any campaign may count otherwise
    const touched = last < lastEvent ? stamps.keys() : touchedSince(db, lastEvent)
    lastEvent = last
    for (const id of touched) if (!engine.isRunningHere(id)) teller.progress(id)
  }

  /** Another connection committed: what is on screen may be out of date, and its campaigns move. */
  const tellOthersWork = (): void => {
    const version = readDataVersion()
    if (version === dataVersion) return
    dataVersion = version
    for (const noun of dataNouns) events.emit('data.changed', { noun })
    tellRows()
    tellMessages()
    for (const id of sendingCampaigns(db)) engine.wake(id)
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
