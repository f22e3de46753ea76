/**
 * Campaigns that are being sent or paused now, with progress as core tells it (at most four times a second). Lists and
 * pages read the database; this is only what moves.
 */
import { defineStore } from 'pinia'
import { computed, shallowReactive } from 'vue'
import type { CoreEvents } from '@shared/ipc-contract'
import type { CampaignRow } from '@shared/contract/campaigns'
import type { CampaignState, PauseReason } from '@shared/domain/campaign'
import type { MessageCounts } from '@shared/domain/message'
import type { WireError } from '@shared/errors'
import { request } from '@/api/client'
import { useEvent } from '@/api/use-event'

export interface LiveCampaign {
  readonly id: number
  readonly name: string
  readonly sandbox: boolean
  readonly state: CampaignState
  readonly pauseReason: PauseReason | null
  readonly error: WireError | null
  readonly counts: MessageCounts
  /** Messages per second; null while nothing is known. */
  readonly ratePerSecond: number | null
  readonly remainingMs: number | null
  readonly waitsUntil: number | null
}

const liveStates: ReadonlySet<CampaignState> = new Set(['sending', 'paused'])

export const useLiveCampaignsStore = defineStore('live-campaigns', () => {
  const campaigns = shallowReactive(new Map<number, LiveCampaign>())

  const list = computed(() => [...campaigns.values()].sort((a, b) => a.id - b.id))
  const sending = computed(() => list.value.filter(({ state }) => state === 'sending'))

  /** What is live at the start; events keep it so. Throws ApiError. */
  async function load(): Promise<void> {
    const { rows } = await request('campaigns.page', {
      states: ['sending', 'paused'],
      search: '',
      offset: 0,
      limit: 200,
    })
    campaigns.clear()
    for (const row of rows) campaigns.set(row.id, fromRow(row))
  }

  async function pause(id: number): Promise<void> {
    await request('campaigns.pause', { id })
  }
  async function resume(id: number): Promise<void> {
    await request('campaigns.resume', { id })
  }
  async function cancel(id: number): Promise<void> {
    await request('campaigns.cancel', { id })
  }

  useEvent('campaign.changed', (event) => {
    if (!liveStates.has(event.state)) {
      campaigns.delete(event.id)
      return
    }
    const known = campaigns.get(event.id)
    campaigns.set(event.id, fromChange(event, known))
    // the event does not say whether it is the sandbox
    if (!known) void completeFromCore(event.id)
  })

  useEvent('campaign.progress', ({ id, state, pauseReason, counts, ratePerSecond, remainingMs, waitsUntil }) => {
    const known = campaigns.get(id)
    if (known && liveStates.has(state)) {
      campaigns.set(id, { ...known, state, pauseReason, counts, ratePerSecond, remainingMs, waitsUntil })
    }
  })

  async function completeFromCore(id: number): Promise<void> {
    const row = await request('campaigns.get', { id }).catch(() => null)
    const known = campaigns.get(id)
    if (row && known) campaigns.set(id, { ...known, sandbox: row.sandbox })
  }

  return { campaigns, list, sending, load, pause, resume, cancel }
})

function fromRow(row: CampaignRow): LiveCampaign {
  const { id, name, sandbox, state, pauseReason, pauseError, counts } = row
  return {
    id,
    name,
    sandbox,
    state,
    pauseReason,
    error: pauseError,
    counts,
    ratePerSecond: null,
    remainingMs: null,
    waitsUntil: null,
  }
}

function fromChange(event: CoreEvents['campaign.changed'], known: LiveCampaign | undefined): LiveCampaign {
  const { id, name, state, pauseReason, error, counts } = event
  const still = { sandbox: known?.sandbox ?? false, ratePerSecond: null, remainingMs: null, waitsUntil: null }
  return { ...still, id, name, state, pauseReason, error, counts }
}
