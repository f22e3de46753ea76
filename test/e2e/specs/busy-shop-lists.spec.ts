/**
 * What lists of every day lead to, in the window: a report with every kind of notice, rows chosen and rows with one number, second
 * numbers, sides of a condition, each person's date, a list that shrank, corrections that were lost. In both languages and
 * themes, at 1024 px and with text at 200 %: nothing serious for axe, nothing wider than the window; screenshots to look at.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { noticeCodes } from '@shared/contract/reading-report'
import { automaticReading, type SourceInput } from '@shared/contract/recipients'
import { addDays } from '@shared/domain/calendar-day'
import { makeDue, todayHere } from '../../helpers/due-now'
import { launchGriot, type Griot } from '../../helpers/electron'
import { makeZip, workbookParts } from '../../helpers/make-workbook'
import { everyLook, isTooWide, narrow, resize, seriousViolations, settled } from '../pages/looks'
import { RecipientsPage } from '../pages/recipients.page'

let folder: string
let griot: Griot
let page: RecipientsPage

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'griot-lists-'))
  griot = await launchGriot({ language: 'fr', colorScheme: 'light' })
  page = new RecipientsPage(griot.window, 'fr')
  await page.title.waitFor()
  await page.ask('settings.save', { language: 'fr', theme: 'light', country: 'CM', tourDone: true, quietHours: null })
})
afterAll(async () => {
  await griot.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** The screen in every look, then once more with text at 200 %. */
async function look(name: string, shown: (seen: RecipientsPage) => Locator): Promise<void> {
  await everyLook(griot, page, async ({ language, theme, size, isKept, isFirst }) => {
    await shown(new RecipientsPage(griot.window, language)).first().scrollIntoViewIfNeeded()
    if (isKept) await griot.screenshot(`lists/${name}-${language}-${theme}-${size.width}`)
    if (isFirst) expect(await seriousViolations(griot)).toEqual([])
    expect({ name, tooWide: await isTooWide(griot) }).toEqual({ name, tooWide: false })
  })
  for (const [language, theme] of [
    ['fr', 'light'],
    ['en', 'dark'],
  ] as const) {
    await page.ask('settings.save', { language, theme, textZoom: 2 })
    await page.window.waitForFunction((lang) => document.documentElement.lang === lang, language)
    await resize(griot, narrow)
    await settled(griot)
    await shown(new RecipientsPage(griot.window, language)).first().scrollIntoViewIfNeeded()
    await griot.screenshot(`lists/${name}-${language}-${theme}-200`)
    expect({ name, tooWide: await isTooWide(griot) }).toEqual({ name, tooWide: false })
  }
  await page.ask('settings.save', { language: 'fr', theme: 'light', textZoom: 1 })
  await page.window.waitForFunction(() => document.documentElement.lang === 'fr')
  await settled(griot)
  expect(griot.problems()).toEqual([])
}

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function draftId(): Promise<number> {
  const id = Number(/\/new\/(\d+)/.exec(await page.window.evaluate(() => location.hash))?.[1])
  expect(id).toBeGreaterThan(0)
  return id
}
async function noticesOf(id: number): Promise<string[]> {
  const reply = await page.ask('drafts.get', { id })
  return reply.ok ? reply.value.sources.flatMap(({ notices }) => notices.map(({ code }) => code)) : []
}

const line = (index: number, ...more: string[]): string =>
  [`Élève ${index}`, `6771234${String(10 + index)}`, ...more].join(',')

