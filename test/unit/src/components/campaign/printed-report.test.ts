/** The report on paper: what a person who was not there reads of the campaign. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import type { CampaignReport, CampaignView } from '@shared/contract/campaigns'
import { emptyMessageCounts } from '@shared/domain/message'
import PrintedReport from '@/components/campaign/PrintedReport.vue'
import { campaignViewOf } from '../../../../helpers/campaign-view'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

const report: CampaignReport = {
  counts: { ...emptyMessageCounts(), delivered: 3 },
  segments: 3,
  cost: null,
  currency: null,
  deliveryRate: 1,
  byOperator: [],
  overTime: [],
  errors: [],
}

/** The figures at the head of the sheet, by their words. */
function figuresOf(some: Partial<CampaignView>, language: 'fr' | 'en'): Record<string, string> {
  const campaign = campaignViewOf({ recipients: 3, ...some })
  wrapper = mountDrawn(() => h(PrintedReport, { campaign, report, printedAt: 0 }), language)
  const pairs = [...document.querySelectorAll('.printed-report dl > div')].map((pair) =>
    [...pair.children].map((part) => part.textContent.trim()),
  )
  return Object.fromEntries(pairs) as Record<string, string>
}

it.each([
  ['fr', 'Lignes réunies'],
  ['en', 'Joined rows'],
] as const)('says how many rows of the list share a message, %s', (language, label) => {
  // two messages stand for five rows: three beyond the first of each
  const figures = figuresOf({ joined: { rows: 3, messages: 2 } }, language)
  expect(figures[label]).toBe('5')
})

it('has no line about joined rows where each row has its message', () => {
  const figures = figuresOf({}, 'fr')
  expect(Object.keys(figures)).not.toContain('Lignes réunies')
  expect(figures.Destinataires).toBe('3')
})
