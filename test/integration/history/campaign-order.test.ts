/** Lists of campaigns are in the order of the time that stands beside each, the latest first, page by page. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { pageOfCampaigns } from '@core/storage/campaign'
import { campaignTime } from '@/components/campaign/campaign-time'
import { insertCampaignRow } from '../../helpers/campaign-row'
import { createTestContext, type TestContext } from '../../helpers/core-context'

let context: TestContext
beforeEach(() => (context = createTestContext()))
afterEach(() => context.db.close())

it('a draft of long ago that left today stands above what left yesterday, and what will leave above both', () => {
  const rows = [
    { name: 'made last', state: 'finished', created_at: 90, started_at: 91 },
    { name: 'made first, left last', state: 'finished', created_at: 10, started_at: 95 },
    { name: 'never left', state: 'cancelled', created_at: 93, started_at: null },
    { name: 'will leave late', state: 'scheduled', created_at: 20, scheduled_at: 300 },
    { name: 'will leave soon', state: 'scheduled', created_at: 80, scheduled_at: 200 },
    { name: 'left later than planned', state: 'sending', created_at: 5, scheduled_at: 50, started_at: 94 },
    { name: 'repeats: left once, leaves again', state: 'scheduled', created_at: 1, started_at: 2, scheduled_at: 250 },
  ] as const
  for (const row of rows) insertCampaignRow(context.db, row)
  const pages = [0, 3, 6].flatMap(
    (offset) => pageOfCampaigns(context.db, { states: [], search: '' }, { offset, limit: 3 }).rows,
  )
  expect(pages.map(({ name }) => name)).toEqual([
    'will leave late',
    'repeats: left once, leaves again',
    'will leave soon',
    'made first, left last',
    'left later than planned',
    'never left',
    'made last',
  ])
  const times = pages.map((row) => campaignTime(row))
  expect(times).toEqual(times.toSorted((one, other) => other - one))
})
