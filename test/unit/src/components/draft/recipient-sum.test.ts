/** What came of the rows: who is valid and yet gets nothing is said beside the valid ones, in both numbers and languages. */
import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { h } from 'vue'
import RecipientSum from '@/components/draft/RecipientSum.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())

it.each([
  ['fr', 0, null],
  ['fr', 1, '(dont 1 désinscrit, qui ne recevra rien)'],
  ['fr', 2, '(dont 2 désinscrits, qui ne recevront rien)'],
  ['fr', 11, '(dont 11 désinscrits, qui ne recevront rien)'],
  ['en', 0, null],
  ['en', 1, '(of whom 1 opted out and gets nothing)'],
  ['en', 2, '(of whom 2 opted out and get nothing)'],
  ['en', 11, '(of whom 11 opted out and get nothing)'],
] as const)('%s: %i of the valid opted out', async (locale, optedOut, words) => {
  const onShow = vi.fn()
  const draw = () => h(RecipientSum, { rows: 20, valid: 15, invalid: 3, duplicate: 2, optedOut, onShow })
  wrapper = mountDrawn(draw, locale)
  const found = wrapper.findAll('button').filter((one) => one.text().startsWith('('))
  expect(found.map((one) => one.text())).toEqual(words === null ? [] : [words])
  for (const one of found) await one.trigger('click')
  expect(onShow.mock.calls).toEqual(words === null ? [] : [['opted_out']])
})
