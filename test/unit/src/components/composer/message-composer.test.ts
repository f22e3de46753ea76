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

function mountComposer(start: string, choices: { transliterate?: boolean } = {}) {
  const text = ref(start)
  const replaced: string[] = []
  wrapper = mountDrawn(() =>
    h(MessageComposer, {
      modelValue: text.value,
      'onUpdate:modelValue': (next: string) => (text.value = next),
      onReplace: (char: string) => replaced.push(char),
      columns: ['Nom', 'Prénom', 'Montant dû (F)'],
      label: 'Texte du message',
      ...choices,
      effectOf: (char: string) => `${char} coûte`,
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
  return { text, replaced, element, put, press, options, area, wrapper }
}

describe('an unclosed placeholder', () => {
  it.each([
    ['Bonjour {{', true],
    ['Bonjour {{ n', true],
    // no column begins so: it is a mistake already, though the caret is still in it
    ['Bonjour {{ Nom, la boutique ouvre', false],
    ['Bonjour {{ zz', false],
    ['Bonjour', false],
  ])('%j is being typed: %s', async (typed, isTyping) => {
    const typing = ref(false)
    const text = ref('')
    wrapper = mountDrawn(() =>
      h(MessageComposer, {
        modelValue: text.value,
        'onUpdate:modelValue': (next: string) => (text.value = next),
        typing: typing.value,
        'onUpdate:typing': (next: boolean) => (typing.value = next),
        columns: ['Nom', 'Prénom'],
        label: 'Texte du message',
        effectOf: () => '',
      }),
    )
    const area = wrapper.find('textarea')
    area.element.focus()
    await area.setValue(typed)
    area.element.setSelectionRange(typed.length, typed.length)
    await area.trigger('keyup')
    await nextTick()
    expect(typing.value).toBe(isTyping)
  })
})

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

describe('a costly character', () => {
  it('says what it costs beside the caret, and is replaced from there; typing sends the card away', async () => {
    const { element, area, wrapper: drawn, replaced, put } = mountComposer('')
    await put('Reçu le {{ Nom }}')
    expect(drawn.text()).not.toContain('ç coûte')
    element.setSelectionRange(3, 3)
    await area.trigger('keyup', { key: 'ArrowLeft' })
    expect(drawn.text()).toContain('ç coûte')
    expect(document.getElementById(area.attributes('aria-describedby') ?? '')?.textContent).toContain('ç coûte')
    element.setSelectionRange(6, 6)
    await area.trigger('keyup', { key: 'ArrowRight' })
    expect(drawn.text()).not.toContain('ç coûte')
    element.setSelectionRange(2, 2)
    await area.trigger('keyup', { key: 'Home' })
    await drawn.find('button').trigger('click')
    expect(replaced).toEqual(['ç'])
    expect(drawn.text()).not.toContain('ç coûte')
  })

  it('is not marked where it is replaced at sending', () => {
    const { wrapper: drawn } = mountComposer('Reçu 🎉', { transliterate: true })
    expect(drawn.findAll('[data-costly]').map((mark) => mark.text())).toEqual(['🎉'])
  })
})