it('tells everything of two lists that is odd, lets rows be chosen, and asks about numbers on several rows', async () => {
  const csv = write(
    'parents.csv',
    Buffer.concat([
      Buffer.from(
        [
          'Élève,Tél. père,Tél. mère,Solde,Échéance,Taux',
          line(0, '699123410', '13000', '05/03/2026', '1.250'),
          // cut at its comma, and the last cell left out
          line(1, '', '12,500', '06/03/2026'),
          `${line(2, '', '9000', '07/03/2026', '1.125')},x`,
          `"Élève "3"",677123413,,8000,07/03/2026,1.750`,
          line(4, '699123414', '#N/A', '04/03/2026', '3.500'),
          'Élève 9,12,699123419,7000,04/03/2026,2.500',
          'Élève\u200b 5,,699123415,7500,01/03/2026,1.500',
          'PrÃ©nom 6,677123416,,11000,02/03/2026,1.500',
          line(0, '', '6000', '05/03/2026', '1.250').replace('Élève 0', 'Sœur 0'),
          'Grand-mère,677123417 / 699123417,,5000,05/03/2026,1.250',
          'H',
        ].join('\n'),
      ),
      Buffer.from([0xe9]),
      Buffer.from('lène,677123418,,4000,05/03/2026,1.250\n'),
    ]),
  )
  const head = ['Nom', 'Téléphone', 'Classe', 'Note']
  const rows = [
    head,
    ['Awa', '677123430', 'CM2', '12'],
    ['Moussa', '', '', '<c><f>1+1</f></c>'],
    ['Dado', '677123432', 'CM1', '9'],
    ['Ali', '677123433', 'CM1', '8'],
  ]
  const parts = workbookParts([
    { name: 'Élèves', rows },
    { name: 'Anciens', rows: [head, ['Zoé', '677123440']] },
  ]).map((part) =>
    part.name === 'xl/worksheets/sheet1.xml'
      ? {
          ...part,
          content: String(part.content)
            .replace('<row r="5"', '<row r="5" hidden="1"')
            .replace('<sheetData>', '<cols><col min="4" max="4" width="9" hidden="1"/></cols><sheetData>')
            .replace('</sheetData>', '</sheetData><mergeCells><mergeCell ref="B2:B3"/></mergeCells>'),
        }
      : part,
  )
  await page.start()
  await page.addLists([csv, write('classes.xlsx', makeZip(parts))])
  await page.chooseNumbers('parents.csv', 'first')
  await page.saved.waitFor()
  const id = await draftId()
  await expect.poll(() => noticesOf(id)).toContain('second_numbers')
  const told = new Set(await noticesOf(id))
  // numbers that count as rows of their own exclude that the first one counts; nothing was corrected here yet
  expect(noticeCodes.filter((code) => !told.has(code))).toEqual(['added_numbers', 'corrections_lost'])
  await look('report', (seen) => seen.list('parents.csv').getByRole('list', { name: seen.words.source.report.title }))
  await look('report-workbook', (seen) =>
    seen.list('classes.xlsx').getByRole('list', { name: seen.words.source.report.title }),
  )
  await look('second-numbers', (seen) =>
    seen.list('parents.csv').getByRole('radiogroup', { name: seen.words.source.second.title }),
  )
  await page.sameNumber.waitFor()
  await page.chooseSameNumber('join')
  await page.saved.waitFor()
  await look('same-number', (seen) => seen.sameNumber)

  await page.openFilter('parents.csv')
  await page.setCondition('parents.csv', 1, { column: 'Élève', comparison: 'contains', value: 'El*' })
  await page.filterOf('parents.csv').getByText(page.words.filter.problem.wildcard).waitFor()
  await look('filter-wildcard', (seen) => seen.filterOf('parents.csv'))
  await page.setCondition('parents.csv', 1, { column: 'Élève', comparison: 'contains', value: 'Élève' })
  await page
    .filterOf('parents.csv')
    .getByText(/retenues? sur/)
    .waitFor()
  await look('filter', (seen) => seen.filterOf('parents.csv'))
})

