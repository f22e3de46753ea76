/**
 * Every screen but the campaigns', filled: in both languages and themes, from the smallest window to a wide one and at
 * 200 % text. Nothing serious for axe, nothing on the console, nothing wider than the window. Saves the screenshots.
 */
import AxeBuilder from '@axe-core/playwright'
import { afterEach, describe, expect, it } from 'vitest'
import { launchGriot, type Griot } from '../../helpers/electron'
import { FramePage } from '../pages/frame.page'

type Language = 'fr' | 'en'
type Theme = 'light' | 'dark'

const options = { encoding: null, delimiter: null, hasHeader: null, sheet: null }
const sizes = [
  { width: 1024, height: 640 },
  { width: 1600, height: 1000 },
]

let griot: Griot
let page: FramePage
afterEach(() => griot.close())

/** 240 people in two groups, three opted out, an account without key, and a campaign sent in the sandbox. */
async function fill(): Promise<void> {
  const names = ['Awa Ndiaye', 'Moussa Traoré', 'Chantal Mbarga', 'Jean-Paul Essomba', 'Aminata Koné']
  const rows = Array.from({ length: 240 }, (_, index) => `${names[index % 5]!};6771${String(20_010 + index)};Akwa`)
  const people = ['Nom;Téléphone;Quartier', ...rows].join('\n')
  const source = { kind: 'pasted' as const, text: people, options }
  const import_ = { source, country: 'CM', mapping: null, groupName: 'Parents', rejectsPath: null, jobId: 'people' }
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
  await expect.poll(isFinished, { timeout: 30_000 }).toBe(true)
}

async function launch(language: Language, theme: Theme): Promise<void> {
  griot = await launchGriot({ language, colorScheme: theme })
  page = new FramePage(griot.window, language)
  await page.title.waitFor()
  await page.ask('settings.save', { language, theme, country: 'CM', tourDone: true })
}

async function resize(size: { width: number; height: number }): Promise<void> {
  await griot.app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
  }, size)
  await page.window.waitForFunction((width) => window.innerWidth === width, size.width)
}

async function open(address: string): Promise<void> {
  await page.window.evaluate((hash) => {
    location.hash = hash
  }, address)
  await page.window.waitForTimeout(300)
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

async function seriousViolations(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: page.window }).setLegacyMode(true).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

/** Whether the page itself scrolls sideways: tables may, inside themselves. */
const isTooWide = () => page.window.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)

async function visit(look: (name: string) => Promise<void>): Promise<void> {
  for (const { name, address, prepare } of screens) {
    await open('#/campaigns')
    await open(address)
    await prepare?.()
    await page.window.waitForTimeout(300)
    await look(name)
    await page.window.keyboard.press('Escape')
  }
}

describe.each([
  ['fr', 'light'],
  ['fr', 'dark'],
  ['en', 'light'],
  ['en', 'dark'],
] as const)('the screens in %s, %s', (language, theme) => {
  it('show what there is, accessibly and within the window', async () => {
    await launch(language, theme)
    await fill()
    for (const size of sizes) {
      await resize(size)
      await visit(async (name) => {
        await griot.screenshot(`screens/${name}-${language}-${theme}-${size.width}`)
        expect({ name, tooWide: await isTooWide() }).toEqual({ name, tooWide: false })
        // the same elements at either size and in either language: once in each theme is enough
        if (size === sizes[0] && language === 'fr')
          expect({ name, found: await seriousViolations() }).toEqual({ name, found: [] })
      })
    }
    expect(griot.problems()).toEqual([])
  }, 400_000)
})

describe('the screens at 200 % text', () => {
  it('stay usable in the smallest window', async () => {
    await launch('fr', 'light')
    await fill()
    await page.ask('settings.save', { textZoom: 2 })
    await resize(sizes[0]!)
    await visit(async (name) => {
      await griot.screenshot(`screens/${name}-zoom-200`)
      expect({ name, tooWide: await isTooWide() }).toEqual({ name, tooWide: false })
      // of the page, or of the dialog that is over it
      const title = page.window.getByRole('heading').first()
      expect({ name, hasTitle: await title.isVisible() }).toEqual({ name, hasTitle: true })
    })
    expect(griot.problems()).toEqual([])
  }, 200_000)
})
