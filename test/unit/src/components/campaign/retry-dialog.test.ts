/** Trying failed messages again says its price before anything leaves. */
import { DOMWrapper, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { h, nextTick } from 'vue'
import type { RetryOffer } from '@shared/contract/campaigns'
import RetryDialog from '@/components/campaign/RetryDialog.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())
const page = new DOMWrapper(document.body)

const offer: RetryOffer = { messages: 12, segments: 14, cost: '210', currency: 'XAF', waiting: 0 }

async function open(changed: Partial<RetryOffer> = {}) {
  const retry = vi.fn()
  wrapper = mountDrawn(() =>
    h(RetryDialog, { open: true, offer: { ...offer, ...changed }, busy: false, onRetry: retry }),
  )
  await nextTick()
  await nextTick()
  const dialog = page.get('[role=dialog]')
  return { retry, text: dialog.text().replaceAll(/[\u202f\u00a0]/g, ' '), dialog }
}

it('asks with the number and the price, and sends only when the person agrees', async () => {
  const { retry, text, dialog } = await open()
  expect(text).toContain('Réessayer 12 messages en échec ?')
  expect(text).toContain('14')
  expect(text).toContain('210 FCFA')
  expect(retry).not.toHaveBeenCalled()
  await dialog
    .findAll('button')
    .find((one) => one.text() === 'Réessayer')!
    .trigger('click')
  expect(retry).toHaveBeenCalledTimes(1)
})

it('says what leaves with them', async () => {
  expect((await open({ waiting: 30 })).text).toContain('30 messages qui attendent partiront aussi')
})

it('names the segments where there is no price', async () => {
  const { text } = await open({ cost: null, messages: 1, segments: 1 })
  expect(text).toContain('Réessayer 1 message en échec ?')
  expect(text).not.toContain('FCFA')
})
