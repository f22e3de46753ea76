/** Who is left out: the figures add up, also where rows share a message. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import type { ConditionCell } from '@shared/contract/recipients'
import ExcludedList from '@/components/bill/ExcludedList.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

const excluded = { invalid: 2, duplicate: 0, optedOut: 1, emptyField: 0, repeated: 0 }
function textOf(joined: number, rows: number, cells: readonly ConditionCell[] = []): string {
  wrapper = mountDrawn(() =>
    h(ExcludedList, {
      excluded,
      recipients: 4,
      rows,
      joined: { rows: joined, messages: joined, unsummed: { count: cells.length, cells } },
      sources: ['CM1', 'CM2'],
    }),
  )
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

it('lists the amounts that were not added up, with their list', () => {
  const text = textOf(2, 9, [{ source: 1, line: 3, value: 'environ 5 000' }])
  expect(text).toContain('1 montant n’a pas pu être additionné')
  expect(text).toContain('ligne 3 de CM2 « environ 5 000 »')
})
