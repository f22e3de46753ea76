/**
 * What was typed, pasted or chosen in step one and not added yet: it counts when the person goes on, is kept when they leave, and
 * what cannot be taken is said.
 */
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { h, type Component } from 'vue'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { DraftView } from '@shared/contract/drafts'
import { longestPastedText, longestTypedNumber, mostTypedNumbers, type SourceInput } from '@shared/contract/recipients'
import { AppError } from '@shared/errors'
import { errorSentence } from '@shared/sentences/sentence'
import type { RequestName } from '@shared/window-contract'
import { useToasts } from '@/composables/use-toasts'
import { createInterfaceI18n } from '@/locales/i18n'
import { base } from '@/locales/fr/base'
import { draft as words } from '@/locales/fr/draft'
import CampaignNewView from '@/views/CampaignNewView.vue'
import { installBridge, type FakeBridge } from '../../../helpers/window-bridge'

let view: DraftView
let wrapper: VueWrapper
let bridge: FakeBridge
let router: Router
let answers: Partial<Record<RequestName, (input: never) => unknown>>
/** What core, or main's gate, answers instead of reading. */
let refusal: AppError | null

/** As core would count: what has nine digits is a number. */
function counted({ source }: { source: SourceInput }): DraftView {
  if (refusal) throw refusal
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
  refusal = null
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
  answers = {
    'drafts.get': ({ id }: { id: number }) => (view = { ...view, id }),
    'drafts.create': () => (view = { ...view, id: 7 }),
    'drafts.addSource': counted,
    'drafts.save': ({ patch }: { patch: Partial<DraftView> }) => (view = { ...view, ...patch }),
    'drafts.recipients': () => ({ rows: [], total: 0 }),
    'app.holdQuit': () => undefined,
    'app.quitDecision': () => undefined,
    'groups.list': () => [{ id: 3, name: 'Classe de CM2', members: 1 }],
  }
  bridge = installBridge(answers)
  router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/campaigns/new/:id?', name: 'campaign-new', component: CampaignNewView as Component },
      { path: '/contacts', component: { render: () => h('p', 'Contacts') } },
    ],
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

const leave = async (): Promise<string> => {
  const left = router.push('/contacts')
  await flushPromises()
  const dialog = document.querySelector('[role="alertdialog"], [role="dialog"]')
  if (!dialog) await left
  return dialog?.textContent ?? ''
}
const inDialog = (name: string) =>
  [...document.querySelectorAll<HTMLElement>('[role="alertdialog"] button, [role="dialog"] button')].find(
    (one) => one.textContent.trim() === name,
  )!

it.each([
  ['numbers', words.add.numbers, '677123456, 677123499'],
  ['numbers to correct', words.add.numbers, '677123456, 12'],
  ['pasted lines', words.add.paste, '677123456\n677123499'],
])('typed %s are kept in the draft by who leaves the page', async (_, way, text) => {
  await type(way, text)
  expect(await leave()).toBe('')
  expect(router.currentRoute.value.path).toBe('/contacts')
  expect(added()).toHaveLength(1)
  expect(useToasts().toasts.value.map(({ title }) => title)).toContain(words.leave.kept.replace('{name}', 'Essai'))
})

it('typed numbers make a draft of their own where there was none', async () => {
  await router.push('/campaigns/new')
  await flushPromises()
  await type(words.add.numbers, '677123456')
  expect(await leave()).toBe('')
  await flushPromises()
  expect(router.currentRoute.value.path).toBe('/contacts')
  expect(bridge.asked.filter(({ name }) => name === 'drafts.create')).toHaveLength(1)
  expect(added()).toHaveLength(1)
})

it('typed numbers stay with their draft when another one is opened', async () => {
  await type(words.add.numbers, '677123456')
  await router.push('/campaigns/new/2')
  await flushPromises()
  expect(added()).toEqual([expect.objectContaining({ id: 1 })])
  expect(wrapper.find('textarea').exists()).toBe(false)
  await type(words.add.numbers, '')
  expect(continueButton().attributes('aria-disabled')).toBeUndefined()
  expect(added()).toHaveLength(1)
})

const told = (name: string): unknown[] => bridge.asked.filter((one) => one.name === name).map(({ input }) => input)

it('quitting waits until what is typed is in the draft', async () => {
  await type(words.add.numbers, '677123456, 677123499')
  expect(told('app.holdQuit')).toEqual([{ hold: true }])
  bridge.tell('app.keepAsked', {})
  await flushPromises()
  expect(added()).toHaveLength(1)
  expect(told('app.quitDecision')).toEqual([{ decision: 'kept' }])
})

