/** The other columns that hold numbers: named with how many, taken by one press. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import OtherPhoneColumns from '@/components/source/OtherPhoneColumns.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

function mountOthers(phoneColumns: { column: number; usable: number }[]) {
  const chosen: number[] = []
  wrapper = mountDrawn(() =>
    h(OtherPhoneColumns, {
      source: {
        columns: ['Élève', 'Tél père', 'Tél mère', 'Tuteur'],
        phoneColumns,
        mapping: { phone: 1, name: 0 },
      },
      onChoose: (column: number) => chosen.push(column),
    }),
  )
  return { chosen, buttons: wrapper.findAll('button') }
}

it('names the others with their count, and takes one', async () => {
  const { chosen, buttons } = mountOthers([
    { column: 1, usable: 7 },
    { column: 2, usable: 6 },
    { column: 3, usable: 1 },
  ])
  expect(buttons.map((button) => button.text())).toEqual([
    'Tél mère (6 numéros au début)',
    'Tuteur (1 numéro au début)',
  ])
  await buttons[1]!.trigger('click')
  expect(chosen).toEqual([3])
})

it('says nothing where only one column holds numbers', () => {
  mountOthers([{ column: 1, usable: 7 }])
  expect(wrapper!.text()).toBe('')
})
