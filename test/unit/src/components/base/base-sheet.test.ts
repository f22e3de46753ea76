/** A sheet beside a list: Escape closes the innermost thing, nothing typed is lost unasked, another thing begins at its top. */
import { DOMWrapper, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { h, nextTick, ref } from 'vue'
import BaseSheet from '@/components/base/BaseSheet.vue'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())
const page = new DOMWrapper(document.body)
const button = (label: string) => page.findAll('button').find((one) => one.text() === label)

async function open() {
  const state = { isOpen: ref(true), dirty: ref(false), place: ref('one'), expanded: ref(false), outer: vi.fn() }
  wrapper = mountDrawn(() =>
    h('div', { onKeydown: state.outer }, [
      h(
        BaseSheet,
        {
          open: state.isOpen.value,
          'onUpdate:open': (next: boolean) => (state.isOpen.value = next),
          title: 'Compte',
          place: state.place.value,
          dirty: state.dirty.value,
        },
        () => h('input', { 'aria-expanded': String(state.expanded.value) }),
      ),
    ]),
  )
  await nextTick()
  const escape = () => wrapper!.get('input').trigger('keydown', { key: 'Escape' })
  return { ...state, escape }
}

it('closes with Escape, and with the list of a field open only that list', async () => {
  const { isOpen, expanded, escape } = await open()
  expanded.value = true
  await nextTick()
  await escape()
  expect(isOpen.value).toBe(true)
  expanded.value = false
  await nextTick()
  await escape()
  expect(isOpen.value).toBe(false)
})

it('asks before it loses what was typed', async () => {
  const { isOpen, dirty, escape } = await open()
  dirty.value = true
  await nextTick()
  await escape()
  await nextTick()
  expect(isOpen.value).toBe(true)
  await button('Continuer la saisie')!.trigger('click')
  expect(isOpen.value).toBe(true)
  await escape()
  await nextTick()
  await button('Abandonner la saisie')!.trigger('click')
  expect(isOpen.value).toBe(false)
})

it('shows another thing from its top', async () => {
  const { place } = await open()
  const content = wrapper!.get('.overflow-y-auto').element
  content.scrollTop = 400
  place.value = 'two'
  await nextTick()
  await nextTick()
  expect(content.scrollTop).toBe(0)
})
