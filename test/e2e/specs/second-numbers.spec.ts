/** Father and mother on one row: the first usable number or both, chosen in the recipients step, in every look. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { launchGriot, type Griot } from '../../helpers/electron'
import { everyLook, isTooWide, seriousViolations, settled } from '../pages/looks'
import { RecipientsPage } from '../pages/recipients.page'

const table =
  'Élève;Tél. père;Tél. mère\nAwa;677100001;699100001\nBintou;677100002;699100002\nMoussa;néant;699100003\nZoé;677100004;12\n'
let folder: string
let griot: Griot
let page: RecipientsPage
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'griot-parents-'))
  griot = await launchGriot({ language: 'fr', colorScheme: 'light' })
  page = new RecipientsPage(griot.window)
  await page.title.waitFor()
  await page.ask('settings.save', { language: 'fr', theme: 'light', country: 'CM', tourDone: true })
})
afterEach(async () => {
  await griot.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const numbersOf = (seen: RecipientsPage): Locator =>
  seen.list('parents.csv').getByRole('radiogroup', { name: seen.words.source.second.title })

it('takes the first usable number of a row, or all of them', async () => {
  const path = join(folder, 'parents.csv')
  writeFileSync(path, table)
  const list = page.list('parents.csv')
  const { second } = page.words.source
  await page.goTo('home')
  await page.start()
  await page.addLists([path])
  await list.getByText('4 lignes lues').waitFor()
  await numbersOf(page).getByRole('radio', { name: second.first, exact: true }).click()
  await list.getByText('1 ligne sera jointe par un autre numéro que le premier.').waitFor()
  await numbersOf(page).getByRole('radio', { name: second.all, exact: true }).click()
  await list.getByText('8 lignes lues').waitFor()
  expect(await list.getByRole('checkbox', { name: /^Tél\. mère/ }).isChecked()).toBe(true)
  await everyLook(griot, page, async ({ language, theme, size, isKept, isFirst }) => {
    await numbersOf(new RecipientsPage(griot.window, language)).scrollIntoViewIfNeeded()
    if (isKept) await griot.screenshot(`second-numbers/all-${language}-${theme}-${size.width}`)
    if (isFirst) expect(await seriousViolations(griot)).toEqual([])
    expect(await isTooWide(griot)).toBe(false)
  })
  await page.ask('settings.save', { language: 'fr', theme: 'light' })
  await settled(griot)
  await numbersOf(page).getByRole('radio', { name: second.one, exact: true }).click()
  await list.getByText('4 lignes lues').waitFor()
  expect(griot.problems()).toEqual([])
})
