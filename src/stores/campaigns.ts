/**
 * Campaigns as core last told or answered them, by id: those that are being sent or paused, and those that a page asked for.
 * Core tells every change of a campaign and of its messages, so nothing here is asked again and no state is guessed.
 */
import { defineStore } from 'pinia'
import { computed, shallowReactive } from 'vue'
import type { CampaignProgress, CampaignView } from '@shared/contract/campaigns'
import type { RequestInput } from '@shared/window-contract'
import { ApiError } from '@/api/api-error'
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

  /** Of the last reading taken, removal included, by id. */
  const sequences = new Map<number, number>()

  /** Whether this is newer than all that came before: an event may arrive after the answer to a later question. */
  function isNewer({ id, sequence }: { readonly id: number; readonly sequence: number }): boolean {
    if (sequence <= (sequences.get(id) ?? 0)) return false
    sequences.set(id, sequence)
    return true
  }

  /** What core told of a campaign before the answer that has the rest of it: the answer may be the older of the two. */
  const early = new Map<number, CampaignProgress>()

  function take(view: CampaignView): void {
    const told = early.get(view.id)
    early.delete(view.id)
    if (!isNewer(view)) return
    views.set(view.id, told && isNewer(told) ? { ...view, ...told } : view)
  }

  /** What runs at the start; events keep it so. Throws ApiError. */
  async function load(): Promise<void> {
    for (const view of await request('campaigns.running')) take(view)
  }

  /** Asks for one campaign; events keep it up to date from then on. Throws ApiError. */
  async function read(id: number): Promise<void> {
    take(await request('campaigns.get', { id }))
  }

  /** Throws ApiError. */
  async function command<Name extends CampaignCommand>(
    name: Name,
    input: RequestInput<`campaigns.${Name}`> & { readonly id: number },
  ): Promise<void> {
    const ask = request as (name: string, input: unknown) => Promise<CampaignView>
    take(await ask(`campaigns.${name}`, input))
  }

  /** A core that ended may have told what it then could not keep, and not what it kept. */
  async function readAgain(): Promise<void> {
    const known = [...views.keys()]
    await load()
    for (const id of known) {
      try {
        await read(id)
      } catch (error) {
        if (error instanceof ApiError && error.code === 'unknown_campaign') views.delete(id)
        else throw error
      }
    }
  }

  useEvent('core.restarted', () => {
    // one more end is told again, and every page that asks says what it could not get
    readAgain().catch(() => undefined)
  })
  useEvent('campaign.changed', take)
  useEvent('campaign.progress', (progress) => {
    const known = views.get(progress.id)
    if (!known) early.set(progress.id, progress)
    else if (isNewer(progress)) views.set(progress.id, { ...known, ...progress })
  })
  useEvent('campaign.removed', (removed) => {
    if (isNewer(removed)) views.delete(removed.id)
  })

  return { views, running, load, read, command }
})
