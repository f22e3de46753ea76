/** Writing in the composer with the keyboard alone. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { h, nextTick, ref } from 'vue'
import MessageComposer from '@/components/composer/MessageComposer.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
// the simulated DOM has no editing commands: the composer then writes by itself
beforeAll(() => Object.assign(document, { execCommand: () => false }))
afterEach(() => wrapper?.unmount())

function mountComposer(start: string) {
  const text = ref(start)
  const replaced: string[] = []
  wrapper = mountDrawn(() =>
    h(MessageComposer, {
      modelValue: text.value,
      'onUpdate:modelValue': (next: string) => (text.value = next),
      onReplace: (char: string) => replaced.push(char),
      columns: ['Nom', 'Prénom', 'Montant dû (F)'],
      label: 'Texte du message',
      savings: '',
    }),
  )
  const area = wrapper.find('textarea')
  const element = area.element
  const put = async (next: string, caret = next.length): Promise<void> => {
    element.focus()
    await area.setValue(next)
    element.setSelectionRange(caret, caret)
    await area.trigger('keyup')
    await nextTick()
    await nextTick()
  }
  const press = (key: string) => area.trigger('keydown', { key })
  const options = () => wrapper!.findAll('[role="option"]').map((option) => option.text())
  return { text, element, put, press, options, area, wrapper }
}

describe('after two braces', () => {
  it('the columns are proposed, and Enter writes the chosen one', async () => {
    const { text, put, press, options, area } = mountComposer('')
    await put('Bonjour {{n')
    expect(options()).toEqual(['Nom', 'Prénom', 'Montant dû (F)'].filter((name) => /n/i.test(name)))
    expect(area.attributes('aria-activedescendant')).toMatch(/-0$/)
    await press('ArrowDown')
    expect(area.attributes('aria-activedescendant')).toMatch(/-1$/)
    await press('Enter')
    expect(text.value).toBe('Bonjour {{ Prénom }}')
    expect(options()).toEqual([])
  })

  it('Escape closes the list and keeps what was typed', async () => {
    const { text, put, press, options } = mountComposer('')
    await put('{{pré')
    await press('Escape')
    await nextTick()
    expect(options()).toEqual([])
    expect(text.value).toBe('{{pré')
  })
})

describe('a chip', () => {
  it('is drawn with the letters of the text, and nothing else', () => {
    const { wrapper: drawn } = mountComposer('Bonjour {{ Prénom | default: "ami" }}, ça va ?')
    const layer = drawn.find('[aria-hidden="true"].composer-text')
    expect(layer.element.textContent.replaceAll('\u200b', '')).toBe('Bonjour {{ Prénom | default: "ami" }}, ça va ?')
    expect(drawn.findAll('[data-costly]').map((mark) => mark.text())).toEqual(['ç'])
  })

  it('is chosen whole by the first Backspace beside it', async () => {
    const { element, put, press } = mountComposer('')
    await put('Bonjour {{ Prénom }}')
    await press('Backspace')
    expect([element.selectionStart, element.selectionEnd]).toEqual([8, 20])
  })

  it('lets Backspace alone inside it and in plain text', async () => {
    const { element, put, press } = mountComposer('')
    await put('{{ Prénom }} oui', 6)
    await press('Backspace')
    await put('{{ Prénom }} oui')
    await press('Backspace')
    expect(element.selectionStart).toBe(element.selectionEnd)
  })
})
