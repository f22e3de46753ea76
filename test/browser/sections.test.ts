/** Every section of the window in a current Chromium: nothing serious for axe, no error, no warning, no violation of the policy. */
import AxeBuilder from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../scripts/chromium.ts'
import { CampaignPage } from '../e2e/pages/campaign.page'
import { openBrowserWindow, type BrowserWindow } from '../helpers/browser-window'

const sections = ['home', 'campaigns', 'contacts', 'templates', 'history', 'archives', 'accounts', 'settings'] as const
/** Of the Electron that the end-to-end tests have. */
const oldEngine = 114

describe.skipIf(findChromium() === null).each([
  ['fr', 'light'],
  ['en', 'dark'],
] as const)('in a current Chromium, %s, %s', (language, colorScheme) => {
  let opened: BrowserWindow
  let page: CampaignPage
  beforeAll(async () => {
    opened = await openBrowserWindow({ language, colorScheme })
    page = new CampaignPage(opened.page, language)
    await page.title.waitFor()
  })
  afterAll(() => opened.close())

  it('the engine is newer than that of the end-to-end tests', () => {
    expect(Number.parseInt(opened.version, 10)).toBeGreaterThan(oldEngine)
  })

  it.each(sections)('%s opens and has nothing serious for axe', async (section) => {
    await page.goTo(section)
    await expect.poll(() => opened.page.locator('main [aria-busy="true"], main .breathe').count()).toBe(0)
    const { violations } = await new AxeBuilder({ page: opened.page }).analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`)).toEqual([])
    expect(opened.problems()).toEqual([])
  })

  it('a campaign goes from numbers to a result', async () => {
    await page.goTo('home')
    await page.start()
    await opened.page.getByRole('radio', { name: page.words.draft.add.numbers }).click()
    await opened.page.getByRole('textbox', { name: page.words.draft.add.numbersLabel }).fill('677123456, 677123457')
    const [, many = ''] = page.words.draft.add.addNumbers.split(' | ')
    await opened.page.getByRole('button', { name: many.replace(/\{\w+\}/, '2') }).click()
    await page.continueButton.click()
    await page.composer.fill('Bonjour')
    await page.saved.waitFor()
    await page.continueButton.click()
    await page.sendButton(2).click()
    await page.agree()
    await page.reaches('finished')
    expect(opened.problems()).toEqual([])
  })
})
