/**
 * Every screen but the campaigns', filled: in both languages and themes, from the smallest window to a wide one and at
 * 200 % text. Nothing serious for axe, nothing on the console, nothing wider than the window. Saves the screenshots.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { launchGriot, type Griot } from '../../helpers/electron'
import { FramePage } from '../pages/frame.page'
import { everyLook, isTooWide, narrow, resize, seriousViolations, settled } from '../pages/looks'
import { patienceMs } from '../patience'
import { automaticReading } from '@shared/contract/recipients'

let griot: Griot
let page: FramePage
beforeAll(async () => {
  griot = await launchGriot()
  page = new FramePage(griot.window)
  await page.title.waitFor()
  await page.ask('settings.save', { country: 'CM', tourDone: true })
  await fill()
})
afterAll(() => griot.close())

/** 240 people in two groups, three opted out, an account without key, and a campaign sent in the sandbox. */
async function fill(): Promise<void> {
  const names = ['Awa Ndiaye', 'Moussa Traoré', 'Chantal Mbarga', 'Jean-Paul Essomba', 'Aminata Koné']
  const rows = Array.from({ length: 240 }, (_, index) => `${names[index % 5]!};6771${String(20_010 + index)};Akwa`)
  const people = ['Nom;Téléphone;Quartier', ...rows].join('\n')
  const source = { kind: 'pasted' as const, text: people, options: automaticReading }
  const import_ = {
    source,
    country: 'CM',
    migrate: true,
    mapping: null,
    groupName: 'Parents',
    rejectsPath: null,
    jobId: 'people',
  }
  await page.ask('contacts.import', import_)
  await page.ask('groups.save', { name: 'Clients fidèles du marché central de Douala' })
  await page.ask('optOuts.add', {
    phones: ['677120011', '677120012', '677120013'],
    reason: 'STOP',
    country: 'CM',
    jobId: 'opt-outs',
  })

  const gateways = await page.ask('gateways.list', undefined)
  const accounts = await page.ask('accounts.list', undefined)
  if (!gateways.ok || !accounts.ok) throw new Error('No gateways or accounts.')
  const sandbox = accounts.value[0]!
  const keyless = gateways.value.find(({ abilities }) => !abilities.archive)!
  await page.ask('accounts.save', {
    name: 'École Sainte-Marie de Bonabéri',
    gateway: keyless.id,
    baseUrl: null,
    sender: 'ECOLE',
    country: 'CM',
    currency: 'XAF',
    price: '15',
    maxRate: null,
    concurrency: null,
    alertBelow: '1000',
    callbackUrl: null,
    usesKeychain: false,
  })
  const draft = await page.ask('drafts.create', { name: 'Réunion de rentrée' })
  if (!draft.ok) throw new Error('No draft.')
  const { id } = draft.value
  await page.ask('drafts.save', {
    id,
    patch: { accountId: sandbox.id, country: 'CM', template: 'Bonjour {{ Nom }}, la réunion est samedi à 9 h.' },
  })
  await page.ask('drafts.addSource', { id, source, mapping: null, jobId: 'recipients' })
  const bill = await page.ask('drafts.bill', { id, askBalance: true, jobId: 'bill' })
  if (!bill.ok) throw new Error('No bill.')
  await page.ask('drafts.start', { id, confirmedRecipients: bill.value.recipients })
  const isFinished = async () => {
    const reply = await page.ask('campaigns.page', { states: ['finished'], search: '', offset: 0, limit: 1 })
    return reply.ok && reply.value.total === 1
  }
  await vi.waitUntil(isFinished, { timeout: patienceMs, interval: 100 })
}

/** The page of this address, fresh: whatever was open before is gone. */
async function open(address: string): Promise<void> {
  for (const hash of ['#/campaigns', address]) {
    await page.window.evaluate((next) => void (location.hash = next), hash)
    await settled(griot)
  }
}

const firstRow = () => page.window.getByRole('grid').first().locator('[data-row-index="0"]')

/** Address and what to do there before looking. */
const screens: readonly { name: string; address: string; prepare?: () => Promise<void> }[] = [
  { name: 'home', address: '#/' },
  { name: 'contacts', address: '#/contacts' },
  { name: 'contact', address: '#/contacts', prepare: () => firstRow().click() },
  { name: 'opt-outs', address: '#/contacts?tab=optOuts' },
  { name: 'import', address: '#/contacts?do=import' },
  { name: 'templates', address: '#/templates' },
  {
    name: 'template',
    address: '#/templates',
    prepare: () => page.window.getByRole('main').locator('li button').first().click(),
  },
  { name: 'history', address: '#/history' },
  { name: 'message', address: '#/history', prepare: () => firstRow().click() },
  { name: 'log', address: '#/history?tab=audit' },
  { name: 'archives', address: '#/archives' },
  { name: 'accounts', address: '#/accounts' },
  { name: 'account', address: '#/accounts?id=1' },
  { name: 'account-new', address: '#/accounts?do=add' },
  { name: 'settings-general', address: '#/settings' },
  { name: 'settings-sending', address: '#/settings?part=sending' },
  { name: 'settings-receipts', address: '#/settings?part=receipts' },
  { name: 'settings-data', address: '#/settings?part=data' },
  { name: 'settings-checks', address: '#/settings?part=checks' },
  { name: 'settings-about', address: '#/settings?part=about' },
]

describe('the screens', () => {
  it.each(screens)(
    'show $name accessibly and within the window, whatever the language, the theme and the size',
    async ({ name, address, prepare }) => {
      await resize(griot, narrow)
      await open(address)
      await prepare?.()
      await everyLook(griot, page, async ({ language, theme, size, isKept, isFirst }) => {
        if (isKept) await griot.screenshot(`screens/${name}-${language}-${theme}-${size.width}`)
        expect({ name, tooWide: await isTooWide(griot) }).toEqual({ name, tooWide: false })
        // the same elements at either size and in either language: once in each theme is enough
        if (isFirst && language === 'fr') expect(await seriousViolations(griot)).toEqual([])
      })
      await page.window.keyboard.press('Escape')
      expect(griot.problems()).toEqual([])
    },
  )
})

describe('the screens at 200 % text', () => {
  beforeAll(async () => {
    await page.ask('settings.save', { language: 'fr', theme: 'light', textZoom: 2 })
    await resize(griot, narrow)
  })

  it.each(screens)('show $name in the smallest window', async ({ name, address, prepare }) => {
    await open(address)
    await prepare?.()
    await settled(griot)
    await griot.screenshot(`screens/${name}-zoom-200`)
    expect({ name, tooWide: await isTooWide(griot) }).toEqual({ name, tooWide: false })
    // of the page, or of the dialog that is over it
    const title = page.window.getByRole('heading').first()
    expect({ name, hasTitle: await title.isVisible() }).toEqual({ name, hasTitle: true })
    await page.window.keyboard.press('Escape')
    expect(griot.problems()).toEqual([])
  })
})
