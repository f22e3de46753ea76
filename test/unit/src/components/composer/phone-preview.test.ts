/** What the phone shows is said to be old where the text has a mistake now. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import type { MessagePreview } from '@shared/contract/drafts'
import PhonePreview from '@/components/composer/PhonePreview.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

it.each([true, false])('outdated: %s', (outdated) => {
  const preview = { parts: ['مرحبا'], phone: '+237677100001', name: null, index: 0, total: 1, line: 2, missing: [] }
  wrapper = mountDrawn(() =>
    h(PhonePreview, {
      preview: preview as unknown as MessagePreview,
      sender: 'BOUTIQUE',
      fallbackText: '',
      noneMissing: false,
      hasMissing: false,
      outdated,
    }),
  )
  expect(wrapper.text().includes('cet aperçu est celui d’avant')).toBe(outdated)
  // right to left where the text is
  expect(wrapper.get('[data-preview-text]').element.closest('[dir="auto"]')).not.toBeNull()
})
