import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CampaignView } from '@shared/contract/campaigns'
import { emptyMessageCounts } from '@shared/domain/message'
import { wireError, type WireError } from '@shared/errors'
import type { AllEvents, EventName } from '@shared/window-contract'
import { useCampaignsStore } from '@/stores/campaigns'
import { campaignChange, campaignViewOf } from '../../../helpers/campaign-view'

const listeners = new Map<string, (payload: unknown) => void>()
let answers: { name: string; answer: (value: unknown) => void }[]

function tell<Name extends EventName>(name: Name, payload: AllEvents[Name]): void {
  listeners.get(name)?.(payload)
}
async function answer(value: CampaignView | readonly CampaignView[]): Promise<void> {
  answers.shift()?.answer({ ok: true, value })
  await flushPromises()
}
async function refuse(error: WireError): Promise<void> {
  answers.shift()?.answer({ ok: false, error })
  await flushPromises()
}

function permutations<Value>(values: readonly Value[]): Value[][] {
  if (values.length < 2) return [[...values]]
  return values.flatMap((first, place) => permutations(values.toSpliced(place, 1)).map((others) => [first, ...others]))
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
    tell('campaign.changed', campaignChange({ id: 4, state: 'finished', sequence: 2 }))
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
    tell('campaign.progress', campaignViewOf({ id: 9, counts, ratePerSecond: 7, sequence: 2 }))
    expect(store.views.get(9)).toMatchObject({ counts, ratePerSecond: 7 })
  })

  it('never go back: of answers and events, in whatever order they come, the last reading stays', async () => {
    const told = (done: number) => ({
      id: 1,
      sequence: done,
      counts: { ...emptyMessageCounts(), accepted: done, pending: 100 - done },
    })
    type Ask = (store: ReturnType<typeof useCampaignsStore>) => Promise<void>
    const asks: Ask[] = [
      (store) => store.read(1),
      (store) => store.load(),
      (store) => store.command('pause', { id: 1 }),
    ]
    for (const ask of asks) {
      for (const order of permutations(['answer', 'changed', 'progress'] as const)) {
        for (const readings of permutations([25, 33, 41])) {
          setActivePinia(createPinia())
          const store = useCampaignsStore()
          tell('campaign.changed', campaignChange(told(1)))
          const asked = ask(store)
          const shown: number[] = []
          for (const [place, how] of order.entries()) {
            const reading = told(readings[place] ?? 0)
            if (how === 'changed') tell('campaign.changed', campaignChange(reading))
            else if (how === 'progress') tell('campaign.progress', campaignViewOf(reading))
            else {
              const view = campaignViewOf(reading)
              await answer(answers[0]?.name === 'campaigns.running' ? [view] : view)
              await asked
            }
            shown.push(store.views.get(1)?.counts.accepted ?? 0)
          }
          expect(shown, `${order.join()} ${readings.join()}`).toEqual(shown.toSorted((one, other) => one - other))
          expect(shown.at(-1)).toBe(41)
        }
      }
    }
  })

  it('show the last reading where progress overtakes the first answer', async () => {
    for (const [answered, told] of [
      [7, 8],
      [8, 7],
    ] as const) {
      setActivePinia(createPinia())
      const store = useCampaignsStore()
      const reading = (done: number) => ({
        id: 1,
        sequence: done,
        name: 'Rentrée',
        counts: { ...emptyMessageCounts(), delivered: done, accepted: 9 - done },
      })
      const asked = store.read(1)
      tell('campaign.progress', campaignViewOf(reading(6)))
      tell('campaign.progress', campaignViewOf(reading(told)))
      await answer(campaignViewOf(reading(answered)))
      await asked
      expect(store.views.get(1)).toMatchObject({ counts: { delivered: 8 } })
    }
  })

  it('take nothing that was read before their removal, and what comes again under that id', async () => {
    const store = useCampaignsStore()
    const asked = store.read(1)
    tell('campaign.removed', { id: 1, draft: true, sequence: 8 })
    await answer(campaignViewOf({ id: 1, sequence: 7 }))
    await asked
    tell('campaign.changed', campaignChange({ id: 1, sequence: 6 }))
    expect(store.views.size).toBe(0)
    tell('campaign.changed', campaignChange({ id: 1, sequence: 9 }))
    expect(store.views.get(1)).toMatchObject({ sequence: 9 })
    tell('campaign.removed', { id: 1, draft: true, sequence: 8 })
    expect(store.views.size).toBe(1)
  })

  it('an answer that nothing overtook is taken', async () => {
    const store = useCampaignsStore()
    void store.read(1)
    await answer(campaignViewOf({ id: 1, state: 'paused', sequence: 1 }))
    expect(store.running).toMatchObject([{ id: 1, state: 'paused' }])
    void store.command('resume', { id: 1 })
    await answer(campaignViewOf({ id: 1, state: 'sending', sequence: 2 }))
    expect(store.running).toMatchObject([{ id: 1, state: 'sending' }])
  })

  it('are forgotten once they are removed', () => {
    const store = useCampaignsStore()
    tell('campaign.changed', campaignChange({ id: 1, state: 'cancelled', sequence: 1 }))
    tell('campaign.removed', { id: 1, draft: false, sequence: 2 })
    expect(store.views.size).toBe(0)
  })
})

describe('a core that was started again', () => {
  const nextLife = 2 ** 40
  const restarted = async () => {
    tell('core.restarted', { campaigns: [] })
    await flushPromises()
  }

  it('is asked for all campaigns that the window knows, and one that it does not know any more goes', async () => {
    const store = useCampaignsStore()
    tell('campaign.changed', campaignChange({ id: 4, sequence: 900 }))
    tell('campaign.changed', campaignChange({ id: 5, state: 'finished', sequence: 901 }))
    await restarted()
    expect(answers.map(({ name }) => name)).toEqual(['campaigns.running'])
    await answer([campaignViewOf({ id: 4, state: 'paused', sequence: nextLife + 1 })])
    expect(store.running).toMatchObject([{ id: 4, state: 'paused' }])
    await answer(campaignViewOf({ id: 4, state: 'paused', sequence: nextLife + 2 }))
    await refuse(wireError('unknown_campaign', { campaign: 5 }))
    expect([...store.views.keys()]).toEqual([4])
  })

  it('that ends once more leaves what is known until it is told again', async () => {
    const store = useCampaignsStore()
    tell('campaign.changed', campaignChange({ id: 4, sequence: 900 }))
    await restarted()
    await refuse(wireError('core_ended'))
    expect([...store.views.keys()]).toEqual([4])
    await restarted()
    await answer([])
    await answer(campaignViewOf({ id: 4, state: 'paused', sequence: 2 * nextLife + 1 }))
    expect(store.views.get(4)).toMatchObject({ state: 'paused' })
  })
})
