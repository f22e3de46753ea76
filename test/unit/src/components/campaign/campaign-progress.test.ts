/** A cancelled campaign does not look as if all of it had been dealt with. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import type { CampaignView } from '@shared/contract/campaigns'
import { messageStates, type MessageCounts } from '@shared/domain/message'
import CampaignProgress from '@/components/campaign/CampaignProgress.vue'
import { progressParts } from '@/components/campaign/progress-parts'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

const none = Object.fromEntries(messageStates.map((state) => [state, 0])) as unknown as MessageCounts
const counts = { ...none, delivered: 3244, cancelled: 45_758 }

it.each([
  ['cancelled', '3 244'],
  // people who opted out meanwhile: they were dealt with
  ['finished', '49 002'],
] as const)('%s: %s of 49 002', (state, done) => {
  const campaign = { state, counts, receipts: true, waitsUntil: null } as CampaignView
  wrapper = mountDrawn(() => h(CampaignProgress, { campaign, now: 0 }))
  expect(
    wrapper
      .get('p')
      .text()
      .replaceAll(/[\u202f\u00a0]/g, ' '),
  ).toMatch(new RegExp(`^${done} ?/ 49 002`))
})

it('leaves what was cancelled out of the bar', () => {
  expect(progressParts(counts).reduce((sum, { value }) => sum + value, 0)).toBe(3244)
})
