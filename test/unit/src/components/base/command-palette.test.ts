/** One search box for everything: what was found elsewhere stands before the commands. */
import { DOMWrapper, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { h, nextTick, ref } from 'vue'
import CommandPalette from '@/components/base/CommandPalette.vue'
import type { PaletteCommand } from '@/components/base/palette-search'
import { mountDrawn } from '../../../../helpers/mount-component'

let wrapper: VueWrapper | undefined
afterEach(() => wrapper?.unmount())
const page = new DOMWrapper(document.body)

it('tells what is typed, shows what is found for it, and opens the first', async () => {
  const open = vi.fn()
  const query = ref('')
  const command = (id: string, label: string, group: string): PaletteCommand => ({ id, label, group, run: open })
  wrapper = mountDrawn(() =>
    h(CommandPalette, {
      open: true,
      query: query.value,
      'onUpdate:query': (next: string) => (query.value = next),
      commands: [command('home', 'Accueil', 'Pages'), command('contacts', 'Contacts', 'Pages')],
      // whatever core found, though its words are not those that were typed
      found: query.value === '' ? [] : [command('contact-1', 'Aminatou Mbarga', 'Contacts')],
    }),
  )
  await nextTick()
  await nextTick()
  const options = () => page.findAll('[role=option]').map((option) => option.text())
  expect(options()).toEqual(['Accueil', 'Contacts'])
  await page.get('input').setValue('677 12')
  expect(query.value).toBe('677 12')
  expect(options()).toEqual(['Aminatou Mbarga'])
  await page.get('input').trigger('keydown', { key: 'Enter' })
  await nextTick()
  expect(open).toHaveBeenCalledTimes(1)
})
