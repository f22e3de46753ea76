/** Numbers on several rows: each choice says what it means in messages, and what one message would say. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import type { SameNumber, SameNumbers } from '@shared/contract/drafts'
import SameNumberCard from '@/components/draft/SameNumberCard.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

const row = (source: number, line: number) => ({ source, line, name: null })
const found: SameNumbers = {
  numbers: 2,
  rows: 7,
  examples: [
    {
      phone: '+237677100001',
      rows: [row(0, 2), row(1, 2), row(1, 3), row(1, 4), row(1, 5)],
      joined: [
        { heading: 'Élève', text: 'Awa et Moussa' },
        { heading: 'Solde', text: '21 000' },
      ],
    },
    { phone: '+237677100002', rows: [row(0, 3), row(0, 4)], joined: [] },
  ],
}

function mountCard(sources: readonly string[]) {
  const chosen: SameNumber[] = []
  wrapper = mountDrawn(() =>
    h(SameNumberCard, {
      modelValue: 'first',
      found,
      sources,
      'onUpdate:modelValue': (next: SameNumber) => chosen.push(next),
    }),
  )
  return chosen
}

it('says what each choice means, shows examples, and takes one', async () => {
  const chosen = mountCard(['cm1.csv', 'cm2.csv'])
  const text = wrapper!.text()
  expect(text).toContain('2 numéros sont sur plusieurs lignes (7 lignes)')
  expect(text).toContain('2 messages pour toutes ces lignes.')
  expect(text).toContain('7 messages, sauf si deux textes sont identiques.')
  expect(text).toContain('5 lignes ne recevront rien.')
  const examples = wrapper!.findAll('li').map((item) => item.findAll('span').map((part) => part.text()))
  expect(examples).toEqual([
    [
      '+237\u00a06\u00a077\u00a010\u00a000\u00a001',
      'cm1.csv ligne 2, cm2.csv ligne 2, cm2.csv ligne 3 et 2 autres lignes',
      'Élève\u202f: Awa et Moussa · Solde\u202f: 21 000',
    ],
    ['+237\u00a06\u00a077\u00a010\u00a000\u00a002', 'cm1.csv ligne 3 et cm1.csv ligne 4', 'lignes identiques'],
  ])
  const radios = wrapper!.findAll('[role="radio"]')
  expect(radios.map((radio) => radio.attributes('aria-checked'))).toEqual(['false', 'false', 'true'])
  await radios[0]!.trigger('click')
  expect(chosen).toEqual(['join'])
})

it('names no list where there is only one', () => {
  mountCard(['parents.csv'])
  expect(wrapper!.text()).toContain('ligne 3 et ligne 4')
  expect(wrapper!.text()).not.toContain('parents.csv')
})