it('says on which side of a condition everybody falls, and each person’s date', async () => {
  const days = [0, 2, 2, 5, 9].map((day) => addDays(todayHere(), day))
  const amounts = ['12500', '0', 'environ 8000', '', '7000']
  const rows = days.map((day, index) => `Patient ${index};67712345${index};${amounts[index] ?? ''};${day}`)
  await page.goTo('home')
  await page.start()
  await page.addLists([write('patients.csv', `${['Nom;Téléphone;Solde;Rendez-vous', ...rows].join('\n')}\n`)])
  await page.continueButton.click()
  await page.composer.fill('{{ Nom }}, à bientôt.{% if Solde > 0 %} Reste {{ Solde }} FCFA.{% endif %}')
  await page.saved.waitFor()
  await page.sides.waitFor()
  await look('sides', (seen) => seen.sides)
  await page.continueButton.click()
  await page.bill.waitFor()
  await page.window.getByRole('radio', { name: page.words.bill.schedule.dates }).click()
  await page.window.getByRole('combobox', { name: page.words.bill.dates.column }).click()
  await page.window.getByRole('option', { name: 'Rendez-vous' }).click()
  await page.window.getByRole('region', { name: page.words.bill.dates.calendar }).waitFor()
  await page.saved.waitFor()
  await page.bill.locator('.opacity-60').waitFor({ state: 'hidden' })
  await look('calendar', (seen) => seen.window.getByRole('region', { name: seen.words.bill.dates.calendar }))
})

it('names corrections that a changed list lost, and pauses for a list that shrank until a person accepts it', async () => {
  const people = (count: number, first = '12'): string =>
    `Nom;Téléphone\n${Array.from({ length: count }, (_, index) => `Client ${index};${index === 0 ? first : `6771235${String(10 + index)}`}\n`).join('')}`
  await page.goTo('home')
  await page.start()
  const file = write('clients.csv', people(12))
  await page.addLists([file])
  const id = await draftId()
  const invalid = await page.ask('drafts.recipients', { id, status: 'invalid', search: '', offset: 0, limit: 1 })
  const recipientId = invalid.ok ? (invalid.value.rows[0]?.id ?? 0) : 0
  expect(await page.ask('drafts.fixRecipient', { id, recipientId, phone: '677123599' })).toMatchObject({ ok: true })
  writeFileSync(file, people(12, '677'))
  const again: SourceInput = { kind: 'file', path: file, options: automaticReading, where: [] }
  const change = { id, index: 0, source: again, mapping: null, jobId: 'again' }
  expect(await page.ask('drafts.changeSource', change)).toMatchObject({ ok: true })
  await page.goTo('home')
  await page.window.evaluate((hash) => void (location.hash = hash), `#/campaigns/new/${id}`)
  await expect.poll(() => noticesOf(id)).toEqual(['corrections_lost'])
  const report = (seen: RecipientsPage): Locator =>
    seen.list('clients.csv').getByRole('list', { name: seen.words.source.report.title })
  await report(page).waitFor()
  await look('corrections-lost', report)

  const accounts = await page.ask('accounts.list', undefined)
  const accountId = accounts.ok ? (accounts.value.find(({ gateway }) => gateway.sandbox)?.id ?? 0) : 0
  await page.ask('drafts.save', { id, patch: { accountId, sender: 'Griot', template: 'Bonjour {{ Nom }}' } })
  const bill = await page.ask('drafts.bill', { id, askBalance: false, jobId: 'bill' })
  const confirmedRecipients = bill.ok ? bill.value.recipients : 0
  const time = { id, confirmedRecipients, at: null, recurrence: '0 9 * * 1', timeZone: 'Africa/Douala' }
  expect(await page.ask('drafts.schedule', time)).toMatchObject({ ok: true })
  writeFileSync(file, people(3, '677123599'))
  await page.window.evaluate((hash) => void (location.hash = hash), `#/campaigns/${id}`)
  makeDue(griot, id)
  const accept = (seen: RecipientsPage): Locator =>
    seen.window.getByRole('button', { name: seen.words.campaign.list.accept, exact: true })
  await accept(page).waitFor()
  await look('list-shrunk', accept)
})
