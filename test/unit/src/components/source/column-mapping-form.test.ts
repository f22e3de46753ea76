/** Choosing the columns of a list: the number's comes first, the others are free to have none. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h, type Component } from 'vue'
import type { ColumnMapping } from '@shared/contract/recipients'
import ColumnMappingForm from '@/components/source/ColumnMappingForm.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

/** What is used here of the wrapper of a generic component, whose type is lost. */
interface Choice {
  props: () => Record<string, unknown>
  readonly vm: { readonly $emit: (event: 'update:modelValue', value: string | null) => void }
}

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

function mountForm(mapping: ColumnMapping | null) {
  const changes: ColumnMapping[] = []
  wrapper = mountDrawn(() =>
    h(ColumnMappingForm as Component, {
      mapping,
      columns: ['Nom', 'Prénom', 'Téléphone'],
      example: ['Ndiaye', 'Awa', '677'],
      onChange: (next: ColumnMapping) => changes.push(next),
    }),
  )
  const [phone, firstName, name] = wrapper.findAllComponents({ name: 'BaseCombobox' }) as unknown as Choice[]
  return { phone: phone!, firstName: firstName!, name: name!, changes }
}

it('asks for the column of numbers first', () => {
  const { phone, firstName, name, changes } = mountForm(null)
  expect([phone, firstName, name].map((one) => one.props().disabled === true)).toEqual([false, true, true])
  expect(phone.props().options).toEqual([
    { value: '0', label: 'Nom', hint: 'Ndiaye' },
    { value: '1', label: 'Prénom', hint: 'Awa' },
    { value: '2', label: 'Téléphone', hint: '677' },
  ])
  phone.vm.$emit('update:modelValue', '2')
  expect(changes).toEqual([{ phone: 2, name: null }])
})

it('changes one column and keeps the others; a name may have none, a number may not', () => {
  const { phone, firstName, name, changes } = mountForm({ phone: 2, name: 0, firstName: null })
  firstName.vm.$emit('update:modelValue', '1')
  name.vm.$emit('update:modelValue', 'none')
  phone.vm.$emit('update:modelValue', null)
  expect(changes).toEqual([
    { phone: 2, name: 0, firstName: 1 },
    { phone: 2, name: null, firstName: null },
  ])
})