it('quitting asks about what cannot be kept, and asks again after the person stayed', async () => {
  refusal = new AppError('usage', { detail: 'no' })
  await type(words.add.numbers, '677123456')
  bridge.tell('app.keepAsked', {})
  await flushPromises()
  expect(told('app.quitDecision')).toEqual([])
  inDialog(words.leave.stay).click()
  await flushPromises()
  expect(told('app.quitDecision')).toEqual([{ decision: 'stay' }])
  expect(told('app.holdQuit')).toEqual([{ hold: true }, { hold: true }])
  bridge.tell('app.keepAsked', {})
  await flushPromises()
  inDialog(words.leave.do).click()
  await flushPromises()
  expect(told('app.quitDecision')).toEqual([{ decision: 'stay' }, { decision: 'kept' }])
})

it('quitting is held by nothing once what was typed is added, or its page is left', async () => {
  await type(words.add.numbers, '677123456')
  await continueButton().trigger('click')
  await flushPromises()
  expect(told('app.holdQuit')).toEqual([{ hold: true }, { hold: false }])
})

it('leaving with nothing typed asks and adds nothing', async () => {
  expect(await leave()).toBe('')
  expect(router.currentRoute.value.path).toBe('/contacts')
  expect(added()).toEqual([])
})

it('what cannot be kept is asked about: who stays finds it in its field', async () => {
  refusal = new AppError('file_no_phone_column')
  await type(words.add.paste, 'bonjour')
  expect(await leave()).toContain(words.leave.body)
  inDialog(words.leave.stay).click()
  await flushPromises()
  expect(router.currentRoute.value.path).toBe('/campaigns/new/1')
  expect(wrapper.get('textarea').element.value).toBe('bonjour')
  await leave()
  inDialog(words.leave.do).click()
  await flushPromises()
  expect(router.currentRoute.value.path).toBe('/contacts')
})

const many = Array.from({ length: mostTypedNumbers + 1 }, (_, index) => String(677_000_000 + index)).join('\n')
const long = '677123456 '.repeat(longestTypedNumber / 10 + 1)

it.each([
  ['more numbers than can be typed', words.add.numbers, many, /10\s001 numéros.*10\s000 au plus/],
  ['a number longer than any', words.add.numbers, `677123499, ${long}`, /« 677123456 677123456… » est trop long/],
  [
    'more text than can be pasted',
    words.add.paste,
    'x'.repeat(longestPastedText + 1),
    /5\s000\s000 caractères au plus/,
  ],
])('%s: nothing is cut, and the field says why', async (_, way, text, sentence) => {
  await type(way, text)
  expect(wrapper.text().replaceAll('\u202f', ' ')).toMatch(sentence)
  await wrapper.get('form').trigger('submit')
  // its field is shown again by going on
  await wrapper
    .findAll('[role="radio"]')
    .find((one) => one.text() === words.add.file)!
    .trigger('click')
  await continueButton().trigger('click')
  await flushPromises()
  expect(added()).toEqual([])
  expect(view.step).toBe('recipients')
  expect(wrapper.text().replaceAll('\u202f', ' ')).toMatch(sentence)
  expect(await leave()).toContain(words.leave.body)
  inDialog(words.leave.stay).click()
})

it('what could not be read stays in its field', async () => {
  refusal = new AppError('file_empty')
  await type(words.add.numbers, '677123456')
  await wrapper.get('form').trigger('submit')
  await flushPromises()
  expect(wrapper.get('[role="alert"]').text()).toBe(errorSentence(refusal.toWire(), 'fr'))
  expect(wrapper.get('textarea').element.value).toBe('677123456')
})

const drop = () => {
  const zone = wrapper.findAll('button').find((one) => one.text() === base.fileDrop.choose)!
  return zone.trigger('click').then(flushPromises)
}

it.each([
  ['the dialog of the system', new AppError('internal'), null],
  ['a file that nobody chose', new AppError('file_not_chosen', { file: 'parents.csv' }), '/parents.csv'],
  ['a file that cannot be read', new AppError('file_unreadable', { file: 'parents.csv' }), '/parents.csv'],
])('« Choisir un fichier » says why it was refused: %s', async (_, error, path) => {
  refusal = error
  if (path === null)
    answers['dialog.openFile'] = () => {
      throw error
    }
  else answers['dialog.openFile'] = () => path
  await drop()
  expect(wrapper.get('[role="alert"]').text()).toContain(errorSentence(error.toWire(), 'fr'))
})

it('a dropped picture that is no file of this computer is named', async () => {
  Object.assign(window.griot, { pathForFile: () => '' })
  const chosen = wrapper.get<HTMLInputElement>('input[type="file"]')
  Object.defineProperty(chosen.element, 'files', { value: [new File(['x'], 'photo.csv')] })
  await chosen.trigger('change')
  await flushPromises()
  expect(wrapper.get('[role="alert"]').text()).toContain('photo.csv')
})
