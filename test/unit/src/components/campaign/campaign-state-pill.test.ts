/** A campaign that ended with failures or doubts does not look as if all had gone well. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import { messageStates, type MessageCounts } from '@shared/domain/message'
import CampaignStatePill from '@/components/campaign/CampaignStatePill.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

const none = Object.fromEntries(messageStates.map((state) => [state, 0])) as unknown as MessageCounts

it.each([
  ['finished', { delivered: 6 }, 'terminée', 'success'],
  ['finished', { delivered: 6, rejected: 1 }, 'terminée, 1 en échec', 'ochre'],
  ['finished', { delivered: 6, failed: 1, undelivered: 2 }, 'terminée, 3 en échec', 'ochre'],
  ['finished', { delivered: 6, failed: 1, unknown: 2 }, 'terminée, 2 douteux', 'ochre'],
  ['sending', { delivered: 6, failed: 1 }, 'en cours d’envoi', 'accent'],
  ['cancelled', { delivered: 6, failed: 1 }, 'annulée', 'line'],
] as const)('%s with %o reads “%s” in %s', (state, counts, words, tone) => {
  wrapper = mountDrawn(() => h(CampaignStatePill, { state, counts: { ...none, ...counts } }))
  const pill = wrapper.get('span')
  expect(pill.text().toLowerCase()).toBe(words)
  expect(pill.classes().join(' ')).toContain(`border-${tone}`)
})
