/**
 * Tells the front ends how campaigns are: the only place that builds `campaign.changed` and `campaign.progress`, both from
 * the row and its counts as they are at that moment.
 */
import type { CampaignProgress, CampaignView } from '@shared/contract/campaigns'
import type { CampaignState } from '@shared/domain/campaign'
import type { Gateways } from '../accounts/gateways'
import type { CampaignTeller, LiveCampaign } from '../campaign-teller'
import type { Clock } from '../clock'
import type { EventBus } from '../events'
import { campaignView } from '../history/campaign-view'
import type { Log } from '../log'
import { createPace } from '../pace'
import { findCampaign } from '../storage/campaign'
import { isDraft } from '../storage/draft'
import type { Db } from '../storage/open'

export interface TellerPorts {
  readonly db: Db
  readonly clock: Clock
  readonly events: EventBus
  readonly log: Log
  readonly gateways: Gateways
  /** The first reading is numbered one more. */
  readonly firstSequence: number
}

const progressEveryMs = 250
const notRunning: LiveCampaign = { ratePerSecond: null, heldByOther: false, waitsUntil: null }

export function createTeller({ db, clock, events, log, gateways, firstSequence }: TellerPorts): CampaignTeller {
  const told = new Map<number, CampaignState>()
  let liveOf: (campaignId: number) => LiveCampaign = () => notRunning
  let sequence = firstSequence
  const view = (campaignId: number): CampaignView => ({
    ...campaignView({ db, gateways }, campaignId, liveOf(campaignId)),
    sequence: ++sequence,
  })

  const tellProgress = (campaignId: number): void => {
    try {
      // removed since
      if (findCampaign(db, campaignId) === null) return
      events.emit('campaign.progress', progressOf(view(campaignId)))
    } catch (error) {
      // a database that cannot be read stops the run itself; telling about it must not end the program
      log.warn('progress not read', { campaignId, error: String(error) })
    }
  }
  const pace = createPace<number>(clock, progressEveryMs, tellProgress)

  const tellChange = (now: CampaignView): void => {
    const before = told.get(now.id) ?? null
    told.set(now.id, now.state)
    events.emit('campaign.changed', { ...now, test: findCampaign(db, now.id)?.test ?? false, before })
    events.emit('data.changed', { noun: 'campaigns' })
  }

  return {
    view,
    changed(campaignId) {
      if (findCampaign(db, campaignId) !== null) tellChange(view(campaignId))
    },
    ended(campaignId, notWritten) {
      if (findCampaign(db, campaignId) === null) return
      const now = { ...view(campaignId), ...notWritten }
      if (now.state !== told.get(campaignId) || now.counts.unknown > 0) tellChange(now)
      else pace.ask(campaignId)
    },
    progress: (campaignId) => pace.ask(campaignId),
    removed(campaignId) {
      told.delete(campaignId)
      events.emit('campaign.removed', { id: campaignId, draft: isDraft(db, campaignId), sequence: ++sequence })
      events.emit('data.changed', { noun: 'campaigns' })
    },
    askRuns: (live) => void (liveOf = live),
    close: () => pace.close(),
  }
}

function progressOf(view: CampaignView): CampaignProgress {
  const { id, sequence, state, pauseReason, pauseError, counts, segments, cost, can } = view
  const { ratePerSecond, remainingMs, heldByOther, waitsUntil } = view
  return {
    id,
    sequence,
    state,
    pauseReason,
    pauseError,
    counts,
    segments,
    cost,
    ratePerSecond,
    remainingMs,
    heldByOther,
    waitsUntil,
    can,
  }
}
