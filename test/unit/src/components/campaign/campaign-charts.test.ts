/** The curve over time counts a message once: sums of what was sent and of what was delivered, side by side, never stacked. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import type { CampaignReport, CampaignView } from '@shared/contract/campaigns'
import { messageStates, type MessageCounts } from '@shared/domain/message'
import CampaignCharts from '@/components/campaign/CampaignCharts.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

interface Drawn {
  readonly kind: string
  readonly label: string
  readonly stacked?: boolean
  readonly series: readonly { readonly values: readonly number[] }[]
}
const drawn = vi.hoisted((): Drawn[] => [])
vi.mock('@/components/base/BaseChart.vue', () => ({
  default: defineComponent({
    inheritAttrs: false,
    setup: (_, { attrs }) => {
      drawn.push(attrs as unknown as Drawn)
      return () => h('div')
    },
  }),
}))

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

it('sums up what was sent, delivered and failed', () => {
  const counts = Object.fromEntries(messageStates.map((state) => [state, 0])) as unknown as MessageCounts
  const report: CampaignReport = {
    counts: { ...counts, delivered: 3 },
    segments: 3,
    cost: '45',
    currency: 'XAF',
    deliveryRate: 1,
    byOperator: [],
    overTime: [
      { at: 0, accepted: 3, delivered: 1, failed: 0 },
      { at: 1000, accepted: 0, delivered: 2, failed: 0 },
    ],
    errors: [],
  }
  const campaign = { recipients: 3, receipts: true } as CampaignView
  wrapper = mountDrawn(() => h(CampaignCharts, { report, campaign }))
  const chart = drawn.find(({ label }) => label === 'Au fil du temps')!
  expect([chart.kind, chart.stacked]).toEqual(['line', undefined])
  expect(chart.series.map(({ values }) => values)).toEqual([
    [3, 3],
    [1, 3],
    [0, 0],
  ])
})
