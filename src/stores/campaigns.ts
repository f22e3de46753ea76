/**
 * Campaigns as core last told or answered them, by id: those that are being sent or paused, and those that a page asked for.
 * Core tells every change of a campaign and of its messages, so nothing here is asked again and no state is guessed.
 */
import { defineStore } from 'pinia'
import { computed, shallowReactive } from 'vue'
import type { CampaignView } from '@shared/contract/campaigns'
import type { RequestInput } from '@shared/window-contract'
import { request } from '@/api/client'
import { useEvent } from '@/api/use-event'

/** What a person asks of a campaign and core answers with the campaign as it is then. */
export type CampaignCommand = 'pause' | 'resume' | 'cancel' | 'retry' | 'reschedule' | 'setRate' | 'rename'

export const useCampaignsStore = defineStore('campaigns', () => {
  const views = shallowReactive(new Map<number, CampaignView>())

  /** Being sent or paused, in the order of their ids. */
  const running = computed(() =>
    [...views.values()]
      .filter(({ state }) => state === 'sending' || state === 'paused')
      .sort((one, other) => one.id - other.id),
  )

  /** An answer, unless an event came after the request: that one is at least as new. */
  function take(answer: CampaignView, atRequest: CampaignView | undefined): void {
    if (views.get(answer.id) === atRequest) views.set(answer.id, answer)
  }

  /** What runs at the start; events keep it so. Throws ApiError. */
  async function load(): Promise<void> {
    const atRequest = new Map(views)
    for (const view of await request('campaigns.running')) take(view, atRequest.get(view.id))
  }

  /** Asks for one campaign; events keep it up to date from then on. Throws ApiError. */
  async function read(id: number): Promise<void> {
    const atRequest = views.get(id)
    take(await request('campaigns.get', { id }), atRequest)
  }

  /** Throws ApiError. */
  async function command<Name extends CampaignCommand>(
    name: Name,
    input: RequestInput<`campaigns.${Name}`> & { readonly id: number },
  ): Promise<void> {
    const atRequest = views.get(input.id)
    const ask = request as (name: string, input: unknown) => Promise<CampaignView>
    take(await ask(`campaigns.${name}`, input), atRequest)
  }

  useEvent('campaign.changed', (change) => views.set(change.id, change))
  useEvent('campaign.progress', (progress) => {
    const known = views.get(progress.id)
    if (known) views.set(progress.id, { ...known, ...progress })
  })
  useEvent('campaign.removed', ({ id }) => views.delete(id))

  return { views, running, load, read, command }
})
