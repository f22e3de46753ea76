/**
 * The whole way of a new person, without a single console message, policy violation or unhandled rejection: first start,
 * tour, own account, 10,000 rows, message, safety screen, sending, pause, quit, start again, resume, report, export.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { launchGriot, type Griot } from '../../helpers/electron'
import { makeExport } from '../../helpers/make-export'
import { willOpen, willSaveAs } from '../../helpers/native-dialogs'
import { expectedPairs, frenchCount as count, gatewayPairs, shopTemplate } from '../../helpers/shop-message'
import { hasKeychain, startWindowGateway, type WindowGateway } from '../../helpers/window-gateway'
import { AccountsPage } from '../pages/accounts.page'
import { CampaignPage } from '../pages/campaign.page'
import { TourPage } from '../pages/tour.page'

const account = 'Boutique Awa'

let folder: string
let griot: Griot | undefined
let gateway: WindowGateway
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'griot-journey-'))
  gateway = await startWindowGateway('kingsmspro', { latencyMs: 10 })
})
afterEach(async () => {
  await griot?.close()
  griot = undefined
  await gateway.fake.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

async function launch(): Promise<Griot> {
  griot = await launchGriot({
    dataDir: join(folder, 'data'),
    environment: hasKeychain ? {} : gateway.environment(account),
  })
  return griot
}

it('goes from the first start to the exported report, paused and quit on the way, nobody twice', async () => {
  const file = await makeExport(join(folder, 'clients.csv'), { rows: 10_000, namesMissing: true })
  const expected = expectedPairs(file)
  const first = await launch()

  const tour = new TourPage(first.window)
  await tour.start.click()
  await tour.toMessage.click()
  await tour.window.getByText(/Bonjour Aïcha/).waitFor()
  await tour.toBill.click()
  await tour.send.click()
  const page = new CampaignPage(first.window)
  await page.reaches('finished')

  await new AccountsPage(first.window).add({
    ...gateway,
    gateway: gateway.name,
    name: account,
    baseUrl: gateway.fake.url,
    usesKeychain: hasKeychain,
    sender: 'BOUTIQUE',
    price: '15',
  })
  await page.window.getByText(page.words.accounts.detail.testOk).waitFor()

  await page.start()
  await willOpen(first.app, file.path)
  await page.window.getByRole('button', { name: page.words.base.fileDrop.choose }).click()
  await page.window.getByRole('region', { name: 'clients.csv' }).waitFor()
  await page.continueButton.click()
  await page.composer.fill(shopTemplate)
  await page.phone.getByText(expected[0]?.split(/ (.*)/s)[1] ?? '').waitFor()
  await page.saved.waitFor()
  await page.continueButton.click()
  await page.window.locator('[data-bill-total]').waitFor()
  await page.window.getByRole('button', { name: /^Envoyer à/ }).click()
  const dialog = page.window.getByRole('dialog')
  await dialog.getByRole('textbox').fill(count(file.valid))
  await dialog.getByRole('button', { name: page.words.bill.confirm.send }).click()

  await expect.poll(() => gateway.fake.log.length).toBeGreaterThan(500)
  await page.window.getByRole('button', { name: page.words.campaign.pauseIt, exact: true }).click()
  await page.reaches('paused')
  await page.window.getByText(page.words.campaign.pause.nobodyTwice, { exact: false }).first().waitFor()
  const sentBeforeQuitting = gateway.fake.log.length
  expect(sentBeforeQuitting).toBeLessThan(file.valid)
  expect(first.problems()).toEqual([])
  await first.close()
  expect(gateway.fake.log.length).toBe(sentBeforeQuitting)

  const second = await launch()
  const again = new CampaignPage(second.window)
  await again.goTo('campaigns')
  const campaigns = again.window.getByRole('grid', { name: again.words.sections.campaigns })
  await campaigns.getByText(account).click()
  await again.reaches('paused')
  await again.window.getByText(`${count(sentBeforeQuitting)} messages sont partis`, { exact: false }).waitFor()
  await again.window.getByRole('button', { name: again.words.campaign.resume, exact: true }).click()
  await again.reaches('finished')
  const pairs = gatewayPairs(gateway.fake)
  expect(new Set(pairs.map((pair) => pair.split(' ')[0])).size).toBe(pairs.length)
  expect(pairs.sort()).toEqual([...expected].sort())

  await again.window.getByRole('radio', { name: again.words.campaign.tabs.report }).click()
  for (const title of [again.words.campaign.report.byOperator, again.words.campaign.report.overTime])
    await again.window.getByRole('heading', { name: title }).waitFor()
  for (const kind of ['csv', 'pdf'] as const) {
    const target = join(folder, `rapport.${kind}`)
    await willSaveAs(second.app, target)
    await again.window.getByRole('button', { name: again.words.campaign.more }).click()
    await again.window.getByRole('menuitem', { name: again.words.campaign[kind] }).click()
    // the file is there before all of it is written
    await expect.poll(() => existsSync(target) && readFileSync(target).length > 0).toBe(true)
  }
  expect(readFileSync(join(folder, 'rapport.csv'), 'utf8').trim().split('\r\n')).toHaveLength(file.valid + 1)
  expect(readFileSync(join(folder, 'rapport.pdf')).subarray(0, 5).toString()).toBe('%PDF-')
  expect(second.problems()).toEqual([])
  expect(gateway.fake.faults).toEqual([])
})
