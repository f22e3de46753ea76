/**
 * The whole way again without a mouse: tour, account, file, message, safety screen, typed number, sending, pause, resume,
 * a message's story, export, history. The focus is always seen and never on nothing after a step.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { launchGriot, type Griot } from '../../helpers/electron'
import { makeExport } from '../../helpers/make-export'
import { willOpen, willSaveAs } from '../../helpers/native-dialogs'
import { expectedPairs, gatewayPairs } from '../../helpers/shop-message'
import { hasKeychain, startWindowGateway, type WindowGateway } from '../../helpers/window-gateway'
import { AccountsPage } from '../pages/accounts.page'
import { CampaignPage } from '../pages/campaign.page'
import { Keyboard } from '../pages/keyboard'
import { TourPage } from '../pages/tour.page'

const account = 'Boutique Awa'

let folder: string
let griot: Griot
let gateway: WindowGateway
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'griot-keyboard-'))
  gateway = await startWindowGateway('devcodesms', { latencyMs: 400 })
  griot = await launchGriot({ environment: hasKeychain ? {} : gateway.environment(account) })
})
afterEach(async () => {
  await griot.close()
  await gateway.fake.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

async function takeTour(keys: Keyboard): Promise<void> {
  const tour = new TourPage(griot.window)
  await keys.use(tour.start)
  await keys.use(tour.toMessage)
  await keys.hasFocus()
  await tour.window.getByText(/Bonjour Aïcha/).waitFor()
  await keys.use(tour.toBill)
  await keys.hasFocus()
  await keys.use(tour.send)
  await new CampaignPage(griot.window).reaches('finished')
  await keys.hasFocus()
}

async function addAccount(keys: Keyboard): Promise<void> {
  const page = new AccountsPage(griot.window)
  const { accounts, common } = page.words
  await keys.press('Control+k')
  await keys.type('ajouter un compte')
  await keys.press('Enter')
  await keys.use(page.panel(accounts.add).getByRole('button', { name: gateway.name }))
  await keys.hasFocus()
  const sheet = page.panel(accounts.newAt.replace('{gateway}', gateway.name))
  const fill = async (label: string, text: string): Promise<void> => {
    await keys.tabTo(sheet.getByLabel(label).first())
    await keys.type(text)
  }
  await fill(accounts.form.name, account)
  if (hasKeychain) for (const { label, value } of gateway.credentials) await fill(label, value)
  else await keys.use(sheet.getByRole('switch', { name: accounts.form.keychain }), 'Space')
  await fill(accounts.form.sender, 'BOUTIQUE')
  await fill(accounts.form.price, '15')
  await keys.use(sheet.locator('summary'))
  await fill(accounts.form.baseUrl, gateway.fake.url)
  await keys.use(sheet.getByRole('button', { name: common.save }))
  await page.panel(account).getByText(accounts.detail.testOk).waitFor()
  await keys.hasFocus()
}

it('does the whole job by keyboard alone', async () => {
  const file = await makeExport(join(folder, 'clients.csv'), { rows: 1200, namesMissing: true })
  const page = new CampaignPage(griot.window)
  const keys = new Keyboard(griot.window)
  const { words, window } = page
  await page.title.waitFor()
  await keys.watchPointers()

  await takeTour(keys)
  await addAccount(keys)

  await keys.press('Control+n')
  await window.getByRole('heading', { name: words.draft.add.title }).waitFor()
  await willOpen(griot.app, file.path)
  await keys.use(window.getByRole('button', { name: words.base.fileDrop.choose }))
  await window.getByRole('region', { name: 'clients.csv' }).waitFor()
  await keys.hasFocus()
  await keys.press('Control+Enter')
  await keys.tabTo(page.composer)
  await keys.type('Bonjour {{pré')
  await page.suggestions.waitFor()
  await keys.press('Enter', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft')
  await keys.type(' | default: "cher client"')
  await keys.press('End')
  await keys.type(', vous devez {{mon')
  await page.suggestions.waitFor()
  await keys.press('Enter')
  await keys.type(' avant le {{éch')
  await page.suggestions.waitFor()
  await keys.press('Enter')
  await keys.type('. Merci.')
  const expected = expectedPairs(file)
  await page.phone.getByText(expected[0]?.split(/ (.*)/s)[1] ?? '').waitFor()
  await keys.use(window.getByRole('button', { name: words.composer.preview.next }))
  await page.phone.getByText(expected[1]?.split(/ (.*)/s)[1] ?? '').waitFor()
  await page.saved.waitFor()

  await keys.press('Control+Enter')
  await window.locator('[data-bill-total]').waitFor()
  await keys.hasFocus()
  const send = window.getByRole('button', { name: /^Envoyer à/ })
  await expect.poll(() => send.getAttribute('aria-disabled')).toBeNull()
  await keys.use(send)
  const dialog = window.getByRole('dialog')
  await page.lookedAt.waitFor()
  await keys.tabTo(dialog.getByRole('textbox'))
  await keys.type(String(file.valid))
  await keys.press('Enter')

  await page.progress.waitFor()
  await keys.hasFocus()
  await keys.use(window.getByRole('button', { name: words.campaign.pauseIt, exact: true }), 'Space')
  await page.reaches('paused')
  await keys.hasFocus()
  await keys.use(window.getByRole('button', { name: words.campaign.resume, exact: true }))
  await page.reaches('finished')
  await keys.hasFocus()
  expect(gatewayPairs(gateway.fake).sort()).toEqual([...expected].sort())

  await keys.tabTo(page.messages)
  await keys.press('ArrowDown', 'ArrowDown', 'Enter')
  const story = window.getByRole('complementary')
  await story.getByText(words.campaign.timeline.title).waitFor()
  await keys.press('Escape')
  await story.waitFor({ state: 'detached' })
  expect(await page.messages.evaluate((grid) => grid === document.activeElement)).toBe(true)

  const path = join(folder, 'rapport.csv')
  await willSaveAs(griot.app, path)
  const more = window.getByRole('button', { name: words.campaign.more })
  await keys.tabTo(more, 'Shift+Tab')
  await keys.press('Enter')
  await window.getByRole('menuitem', { name: words.campaign.csv }).waitFor()
  await keys.press('Enter')
  await expect.poll(() => existsSync(path)).toBe(true)
  await keys.hasFocus()

  await keys.press('Control+k')
  await keys.type('historique')
  await keys.press('Enter')
  await page.title.filter({ hasText: words.sections.history }).waitFor()
  await keys.press('Control+f')
  await keys.type(expected[3]?.split(' ')[0] ?? '')
  await expect.poll(() => window.getByRole('grid').first().getAttribute('aria-rowcount')).toBe('2')

  expect(await keys.pointerEvents()).toEqual([])
  expect(griot.problems()).toEqual([])
})
