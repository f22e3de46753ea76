/** A bill never loses its last line without a word: where what will be left cannot be told, it says why. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import type { Bill } from '@shared/contract/drafts'
import BillSheet from '@/components/bill/BillSheet.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

const bill = {
  recipients: 3,
  gsm7Messages: 3,
  ucs2Messages: 0,
  segments: 3,
  segmentsPerMessage: { min: 1, max: 1 },
  price: '15',
  cost: '45',
  currency: 'XAF',
  balance: { before: '1000', unit: 'XAF', after: '955', takenAt: 0 },
  enough: true,
} as unknown as Bill

function text(changed: Partial<Bill>): string {
  wrapper = mountDrawn(() =>
    h(BillSheet, {
      bill: { ...bill, ...changed },
      working: false,
      askingBalance: false,
      balanceOffered: true,
      now: 0,
    }),
  )
  return wrapper.text().replaceAll(/[\u202f\u00a0]/g, ' ')
}

it.each([
  ['the balance after', {}, '955 FCFA'],
  [
    'another currency',
    { balance: { before: '1000', unit: 'XOF', after: null, takenAt: 0 } },
    'le solde est en XOF et le prix du compte en XAF',
  ],
  [
    'no price',
    { price: null, cost: null, balance: { before: '1000', unit: 'XAF', after: null, takenAt: 0 } },
    'pas de prix par SMS',
  ],
] as const)('says %s', (_, changed, words) => {
  expect(text(changed)).toContain(words)
})
