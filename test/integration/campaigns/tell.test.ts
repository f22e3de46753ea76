/** The two events of a campaign: both say what its page would be answered, whatever happened before. */
import type { CampaignTeller } from '@core/campaign-teller'
import { createTeller } from '@core/campaigns/tell'
import type { CoreEventName, CoreEvents } from '@shared/ipc-contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accepted, insertCampaign, scriptGateway } from '../../helpers/campaign-fixture'
import { createTestContext, type TestContext } from '../../helpers/core-context'
import { forceMessages } from '../../helpers/force-messages'
import { createManualClock, type ManualClock } from '../../helpers/manual-clock'

const { provider } = scriptGateway(() => accepted)
let context: TestContext
let clock: ManualClock
let teller: CampaignTeller
let id: number

beforeEach(() => {
  context = createTestContext({ gateways: [provider] })
  clock = createManualClock()
  teller = createTeller({ ...context, clock, gateways: [provider], firstSequence: 0 })
  teller.askRuns(() => ({ ratePerSecond: 2, heldByOther: false, waitsUntil: 9 }))
  id = insertCampaign(context, 10)
})
afterEach(() => {
  teller.close()
  context.close()
})

function told<Name extends CoreEventName>(name: Name): CoreEvents[Name][] {
  return context.told.filter((event) => event.name === name).map(({ payload }) => payload as CoreEvents[Name])
}
function setState(state: string): void {
  context.db.prepare('UPDATE campaign SET state = ?').run(state)
}

describe('campaign.changed', () => {
  it('is the view of the page, with the state that was told before, and lists are out of date', () => {
    teller.changed(id)
    setState('finished')
    teller.changed(id)
    expect(told('campaign.changed')[1]).toEqual({ ...teller.view(id), sequence: 2, test: false, before: 'sending' })
    expect(told('campaign.changed').map(({ before }) => before)).toEqual([null, 'sending'])
    expect(told('data.changed')).toEqual([{ noun: 'campaigns' }, { noun: 'campaigns' }])
  })

  it('is nothing for a campaign that is gone', async () => {
    teller.changed(id + 1)
    teller.ended(id + 1)
    teller.progress(id + 1)
    await clock.advance(1000)
    expect(context.told).toEqual([])
  })
})

describe('campaign.progress', () => {
  it('is part of the view, at once and then four times a second, the last change included', async () => {
    for (let message = 1; message <= 10; message += 1) {
      forceMessages(context.db, 'delivered', `id = ${message}`)
      teller.progress(id)
      await clock.advance(10)
    }
    await clock.advance(250)
    expect(told('campaign.progress').map(({ counts }) => counts.delivered)).toEqual([1, 10])
    const { sequence, ...last } = told('campaign.progress')[1] ?? {}
    expect(sequence).toBe(2)
    expect(teller.view(id)).toMatchObject(last)
    expect(told('campaign.progress')[0]).toMatchObject({ ratePerSecond: 2, remainingMs: 4500, waitsUntil: 9 })
    expect(told('data.changed')).toEqual([])
  })
})

describe('the order', () => {
  it('of all that is told and answered of a campaign is in its sequence', async () => {
    teller.changed(id)
    teller.progress(id)
    const answered = teller.view(id).sequence
    await clock.advance(250)
    teller.progress(id)
    teller.ended(id)
    setState('finished')
    teller.ended(id)
    teller.removed(id)
    const told = context.told.flatMap(({ payload }) => (payload as { sequence?: number }).sequence ?? [])
    const inOrder = told.toSpliced(2, 0, answered)
    expect(inOrder).toHaveLength(6)
    expect(inOrder).toEqual([...new Set(inOrder)].sort((one, other) => one - other))
  })
})

describe('the end of a run', () => {
  it('is a change of the campaign, unless its pause was told before', async () => {
    teller.changed(id)
    setState('paused')
    teller.changed(id)
    teller.ended(id)
    expect(told('campaign.changed')).toHaveLength(2)
    expect(told('campaign.progress')).toMatchObject([{ id, state: 'paused' }])
    setState('finished')
    teller.ended(id)
    expect(told('campaign.changed').at(-1)).toMatchObject({ state: 'finished', before: 'paused' })
  })

  it('is one also where messages became doubtful meanwhile: lists show those', () => {
    teller.changed(id)
    forceMessages(context.db, 'unknown', 'id = 1')
    teller.ended(id)
    expect(told('campaign.changed')[1]).toMatchObject({ counts: { unknown: 1 } })
  })

  it('tells the pause that the disk refused to note', () => {
    const pauseError = { kind: 'storage', code: 'disk_full', params: {} } as const
    teller.ended(id, { state: 'paused', pauseReason: 'storage', pauseError })
    expect(told('campaign.changed')).toMatchObject([{ state: 'paused', pauseReason: 'storage', pauseError }])
  })
})
