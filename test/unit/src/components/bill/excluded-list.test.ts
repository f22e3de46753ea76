/** Who is left out: the figures add up, also where rows share a message. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import ExcludedList from '@/components/bill/ExcludedList.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

const excluded = { invalid: 2, duplicate: 0, optedOut: 1, emptyField: 0, repeated: 0 }
function textOf(joined: number, rows: number): string {
  wrapper = mountDrawn(() => h(ExcludedList, { excluded, recipients: 4, rows, joined }))
  return wrapper.text()
}

it('adds up rows, recipients and those left out', () => {
  expect(textOf(0, 7)).toContain('7 lignes = 4 destinataires + 3 écartées')
})

it('names the rows that share a message', () => {
  const text = textOf(2, 9)
  expect(text).toContain('9 lignes = 4 destinataires + 2 jointes + 3 écartées')
  expect(text).toContain('2 lignes partagent le message d’une autre qui a le même numéro.')
})
