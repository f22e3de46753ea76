/** What one process tells of the work of another (the command line beside the window) on the same database. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { campaignWishHandlers } from '@core/campaigns/campaign-handlers'
import { createEngine } from '@core/campaigns/engine'
import { createTeller } from '@core/campaigns/tell'
import { startWatch } from '@core/campaigns/watch'
import type { CoreContext } from '@core/context'
import { removeCampaign } from '@core/campaigns/remove-campaign'
import { dataNouns, type CoreEventName, type CoreEvents } from '@shared/ipc-contract'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { accepted, insertCampaign, scriptGateway } from '../../helpers/campaign-fixture'
import { createTestContext, type TestContext } from '../../helpers/core-context'
import { forceMessages } from '../../helpers/force-messages'
import { createManualClock } from '../../helpers/manual-clock'

const { provider } = scriptGateway(() => accepted)
const clock = createManualClock()
let folder: string
let own: TestContext
let other: TestContext
let context: CoreContext
let stop: () => Promise<void>
let campaignId: number

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'griot-others-'))
  own = createTestContext({ gateways: [provider], dataDir: folder })
  other = createTestContext({ gateways: [provider], dataDir: folder })
  campaignId = insertCampaign(other, 5)
  other.db.prepare(`UPDATE campaign SET state = 'paused', pause_reason = 'person'`).run()
  context = { ...own, clock, teller: createTeller({ ...own, clock, gateways: [provider], firstSequence: 0 }) }
  stop = startWatch(context, createEngine(context, { resumeOffline: false }))
  await clock.advance(1000)
  own.told.splice(0)
})
afterEach(async () => {
  await stop()
  own.close()
  other.close()
  rmSync(folder, { recursive: true, force: true })
})

function told<Name extends CoreEventName>(name: Name): CoreEvents[Name][] {
  return own.told.filter((event) => event.name === name).map(({ payload }) => payload as CoreEvents[Name])
}

it('tells nothing while the others do nothing', async () => {
  await clock.advance(5000)
  expect(own.told).toEqual([])
})

it('tells a campaign that another process sends from its start to its end', async () => {
  const engine = createEngine(other, { resumeOffline: false })
  await campaignWishHandlers(other, engine)['campaigns.resume']({ id: campaignId })
  await clock.advance(1000)
  expect(told('campaign.changed').at(-1)).toMatchObject({ id: campaignId, state: 'sending', before: null })
  await engine.ended(campaignId)
  await clock.advance(1000)
  expect(told('campaign.changed').at(-1)).toMatchObject({
    state: 'finished',
    before: 'sending',
    counts: { accepted: 5 },
  })
  expect(told('campaign.progress').at(-1)).toMatchObject({ id: campaignId, counts: { accepted: 5 } })
})

it('tells a new name, and the reports that another process received', async () => {
  other.db.prepare(`UPDATE campaign SET name = 'Vœux', updated_at = updated_at + 1`).run()
  await clock.advance(1000)
  expect(told('campaign.changed')).toMatchObject([{ name: 'Vœux', state: 'paused' }])
  own.told.splice(0)
  forceMessages(other.db, 'delivered', 'id = 1')
  other.db.exec(
    `INSERT INTO message_event (message_id, at, kind, state, source) VALUES (1, 2, 'report', 'delivered', 'callback')`,
  )
  await clock.advance(1000)
  expect(told('campaign.changed')).toEqual([])
  expect(told('campaign.progress')).toMatchObject([{ id: campaignId, counts: { delivered: 1, pending: 4 } }])
})

it('tells a campaign that another process removed', async () => {
  other.db.prepare(`UPDATE campaign SET state = 'cancelled', pause_reason = NULL`).run()
  await clock.advance(1000)
  await removeCampaign(other, campaignId)
  await clock.advance(1000)
  expect(told('campaign.removed')).toMatchObject([{ id: campaignId, draft: false }])
})

it('tells a campaign that another process made a draft again', async () => {
  other.db.prepare(`UPDATE campaign SET state = 'scheduled', pause_reason = NULL`).run()
  await clock.advance(1000)
  const commands = campaignWishHandlers(other, createEngine(other, { resumeOffline: false }))
  await commands['campaigns.unschedule']({ id: campaignId })
  await clock.advance(1000)
  expect(told('campaign.removed')).toMatchObject([{ id: campaignId, draft: true }])
})

it('says that every list may be out of date', async () => {
  other.db.prepare(`INSERT INTO opt_out (phone, source, created_at) VALUES ('+237699000001', 'person', 1)`).run()
  await clock.advance(1000)
  expect(told('data.changed').map(({ noun }) => noun)).toEqual(dataNouns)
})
