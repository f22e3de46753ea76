/**
 * A school's case: three class files, brothers and sisters at one parent, two parents, only those who owe. One message per
 * parent with the children's names and the sum. What the fake gateway got is the judge. Every new screen on the way is looked
 * at in both languages and themes. Then the reminder to both parents, three days before the due date.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addDays } from '@shared/domain/calendar-day'
import { makeDue, todayHere } from '../../helpers/due-now'
import { launchGriot, type Griot } from '../../helpers/electron'
import { gatewayPairs } from '../../helpers/shop-message'
import { accountAt, startWindowGateway, type WindowGateway } from '../../helpers/window-gateway'
import { everyLook, isTooWide, narrow, resize, seriousViolations, settled } from '../pages/looks'
import { RecipientsPage } from '../pages/recipients.page'

const headings = 'Élève;Classe;Tél. père;Tél. mère;Reste dû;Échéance'
/** Two families with two children who owe, one child whose brother has paid, one amount that is none. */
const classes = {
  'cm1.csv': [
    'Awa Ndiaye;CM1;677100001;699100001;25 000;15/12/2031',
    'Bintou Koné;CM1;677100002;699100002;0;15/12/2031',
    'Chantal Mbarga;CM1;677100003;;à voir;15/12/2031',
  ],
  'cm2.csv': [
    'Moussa Ndiaye;CM2;677100001;699100001;15 000;15/12/2031',
    'Didier Fotso;CM2;677100004;699100004;40 000;15/12/2031',
    'Eva Koné;CM2;677100002;699100002;0;15/12/2031',
  ],
  'sixieme.csv': [
    'Fanta Ndiaye;6e;677100001;699100001;0;15/12/2031',
    'Guy Essomba;6e;677100005;699100005;10 000;15/12/2031',
    'Haoua Fotso;6e;677100004;699100004;5 000;15/12/2031',
  ],
} as const
const template =
  'Il reste {{ Reste dû }} FCFA pour {{ Élève }} avant le {{ Échéance }}.{% if Reste dû > 20000 %} Passez au bureau.{% endif %}'

