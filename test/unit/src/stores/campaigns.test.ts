import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CampaignView } from '@shared/contract/campaigns'
import { emptyMessageCounts } from '@shared/domain/message'
import type { CoreEventName, CoreEvents } from '@shared/ipc-contract'
import { useCampaignsStore } from '@/stores/campaigns'
import { campaignChange, campaignViewOf } from '../../../helpers/campaign-view'

const listeners = new Map<string, (payload: unknown) => void>()
let answers: { name: string; answer: (value: unknown) => void }[]

function tell<Name extends CoreEventName>(name: Name, payload: CoreEvents[Name]): void {
  listeners.get(name)?.(payload)
}
async function answer(value: CampaignView | readonly CampaignView[]): Promise<void> {
  answers.shift()?.answer({ ok: true, value })
  await flushPromises()
}

beforeEach(() => {
  answers = []
  const bridge = {
    request: (name: string) => new Promise((resolve) => answers.push({ name, answer: resolve })),
    on(name: string, listener: (payload: unknown) => void) {
      listeners.set(name, listener)
      return () => listeners.delete(name)
    },
  }
  Object.defineProperty(window, 'griot', { value: bridge, configurable: true })
  setActivePinia(createPinia())
})
afterEach(() => listeners.clear())

describe('campaigns as the window knows them', () => {
  it('run from the event alone, with everything that a list shows', () => {
    const store = useCampaignsStore()
    tell('campaign.changed', campaignChange({ id: 4, sandbox: true }))
    expect(store.running).toMatchObject([{ id: 4, sandbox: true, can: { pause: true } }])
    tell('campaign.changed', campaignChange({ id: 4, state: 'finished' }))
    expect(store.running).toEqual([])
    expect(store.views.get(4)).toMatchObject({ state: 'finished', can: { remove: true } })
    expect(answers).toEqual([])
  })

  it('move with progress, which is nothing for a campaign that was not asked for', () => {
    const store = useCampaignsStore()
    const counts = { ...emptyMessageCounts(), accepted: 3 }
    tell('campaign.progress', campaignViewOf({ id: 9, counts }))
    expect(store.views.size).toBe(0)
    tell('campaign.changed', campaignChange({ id: 9, name: 'Rentrée' }))
    tell('campaign.progress', campaignViewOf({ id: 9, counts, ratePerSecond: 7 }))
    expect(store.views.get(9)).toMatchObject({ counts, ratePerSecond: 7 })
  })

  it('an answer that an event overtook is dropped, for reading, loading and commands alike', async () => {
    const store = useCampaignsStore()
    const old = campaignViewOf({ id: 1, state: 'sending' })
    for (const ask of [() => store.read(1), () => store.command('pause', { id: 1 }), () => store.load()]) {
      tell('campaign.changed', campaignChange({ id: 1, state: 'sending' }))
      const asked = ask()
      tell('campaign.changed', campaignChange({ id: 1, state: 'finished' }))
      await answer(answers[0]?.name === 'campaigns.running' ? [old] : old)
      await asked
      expect(store.views.get(1)?.state).toBe('finished')
    }
  })

  it('an answer that nothing overtook is taken', async () => {
    const store = useCampaignsStore()
    void store.read(1)
    await answer(campaignViewOf({ id: 1, state: 'paused' }))
    expect(store.running).toMatchObject([{ id: 1, state: 'paused' }])
    void store.command('resume', { id: 1 })
    await answer(campaignViewOf({ id: 1, state: 'sending' }))
    expect(store.running).toMatchObject([{ id: 1, state: 'sending' }])
  })

  it('are forgotten once they are removed', () => {
    const store = useCampaignsStore()
    tell('campaign.changed', campaignChange({ id: 1, state: 'cancelled' }))
    tell('campaign.removed', { id: 1, draft: false })
    expect(store.views.size).toBe(0)
  })
})
