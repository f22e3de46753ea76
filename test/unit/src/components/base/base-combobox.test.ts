/** The closed list shows the label of what is chosen, also when the labels change under it (another file, another language). */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h, nextTick, ref, type Component } from 'vue'
import BaseCombobox from '@/components/base/BaseCombobox.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

it('follows the chosen value and its label', async () => {
  const value = ref<string | null>('1')
  const labels = ref(['Colonne 1', 'Colonne 2'])
  wrapper = mountDrawn(() =>
    h(BaseCombobox as Component, {
      modelValue: value.value,
      options: labels.value.map((label, index) => ({ value: String(index), label })),
      'onUpdate:modelValue': (next: string | null) => (value.value = next),
    }),
  )
  const shown = async (): Promise<string> => {
    await nextTick()
    await nextTick()
    return wrapper!.find('input').element.value
  }
  expect(await shown()).toBe('Colonne 2')
  labels.value = ['Nom', 'Téléphone']
  expect(await shown()).toBe('Téléphone')
  value.value = '0'
  expect(await shown()).toBe('Nom')
  value.value = null
  expect(await shown()).toBe('')
})

it('shows every choice when it is opened, and looks for what is typed only then', async () => {
  wrapper = mountDrawn(() =>
    h(BaseCombobox as Component, {
      modelValue: 'CM',
      options: [
        { value: 'CM', label: 'Cameroun' },
        { value: 'CI', label: 'Côte d’Ivoire' },
        { value: 'TG', label: 'Togo' },
      ],
    }),
  )
  await nextTick()
  await nextTick()
  const input = wrapper.get('input')
  await input.trigger('click')
  // as the library does when it opens
  await input.setValue('Cameroun')
  await nextTick()
  const options = () => [...document.querySelectorAll('[role=option]')].map((option) => option.textContent.trim())
  expect(options()).toEqual(['Cameroun', 'Côte d’Ivoire', 'Togo'])
  await input.setValue('iv')
  await nextTick()
  expect(options()).toEqual(['Côte d’Ivoire'])
})
