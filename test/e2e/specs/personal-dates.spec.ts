/** Each person's own date in the window: the choice, the calendar, a list that goes away, and its remedy. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addDays } from '@shared/domain/calendar-day'
import { makeDue, todayHere } from '../../helpers/due-now'
import { launchGriot, type Griot } from '../../helpers/electron'
import { CampaignPage } from '../pages/campaign.page'
import { everyLook, seriousViolations } from '../pages/looks'

let folder: string
let griot: Griot | undefined
let page: CampaignPage

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'griot-dates-'))
})
afterEach(async () => {
  await griot?.close()
  griot = undefined
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** In both languages and themes, at both sizes: nothing that axe calls serious, nothing wider than the window. */
async function look(name: string): Promise<void> {
  await everyLook(griot!, page, async ({ language, theme, size, isKept, isFirst }) => {
    if (isFirst) expect(await seriousViolations(griot!)).toEqual([])
    if (isKept) await griot!.screenshot(`dates/${name}-${language}-${theme}-${size.width}`)
  })
  await page.ask('settings.save', { language: 'fr', theme: 'light' })
}

it('sends to each person on their own date, shows what will go out, and says what a missing list needs', async () => {
  griot = await launchGriot({ language: 'fr', colorScheme: 'light' })
  page = new CampaignPage(griot.window, 'fr')
  await page.title.waitFor()
  await page.ask('settings.save', { language: 'fr', theme: 'light', country: 'CM', tourDone: true, quietHours: null })
  const days = [todayHere(), todayHere(), addDays(todayHere(), 3), addDays(todayHere(), 12), 'à fixer', '']
  const rows = days.map((day, index) => `Patient ${index + 1};6 77 12 34 ${40 + index};${day}`)
  const file = join(folder, 'rendez-vous.csv')
  writeFileSync(file, ['Nom;Téléphone;Rendez-vous', ...rows].join('\n'))

  await page.start()
  await page.addFile(file)
  await page.continueButton.click()
  await page.composer.fill('Bonjour {{ Nom }}, rendez-vous le {{ Rendez-vous | default: "bientôt" }}.')
  await page.saved.waitFor()
  await page.continueButton.click()
  await page.bill.waitFor()
  const { dates, schedule } = page.words.bill
  await page.window.getByRole('radio', { name: schedule.dates }).click()
  await page.window.getByRole('combobox', { name: dates.column }).click()
  await page.window.getByRole('option', { name: 'Rendez-vous' }).click()
  // at midnight all of today is past, and who is due today leaves at once: that is said
  const time = page.window.getByLabel(schedule.time, { exact: true })
  await time.fill('00:00')
  await page.window.getByText(/2 messages partent dès que vous programmez/).waitFor()
  await time.fill('23:59')
  const calendar = page.window.getByRole('region', { name: dates.calendar })
  await calendar.getByText(/^4 messages/).waitFor()
  await calendar.getByText('Patient 1, Patient 2').waitFor()
  await calendar.getByText(/1 date illisible/).waitFor()
  // the bill is worked out anew: at rest it is not dimmed
  await page.saved.waitFor()
  await page.bill.locator('.opacity-60').waitFor({ state: 'hidden' })
  await look('choice')
  await page.window.getByRole('button', { name: /^Programmer pour/ }).click()
  await page.window.getByRole('dialog').getByRole('button', { name: schedule.do, exact: true }).click()

  // the campaign's own page
  await page.window.getByText('Le jour de la date de la colonne', { exact: false }).waitFor()
  await page.window.getByRole('region', { name: dates.calendar }).waitFor()
  await look('scheduled')

  // the list is gone when its time comes: nobody gets anything, and the page says what to do
  renameSync(file, `${file}.old`)
  makeDue(griot)
  const { list } = page.words.campaign
  const again = page.window.getByRole('button', { name: list.again })
  await again.waitFor()
  await page.window.getByRole('main').getByText('introuvable', { exact: false }).waitFor()
  await page.window.getByRole('button', { name: list.choose }).waitFor()
  await look('paused')
  renameSync(`${file}.old`, file)
  await again.click()
  await page.window.getByText(list.back).first().waitFor()

  // the day that was missed is made good, once
  const finished = async (): Promise<number[]> => {
    const all = await page.ask('campaigns.page', { states: ['finished'], search: '', offset: 0, limit: 10 })
    return all.ok ? all.value.rows.map(({ recipients }) => recipients) : []
  }
  await expect.poll(finished, { timeout: 60_000 }).toEqual([2])
  expect(griot.problems()).toEqual([])
})