let folder: string
let griot: Griot
let page: RecipientsPage
let gateway: WindowGateway
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'griot-school-'))
  gateway = await startWindowGateway('kingsmspro')
  griot = await launchGriot({ environment: gateway.environment('École'), language: 'fr', colorScheme: 'light' })
  page = new RecipientsPage(griot.window)
  await page.title.waitFor()
  await page.ask('settings.save', { language: 'fr', theme: 'light', country: 'CM', tourDone: true })
  await page.ask('accounts.save', accountAt(gateway, 'École'))
})
afterEach(async () => {
  await griot.close()
  await gateway.fake.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** @param dueDay as the files write it */
function writeClasses(dueDay = '15/12/2031'): string[] {
  return Object.entries(classes).map(([name, rows]) => {
    const path = join(folder, name)
    writeFileSync(path, `${[headings, ...rows].join('\n').replaceAll('15/12/2031', dueDay)}\n`)
    return path
  })
}

/** The screen in every look, then once more at 200 %. */
async function look(name: string, shown: (seen: RecipientsPage) => Locator): Promise<void> {
  await everyLook(griot, page, async ({ language, theme, size, isKept, isFirst }) => {
    await shown(new RecipientsPage(griot.window, language)).scrollIntoViewIfNeeded()
    if (isKept) await griot.screenshot(`school/${name}-${language}-${theme}-${size.width}`)
    if (isFirst) expect(await seriousViolations(griot)).toEqual([])
    expect({ name, tooWide: await isTooWide(griot) }).toEqual({ name, tooWide: false })
  })
  await page.ask('settings.save', { language: 'fr', theme: 'light', textZoom: 2 })
  await resize(griot, narrow)
  await settled(griot)
  await shown(page).scrollIntoViewIfNeeded()
  await griot.screenshot(`school/${name}-fr-light-200`)
  expect({ name, tooWide: await isTooWide(griot) }).toEqual({ name, tooWide: false })
  await page.ask('settings.save', { textZoom: 1 })
  await settled(griot)
}

describe('a school', () => {
  it('reminds each parent once, of all the children who owe, with the sum', async () => {
    const { words } = page
    await page.goTo('home')
    await page.start()
    await page.addLists(writeClasses())

    // only those who owe: asked of one class, then of the others
    await page.openFilter('cm1.csv')
    await page.setCondition('cm1.csv', 1, { column: 'Reste dû', comparison: 'above', value: '0' })
    await page.takes('cm1.csv', 1, 3)
    await page.filterOf('cm1.csv').getByRole('button', { name: words.filter.sides.show }).click()
    await page.filterOf('cm1.csv').getByText('à voir').waitFor()
    await page.filterOf('cm1.csv').getByRole('button', { name: 'Voir les 2 lignes laissées de côté' }).click()
    await look('filter', (seen) => seen.filterOf('cm1.csv'))
    await page.filterOf('cm1.csv').getByRole('button', { name: 'Appliquer aussi aux 2 autres listes' }).click()
    await page.takes('cm2.csv', 2, 3)
    await page.takes('sixieme.csv', 2, 3)

    // brothers and sisters
    await page.sameNumber.getByText('2 numéros sont sur plusieurs lignes (4 lignes)').waitFor()
    expect(await page.sameNumber.innerText()).toContain('Awa Ndiaye et Moussa Ndiaye')
    await page.chooseSameNumber('join')
    await look('same-number', (seen) => seen.sameNumber)

    // the message, and who reads which part of it
    await page.goToStep('message')
    await page.composer.fill(template)
    await page.sides.getByText('vraie pour 2 destinataires').waitFor()
    await page.sides.getByText('fausse pour 1').waitFor()
    await look('sides', (seen) => seen.sides)

    await page.goToStep('review')
    await page.sendButton(3).waitFor()
    await page.leftOut.getByText('5 lignes = 3 destinataires + 2 jointes + 0 écartée').waitFor()
    await look('bill', (seen) => seen.bill)
    await page.sendButton(3).click()
    await page.lastLook.getByRole('button', { name: page.words.bill.confirm.send, exact: true }).click()
    await page.reaches('finished')
    expect(gatewayPairs(gateway.fake).toSorted()).toEqual([
      '+237677100001 Il reste 40 000 FCFA pour Awa Ndiaye et Moussa Ndiaye avant le 15/12/2031. Passez au bureau.',
      '+237677100004 Il reste 45 000 FCFA pour Didier Fotso et Haoua Fotso avant le 15/12/2031. Passez au bureau.',
      '+237677100005 Il reste 10 000 FCFA pour Guy Essomba avant le 15/12/2031.',
    ])
    expect(griot.problems()).toEqual([])
  })

  it('reminds both parents three days before the due date, each once, of all the children who owe', async () => {
    const { words } = page
    await page.ask('settings.save', { quietHours: null })
    const [year = '', month = '', day = ''] = addDays(todayHere(), 3).split('-')
    const dueDay = `${day}/${month}/${year}`
    await page.goTo('home')
    await page.start()
    await page.addLists(writeClasses(dueDay))
    for (const name of Object.keys(classes)) await page.chooseNumbers(name, 'all')
    // the third child of the first class has no number of a mother
    for (const [name, rows] of [
      ['cm1.csv', 5],
      ['cm2.csv', 6],
      ['sixieme.csv', 6],
    ] as const)
      await page.list(name).getByText(`${rows} lignes lues`).waitFor()
    await page.openFilter('cm1.csv')
    await page.setCondition('cm1.csv', 1, { column: 'Reste dû', comparison: 'above', value: '0' })
    await page.filterOf('cm1.csv').getByRole('button', { name: 'Appliquer aussi aux 2 autres listes' }).click()
    await page.sameNumber.getByText('4 numéros sont sur plusieurs lignes (8 lignes)').waitFor()
    await page.chooseSameNumber('join')
    await page.goToStep('message')
    await page.composer.fill('Rappel : il reste {{ Reste dû }} FCFA pour {{ Élève }} avant le {{ Échéance }}.')
    await page.goToStep('review')
    await page.sendButton(6).waitFor()

    const { dates, schedule } = words.bill
    await page.window.getByRole('radio', { name: schedule.dates }).click()
    await page.window.getByRole('combobox', { name: dates.column }).click()
    await page.window.getByRole('option', { name: 'Échéance' }).click()
    await page.window.getByRole('combobox', { name: dates.side }).click()
    await page.window.getByRole('option', { name: dates.before }).click()
    await page.window.getByRole('spinbutton', { name: dates.days }).fill('3')
    await page.window.getByRole('spinbutton', { name: dates.days }).press('Tab')
    const calendar = page.window.getByRole('region', { name: dates.calendar })
    await calendar.getByText(/^6 messages/).waitFor()
    // an hour still to come: what is due today would leave at once
    await page.window.getByLabel(schedule.time, { exact: true }).fill('23:59')
    await calendar.getByText(/^6 messages/).waitFor()
    await griot.screenshot('school/reminder')
    await page.window.getByRole('button', { name: /^Programmer pour/ }).click()
    await page.window.getByRole('dialog').getByRole('button', { name: schedule.do, exact: true }).click()
    // the calendar stands on both pages: planned is what core says
    const asked = { states: ['scheduled' as const], search: '', offset: 0, limit: 1 }
    await expect.poll(() => page.ask('campaigns.page', asked)).toMatchObject({ ok: true, value: { total: 1 } })
    expect(gatewayPairs(gateway.fake)).toEqual([])

    makeDue(griot)
    await expect
      .poll(() => gatewayPairs(gateway.fake).toSorted(), { timeout: 120_000 })
      .toEqual(
        ['+237677', '+237699'].flatMap((parent) => [
          `${parent}100001 Rappel : il reste 40 000 FCFA pour Awa Ndiaye et Moussa Ndiaye avant le ${dueDay}.`,
          `${parent}100004 Rappel : il reste 45 000 FCFA pour Didier Fotso et Haoua Fotso avant le ${dueDay}.`,
          `${parent}100005 Rappel : il reste 10 000 FCFA pour Guy Essomba avant le ${dueDay}.`,
        ]),
      )
    expect(griot.problems()).toEqual([])
  })
})
