/** After a change of page its title has the focus; a page that only gives itself an address leaves it where the person is. */
import { nextTick } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { RouteLocationRaw } from 'vue-router'
import { namedInPlace } from '@/composables/named-in-place'
import { createInterfaceI18n } from '@/locales/i18n'
import { createAppRouter } from '@/router'

// only the addresses are of interest, and loading whole pages takes seconds
vi.mock('@/views/CampaignNewView.vue', () => ({ default: { render: () => null } }))
vi.mock('@/views/ContactsView.vue', () => ({ default: { render: () => null } }))
vi.mock('@/views/SettingsView.vue', () => ({ default: { render: () => null } }))

const title = document.createElement('h1')
const field = document.createElement('input')
beforeEach(() => {
  title.dataset.pageTitle = ''
  title.tabIndex = -1
  document.body.replaceChildren(title, field)
})
afterEach(() => document.body.replaceChildren())

const draft = (id?: number, more: object = {}): RouteLocationRaw => ({
  name: 'campaign-new',
  params: id === undefined ? {} : { id },
  ...more,
})

it.each([
  ['a draft that gets its address', draft(), draft(5, { replace: true, state: namedInPlace }), 'field'],
  [
    'the same page with other words in its query',
    { name: 'contacts' },
    { name: 'contacts', query: { tab: 'x' } },
    'field',
  ],
  ['a saved draft opened over an empty one', draft(), draft(5), 'title'],
  ['one draft after another', draft(7), draft(5), 'title'],
  ['back to a draft that once got its address', draft(7), draft(5, { state: namedInPlace }), 'title'],
  ['a new campaign over a draft', draft(5), draft(), 'title'],
  ['another page', { name: 'contacts' }, draft(5, { state: namedInPlace }), 'title'],
] as const)('%s', async (_, from, to, expected) => {
  const router = createAppRouter(createInterfaceI18n('fr'))
  await router.push({ name: 'settings' })
  await router.push(from)
  await nextTick()
  field.focus()
  await router.push(to)
  await nextTick()
  expect(document.activeElement).toBe(expected === 'title' ? title : field)
})
