/** Errors in the window: nothing that only a command line can use. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { wireError } from '@shared/errors'
import { useErrorSentence } from '@/composables/use-error-sentence'
import { mountDrawn } from '../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

it.each([
  [
    'secret_missing',
    { account: 'Boutique', field: 'apiKey', labelFr: 'Clé API', variable: 'GRIOT_SECRET_X' },
    'Clé API',
  ],
  ['account_unconfirmed', { account: 'Boutique', url: 'https://a.b', command: 'griot account confirm' }, 'https://a.b'],
] as const)('%s', (code, params, words) => {
  const Sentence = defineComponent({
    setup() {
      const sentence = useErrorSentence()
      return () => h('p', sentence.value(wireError(code, params)))
    },
  })
  wrapper = mountDrawn(() => h(Sentence))
  expect(wrapper.text()).toContain(words)
  expect(wrapper.text()).not.toMatch(/GRIOT_SECRET|apiKey|griot account/)
})
