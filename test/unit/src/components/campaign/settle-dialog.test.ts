/** A settling that found nothing is no success, and says what can be done next. */
import { DOMWrapper, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h, nextTick } from 'vue'
import SettleDialog from '@/components/campaign/SettleDialog.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

it.each([
  [true, 'ochre'],
  [false, 'accent'],
] as const)('found nothing: %s, shown in %s', async (foundNothing, tone) => {
  wrapper = mountDrawn(() =>
    h(SettleDialog, {
      open: true,
      count: 2,
      gatewayCanTell: true,
      canSendAgain: true,
      offer: null,
      absentOffer: null,
      currency: 'XAF',
      busy: false,
      failure: '',
      outcome: ['Doute levé : 0. Encore douteux : 2.'],
      foundNothing,
    }),
  )
  await nextTick()
  await nextTick()
  const line = new DOMWrapper(document.body).findAll('p').find((one) => one.text().startsWith('Doute levé'))!
  expect(line.element.closest('[class*="border-"]')!.className).toContain(tone)
})
