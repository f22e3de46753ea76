/** Correcting one row: what stands in it, why it cannot be used, what is proposed. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import type { RecipientRow } from '@shared/contract/drafts'
import CorrectRow from '@/components/draft/CorrectRow.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

const bad: RecipientRow = {
  id: 7,
  source: 0,
  line: 12,
  status: 'invalid',
  phone: null,
  rawPhone: '07 07 12 36 / 37',
  name: null,
  values: ['07 07 12 36 / 37', 'Awa', ''],
  reason: 'several_numbers',
  duplicateOf: null,
  duplicateIn: null,
  migratedFrom: null,
  suggestion: null,
  readings: ['+2250707071236', '+2250707071237'],
  optedOut: false,
}

function mountRow(row: RecipientRow, isFault = false) {
  const done: string[] = []
  wrapper = mountDrawn(() =>
    h(CorrectRow, {
      row,
      why: 'La case contient plusieurs numéros',
      headings: ['Téléphone', 'Nom', 'Montant'],
      isFault,
      canReplace: true,
      fixing: false,
      fixError: '',
      onFix: (phone: string) => done.push(phone),
      onReplace: () => done.push('replace'),
    }),
  )
  return { wrapper, done, buttons: wrapper.findAll('button') }
}

describe('a row to correct', () => {
  it('shows the cell as it is in the file, why, and the numbers that it may mean', async () => {
    const { wrapper, done, buttons } = mountRow(bad)
    expect(wrapper.text()).toContain('Dans la case\u202f: 07 07 12 36 / 37')
    expect(wrapper.text()).toContain('La case contient plusieurs numéros')
    expect(wrapper.find('input').element.value).toBe('07 07 12 36 / 37')
    await buttons.find((button) => button.text() === '+225\u00a007\u00a007\u00a007\u00a012\u00a037')!.trigger('click')
    expect(done).toEqual(['+2250707071237'])
  })

  it('proposes the number where there is one, and offers nothing else', async () => {
    const { wrapper, done } = mountRow({ ...bad, readings: [], suggestion: '+2250707071236' })
    expect(wrapper.text()).not.toContain('peut se lire')
    expect(wrapper.find('input').element.value).toBe('+2250707071236')
    await wrapper.find('form').trigger('submit')
    expect(done).toEqual(['+2250707071236'])
  })

  it('asks for no number where the cells are not those of the headings: the file is chosen again', async () => {
    const { wrapper, done, buttons } = mountRow({ ...bad, reason: 'ragged_row', readings: [] }, true)
    expect(wrapper.find('input').exists()).toBe(false)
    expect(wrapper.findAll('dt').map((heading) => heading.text())).toEqual(['Téléphone', 'Nom', 'Montant'])
    expect(wrapper.findAll('dd').map((cell) => cell.text())).toEqual(['07 07 12 36 / 37', 'Awa', '–'])
    await buttons.at(-1)!.trigger('click')
    expect(done).toEqual(['replace'])
  })
})
