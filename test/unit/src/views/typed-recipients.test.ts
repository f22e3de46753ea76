/** What was typed, pasted or chosen in step one and not added yet counts when the person goes on. */
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { h, type Component } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { DraftView } from '@shared/contract/drafts'
import type { SourceInput } from '@shared/contract/recipients'
import { createInterfaceI18n } from '@/locales/i18n'
import { draft as words } from '@/locales/fr/draft'
import CampaignNewView from '@/views/CampaignNewView.vue'
import { installBridge, type FakeBridge } from '../../../helpers/window-bridge'

let view: DraftView
let wrapper: VueWrapper
let bridge: FakeBridge

/** As core would count: what has nine digits is a number. */
function counted({ source }: { source: SourceInput }): DraftView {
  const all =
    source.kind === 'numbers' ? source.phones : source.kind === 'pasted' ? source.text.split('\n') : ['677123456']
  const valid = all.filter((phone) => /^\d{9}$/.test(phone)).length
  const { counts } = view
  const sums = { ...counts, rows: counts.rows + all.length, valid: counts.valid + valid }
  view = { ...view, counts: { ...sums, invalid: counts.invalid + all.length - valid } }
  return view
}

beforeEach(async () => {
  setActivePinia(createPinia())
  view = {
    id: 1,
    name: 'Essai',
    step: 'recipients',
    template: '',
    country: 'CM',
    accountId: null,
    sender: null,
    flash: false,
    receipts: false,
    transliterate: false,
    allowRepeats: false,
    migrate: false,
    sameNumber: 'first',
    sources: [],
    columns: [],
    schedule: null,
    counts: { rows: 0, valid: 0, invalid: 0, duplicate: 0, optedOut: 0 },
  } as unknown as DraftView
  bridge = installBridge({
    'drafts.get': () => view,
    'drafts.addSource': counted,
    'drafts.save': ({ patch }: { patch: Partial<DraftView> }) => (view = { ...view, ...patch }),
    'drafts.recipients': () => ({ rows: [], total: 0 }),
    'groups.list': () => [{ id: 3, name: 'Classe de CM2', members: 1 }],
  })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/campaigns/new/:id?', name: 'campaign-new', component: CampaignNewView as Component }],
  })
  await router.push('/campaigns/new/1')
  wrapper = mount(() => h(TooltipProvider, null, { default: () => h(RouterView) }), {
    attachTo: document.body,
    global: { plugins: [createInterfaceI18n('fr'), router] },
  })
  await flushPromises()
})
afterEach(() => wrapper.unmount())

const button = (name: string) => wrapper.findAll('button').find((one) => one.text() === name)!
const continueButton = () => button(words.continue)
const added = (): unknown[] => bridge.asked.filter(({ name }) => name === 'drafts.addSource').map(({ input }) => input)
async function type(way: string, text: string): Promise<void> {
  await wrapper
    .findAll('[role="radio"]')
    .find((one) => one.text() === way)!
    .trigger('click')
  await wrapper.get('textarea').setValue(text)
}

it('« Continuer » waits for recipients while nothing is typed', () => {
  expect(continueButton().attributes('aria-disabled')).toBe('true')
  expect(wrapper.text()).toContain(words.needs.recipients)
})

it.each([
  ['numbers', words.add.numbers, '677123456, 677123499', { kind: 'numbers', phones: ['677123456', '677123499'] }],
  ['pasted lines', words.add.paste, '677123456\n677123499', { kind: 'pasted', text: '677123456\n677123499' }],
])('typed %s are added by « Continuer », and the message is next', async (_, way, text, source) => {
  await type(way, text)
  expect(continueButton().attributes('aria-disabled')).toBeUndefined()
  await continueButton().trigger('click')
  await flushPromises()
  expect(added()).toEqual([expect.objectContaining({ source: expect.objectContaining(source) as unknown })])
  expect(view.step).toBe('message')
})

it('numbers typed before another way in was chosen are added too', async () => {
  await type(words.add.numbers, '677123456')
  await wrapper
    .findAll('[role="radio"]')
    .find((one) => one.text() === words.add.file)!
    .trigger('click')
  await continueButton().trigger('click')
  await flushPromises()
  expect(added()).toHaveLength(1)
  expect(view.step).toBe('message')
})

it('where some are to be corrected the step stays and says so; going on again leaves them out', async () => {
  await type(words.add.numbers, '677123456, 12')
  await continueButton().trigger('click')
  await flushPromises()
  expect(view.step).toBe('recipients')
  expect(wrapper.text()).toContain(words.needs.corrections)
  await continueButton().trigger('click')
  await flushPromises()
  expect(added()).toHaveLength(1)
  expect(view.step).toBe('message')
})

it('where none is valid the step stays, and nothing typed is added twice', async () => {
  await type(words.add.numbers, '12')
  await continueButton().trigger('click')
  await flushPromises()
  expect(view.step).toBe('recipients')
  expect(continueButton().attributes('aria-disabled')).toBe('true')
  expect(added()).toHaveLength(1)
})
