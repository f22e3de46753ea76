/**
 * Every campaign screen and the screens that show gateways, full of what weeks of use leave behind, with their dialogs: in
 * both languages, both themes (switched while they are shown) and two sizes. Nothing serious or critical for axe in either theme; screenshots to look at.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillBusyShop, shopAccounts, type BusyShop } from '../../helpers/busy-shop'
import { launchGriot, type Griot } from '../../helpers/electron'
import { makeExport } from '../../helpers/make-export'
import { startWindowGateway } from '../../helpers/window-gateway'
import { CampaignPage } from '../pages/campaign.page'
import { everyLook, narrow, resize, seriousViolations, settled } from '../pages/looks'

/** A list draws what is in view and a little more, however long it is. */
const mostRowsDrawn = 45

let folder: string
let gateways: Parameters<typeof fillBusyShop>[1]
let shop: BusyShop
let griot: Griot
let page: CampaignPage

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'griot-shop-'))
  gateways = {
    kingsmspro: await startWindowGateway('kingsmspro', { balance: 48_500 }),
    devcodesms: await startWindowGateway('devcodesms', { balance: 12_640 }),
    smspresto: await startWindowGateway('smspresto', { balance: 4210 }),
    lmtgroup: await startWindowGateway('lmtgroup'),
  }
  const ids = ['kingsmspro', 'devcodesms', 'smspresto', 'lmtgroup'] as const
  const environment = Object.fromEntries(
    ids.flatMap((id) => Object.entries(gateways[id].environment(shopAccounts[id]))),
  )
  griot = await launchGriot({ environment })
  page = new CampaignPage(griot.window)
  await page.title.waitFor()
  const file = await makeExport(join(folder, 'clients.csv'), { rows: 600, namesMissing: true })
  shop = await fillBusyShop(page, gateways, iconv.decode(readFileSync(file.path), 'windows-1252'))
})
afterAll(async () => {
  await griot.close()
  for (const { fake } of Object.values(gateways)) await fake.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const menu = async (item: string): Promise<void> => {
  await page.window.getByRole('button', { name: page.words.campaign.more }).click()
  await page.window.getByRole('menuitem', { name: item }).click()
  await page.window.getByRole('dialog').waitFor()
}
const firstRow = () => page.window.getByRole('grid').first().locator('[data-row-index="0"]')

/** The draft at one of its steps. */
async function draftAt(step: 'recipients' | 'message' | 'review'): Promise<string> {
  await page.ask('drafts.save', { id: shop.draft, patch: { step } })
  return `#/campaigns/new/${shop.draft}`
}

/** The pictures of the README, in its order: `npm run pictures`. */
const pictured: readonly string[] = ['message', 'bill', 'troubled-report']

/** What is not of the product, or tells of something else: the band of a trial copy, messages that go by themselves. */
const hideWhatPasses = () =>
  page.window.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>('[data-trial-band], ol > li[data-state="open"]'))
      element.style.display = 'none'
  })

