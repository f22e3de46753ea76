/** Characters that cost: a chip each where something can be done, one sentence for a script in which nothing can. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h } from 'vue'
import CostlyPanel from '@/components/composer/CostlyPanel.vue'
import type { CostlyLine } from '@/components/composer/costly-line'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

const line = (char: string, replacement: string | null): CostlyLine => ({ char, replacement, inText: true, saving: '' })

it.each([
  ['an Arabic text', ['م', 'ر', 'ح', 'ب', 'ا'].map((char) => line(char, null)), 0, true],
  ['an Arabic text with a costly sign', [...['م', 'ر', 'ح'].map((char) => line(char, null)), line('’', "'")], 1, true],
  ['an emoji and a letter', [line('😀', null), line('ê', 'e')], 2, false],
] as const)('%s', (_, lines, chips, sentence) => {
  wrapper = mountDrawn(() => h(CostlyPanel, { lines: [...lines], transliterate: false }))
  expect(wrapper.findAll('li')).toHaveLength(chips)
  expect(wrapper.text().includes('70 caractères au plus')).toBe(sentence)
})

it.each([
  ['é', 'économise 12 SMS', '«\u202fé\u202f»\u202f: économise 12 SMS'],
  ['ë', 'seul, n’économise rien', '«\u202fë\u202f»\u202f: seul, n’économise rien'],
  ['\u00a0', 'économise 2 SMS', '«\u202f␣\u202f»\u202f: économise 2 SMS'],
  ['ê', '', 'ê'],
])('%j of the cells stands apart from its words', (char, saving, words) => {
  wrapper = mountDrawn(() =>
    h(CostlyPanel, { lines: [{ char, replacement: 'e', inText: false, saving }], transliterate: false }),
  )
  expect(wrapper.get('li').text()).toBe(words)
})
