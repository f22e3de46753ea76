import type { VueWrapper } from '@vue/test-utils'
import { h, ref } from 'vue'
import { afterEach, describe, expect, it } from 'vitest'
import BaseField from '@/components/base/BaseField.vue'
import BaseInput from '@/components/base/BaseInput.vue'
import BaseRadioGroup from '@/components/base/BaseRadioGroup.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper
afterEach(() => wrapper.unmount())

describe('a field', () => {
  it('names its control, and describes it by its hint and, when there is one, its error', async () => {
    const error = ref<string>()
    const value = ref('ECOLE')
    wrapper = mountDrawn(() =>
      h(BaseField, { label: 'Expéditeur', hint: 'Ce que voit le destinataire', error: error.value }, () =>
        h(BaseInput, { modelValue: value.value, 'onUpdate:modelValue': (next: string) => (value.value = next) }),
      ),
    )
    const input = wrapper.get('input')
    expect(wrapper.get('label').attributes('for')).toBe(input.attributes('id'))
    expect(input.attributes('aria-invalid')).toBeUndefined()
    const hintId = input.attributes('aria-describedby')!
    expect(document.getElementById(hintId)?.textContent).toBe('Ce que voit le destinataire')

    error.value = '11 signes au plus.'
    await wrapper.vm.$nextTick()
    const texts = input
      .attributes('aria-describedby')!
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
    expect(texts).toEqual(['11 signes au plus.', 'Ce que voit le destinataire'])
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(wrapper.get('[role=alert]').text()).toBe('11 signes au plus.')

    await input.setValue('ECOLE 2')
    expect(value.value).toBe('ECOLE 2')
  })

  it('names a group of controls by its label', () => {
    wrapper = mountDrawn(() =>
      h(BaseField, { label: 'Départ', group: true }, () =>
        h(BaseRadioGroup, { modelValue: 'now', options: [{ value: 'now', label: 'Maintenant' }] }),
      ),
    )
    const labelledBy = wrapper.get('[role=radiogroup]').attributes('aria-labelledby')!
    expect(document.getElementById(labelledBy)?.textContent.trim()).toBe('Départ')
    expect(wrapper.get('label').attributes('for')).toBe(wrapper.get('[role=radio]').attributes('id'))
  })
})