interface Screen {
  readonly name: string
  readonly address: () => string | Promise<string>
  /** What is done there before looking. */
  readonly prepare?: () => Promise<unknown>
}
const screens: readonly Screen[] = [
  { name: 'home', address: () => '#/', prepare: () => page.window.getByText('Soldes de décembre').first().waitFor() },
  { name: 'campaigns', address: () => '#/campaigns', prepare: () => firstRow().waitFor() },
  { name: 'running', address: () => `#/campaigns/${shop.running}`, prepare: () => firstRow().waitFor() },
  {
    name: 'running-cancel',
    address: () => `#/campaigns/${shop.running}`,
    prepare: () => menu(page.words.campaign.cancel.open),
  },
  {
    name: 'running-rate',
    address: () => `#/campaigns/${shop.running}`,
    prepare: () => menu(page.words.campaign.rate.title),
  },
  { name: 'refused', address: () => `#/campaigns/${shop.refused}`, prepare: () => firstRow().waitFor() },
  { name: 'troubled', address: () => `#/campaigns/${shop.troubled}`, prepare: () => firstRow().waitFor() },
  { name: 'troubled-story', address: () => `#/campaigns/${shop.troubled}`, prepare: () => firstRow().click() },
  {
    name: 'troubled-report',
    address: () => `#/campaigns/${shop.troubled}`,
    prepare: async () => {
      await page.window.getByRole('radio', { name: page.words.campaign.tabs.report }).click()
      await page.window.getByRole('heading', { name: page.words.campaign.report.byOperator }).waitFor()
    },
  },
  {
    name: 'troubled-settle',
    address: () => `#/campaigns/${shop.troubled}`,
    prepare: () => menu(page.words.campaign.settle.open),
  },
  { name: 'finished', address: () => `#/campaigns/${shop.finished}`, prepare: () => firstRow().waitFor() },
  {
    name: 'finished-details',
    address: () => `#/campaigns/${shop.finished}`,
    prepare: () => page.window.getByRole('radio', { name: page.words.campaign.tabs.details }).click(),
  },
  { name: 'scheduled', address: () => `#/campaigns/${shop.scheduled}`, prepare: () => firstRow().waitFor() },
  {
    name: 'new',
    address: () => '#/campaigns/new',
    prepare: () => page.window.getByText(page.words.draft.add.drop).waitFor(),
  },
  { name: 'recipients', address: () => draftAt('recipients'), prepare: () => firstRow().waitFor() },
  { name: 'message', address: () => draftAt('message'), prepare: () => page.phone.waitFor() },
  {
    name: 'message-columns',
    address: () => draftAt('message'),
    prepare: () => page.window.getByRole('button', { name: page.words.composer.insert }).click(),
  },
  { name: 'bill', address: () => draftAt('review'), prepare: () => page.window.locator('[data-bill-total]').waitFor() },
  {
    name: 'left-out',
    address: () => draftAt('review'),
    prepare: () => page.leftOut.getByRole('button').first().click(),
  },
  { name: 'accounts', address: () => '#/accounts', prepare: () => page.window.getByText('Boutique Akwa').waitFor() },
  {
    name: 'account',
    address: () => '#/accounts',
    prepare: () => page.window.getByRole('button', { name: /École Sainte-Marie/ }).click(),
  },
  { name: 'archives', address: () => '#/archives', prepare: () => page.window.getByRole('grid').waitFor() },
  { name: 'history', address: () => '#/history', prepare: () => firstRow().waitFor() },
  { name: 'contacts', address: () => '#/contacts', prepare: () => firstRow().waitFor() },
  { name: 'palette', address: () => '#/', prepare: () => page.window.keyboard.press('Control+k') },
]

describe('a busy shop', () => {
  it.each(screens)(
    'sees $name whole and accessible, whatever the language, the theme and the size',
    async ({ name, address, prepare }) => {
      await page.ask('settings.save', { language: 'fr', theme: 'light' })
      await resize(griot, narrow)
      await page.window.evaluate((hash) => void (location.hash = hash), '#/settings')
      await page.window.evaluate((hash) => void (location.hash = hash), await address())
      await prepare?.()
      await everyLook(griot, page, async ({ language, theme, size, isKept, isFirst }) => {
        expect(await page.window.locator('[data-row-index]').count()).toBeLessThan(mostRowsDrawn)
        if (isKept) await griot.screenshot(`shop/${name}-${language}-${theme}-${size.width}`)
        if (isFirst && language === 'en') expect(await seriousViolations(griot)).toEqual([])
      })
      await page.window.keyboard.press('Escape')
      expect(griot.problems()).toEqual([])
    },
  )

  it.each(['fr', 'en'] as const)('shows in three pictures what Griot is, in %s', async (language) => {
    await resize(griot, { width: 1280, height: 800 })
    for (const [index, name] of pictured.entries()) {
      const screen = screens.find((one) => one.name === name)!
      await page.ask('settings.save', { language: 'fr', theme: 'light' })
      await page.window.evaluate((hash) => void (location.hash = hash), '#/settings')
      await page.window.evaluate((hash) => void (location.hash = hash), await screen.address())
      await screen.prepare?.()
      await page.ask('settings.save', { language, theme: 'light' })
      await page.window.waitForFunction((lang) => document.documentElement.lang === lang, language)
      await hideWhatPasses()
      await settled(griot)
      const path = await griot.screenshot(`readme/${index + 1}.${language}`, page.window.getByRole('main'))
      expect(statSync(path).size).toBeGreaterThan(10_000)
    }
    expect(griot.problems()).toEqual([])
  })
})
