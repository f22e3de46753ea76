/** Several numbers on a row: one press takes them all in, another leaves them out, and the rest of the mapping stays. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import type { ColumnMapping } from '@shared/contract/recipients'
import SecondNumbersForm from '@/components/source/SecondNumbersForm.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())
const source = {
  columns: ['Élève', 'Père', 'Mère', 'Tuteur'],
  phoneColumns: [
    { column: 1, usable: 9 },
    { column: 2, usable: 4 },
  ],
}
const own: ColumnMapping = { phone: 1, name: 0, firstName: 3 }

async function press(mapping: ColumnMapping, role: 'radio' | 'checkbox', words: string): Promise<ColumnMapping[]> {
  const changes: ColumnMapping[] = []
  wrapper = mountDrawn(() =>
    // eslint-disable-next-line @typescript-eslint/no-unsafe-argument
    h(SecondNumbersForm, { source, mapping, onChange: (next: ColumnMapping) => changes.push(next) }),
  )
  const control = wrapper.findAll(`[role=${role}]`).find((one) => {
    const label = wrapper?.find(`label[for="${one.attributes('id') ?? ''}"]`)
    return one.text().includes(words) || (label?.exists() === true && label.text().includes(words))
  })
  await control?.trigger('click')
  return changes
}

it.each([
  [own, 'radio', 'Le premier', { ...own, second: { columns: [2], sameCell: true, use: 'first' } }],
  [
    { ...own, second: { columns: [2], sameCell: true, use: 'first' } },
    'radio',
    'Tous',
    { ...own, second: { columns: [2], sameCell: true, use: 'all' } },
  ],
  [{ ...own, second: { columns: [2], sameCell: true, use: 'all' } }, 'radio', 'Une seule', own],
  [
    { ...own, second: { columns: [2, 3], sameCell: true, use: 'all' } },
    'checkbox',
    'Mère',
    { ...own, second: { columns: [3], sameCell: true, use: 'all' } },
  ],
  [
    { ...own, second: { columns: [], sameCell: false, use: 'first' } },
    'checkbox',
    'Mère',
    { ...own, second: { columns: [2], sameCell: false, use: 'first' } },
  ],
] as const)('%j, %s «%s»', async (mapping, role, words, right) => {
  expect(await press(mapping, role, words)).toEqual([right])
})

it('offers no column of numbers twice, and asks for columns only where they count', async () => {
  await press(own, 'radio', 'nothing')
  expect(wrapper?.findAll('[role=checkbox]')).toHaveLength(0)
  wrapper?.unmount()
  await press({ ...own, second: { columns: [2, 3], sameCell: true, use: 'all' } }, 'radio', 'nothing')
  expect(wrapper?.findAll('[role=checkbox]')).toHaveLength(2)
})
