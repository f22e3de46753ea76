/**
 * Files as people have them, opened in the window: what it says of them is what the command line says, each bad row shows the
 * cell as it is with what it may mean, and each choice of the reading report reads the file again.
 */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReadingNotice } from '@shared/contract/reading-report'
import { noticeSummary } from '@shared/sentences/notice'
import { createCli, type Cli } from '../../helpers/cli'
import { launchGriot, type Griot } from '../../helpers/electron'
import { CampaignPage } from '../pages/campaign.page'
import { everyLook, isTooWide, seriousViolations } from '../pages/looks'

interface Inspected {
  readonly rows: number
  readonly valid: number
  readonly invalid: number
  readonly duplicate: number
  readonly sheet: string | null
  readonly sheets: readonly string[]
  readonly headerRow: number | null
  readonly mapping: { readonly phone: string }
  readonly notices: readonly ReadingNotice[]
}

const countries: Readonly<Record<string, string>> = {
  'p-ci-slash.csv': 'CI',
  'plan-BJ.csv': 'BJ',
  'x-congo.xlsx': 'CG',
}
const samples = readdirSync(fileURLToPath(new URL('../../fixtures/entrance', import.meta.url))).filter((name) =>
  /\.(?:csv|xlsx)$/.test(name),
)
const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/entrance/${name}`, import.meta.url))

let griot: Griot
let page: CampaignPage
let cli: Cli
beforeAll(async () => {
  cli = createCli({ lang: 'fr' })
  griot = await launchGriot({ language: 'fr', colorScheme: 'light' })
  page = new CampaignPage(griot.window, 'fr')
  await page.title.waitFor()
})
afterAll(async () => {
  await griot.close()
  cli.remove()
})

async function inspect(name: string, country: string, ...options: string[]): Promise<Inspected> {
  const done = await cli.run(['inspect', fixture(name), '--country', country, ...options, '--json'])
  expect(done).toMatchObject({ code: 0 })
  return done.json<Inspected>()[0]!
}

/** A new campaign that reads the file. */
async function open(name: string, country: string): Promise<void> {
  await page.ask('settings.save', { language: 'fr', theme: 'light', country, tourDone: true })
  await page.goTo('home')
  await page.start()
  await page.addFile(fixture(name))
}
const card = (name: string) => page.window.getByRole('region', { name, exact: true })
/** Counts of the card, as figures. */
const counts = async (name: string): Promise<number[]> => {
  const text = await card(name)
    .getByText(/lignes? lues?/)
    .locator('..')
    .innerText()
  return [...text.replaceAll(/\s/g, ' ').matchAll(/\d+/g)].map(Number)
}
const sentences = (name: string): Promise<string[]> =>
  card(name).getByRole('list', { name: page.words.source.report.title }).locator('li p:first-child').allInnerTexts()

async function saysTheSame(name: string, { rows, valid, invalid, duplicate, ...said }: Inspected): Promise<void> {
  await expect.poll(() => counts(name)).toEqual([rows, valid, invalid, duplicate])
  expect(await sentences(name)).toEqual(said.notices.map((notice) => noticeSummary(notice, said, 'fr')))
  const column = card(name).getByRole('combobox', { name: page.words.source.mapping.phone })
  expect(await column.inputValue()).toBe(said.mapping.phone)
}

describe('a file in the window', () => {
  it.each(samples)('is read as by the command line: %s', async (name) => {
    const country = countries[name] ?? 'CM'
    const said = await inspect(name, country)
    await open(name, country)
    await saysTheSame(name, said)
  })

  it('shows the row of a line that a notice names', async () => {
    const name = 'q-ragged.csv'
    const { words } = page
    await open(name, 'CM')
    await card(name)
      .getByRole('button', { name: new RegExp(`^${words.source.report.showLines}`) })
      .click()
    await card(name)
      .getByRole('button', { name: words.source.report.showLine.replace('{line}', '3') })
      .click()
    const rows = page.window.getByRole('grid', { name: words.draft.rows.title })
    await expect.poll(() => rows.getByRole('row').count()).toBe(2)
    await rows.getByText('3', { exact: true }).first().waitFor()
    await griot.screenshot('entrance/line')
    await page.window.getByRole('button', { name: words.draft.rows.leaveLine.replace('{line}', 'Ligne 3') }).click()
    await expect.poll(() => rows.getByRole('row').count()).toBeGreaterThan(2)
  })

  it('keeps the choice of a decimal sign in sight, to be changed', async () => {
    const path = join(cli.dataDir, 'dettes.csv')
    writeFileSync(path, 'Nom;Tel;Dette\nAwa;677123410;12.500\nBintou;677123411;3.750\n')
    const { report } = page.words.source
    await page.goTo('home')
    await page.start()
    await page.addFile(path)
    const choice = card('dettes.csv').getByRole('radiogroup', { name: report.decimal })
    await choice.getByRole('radio', { name: report.decimalComma }).click()
    await card('dettes.csv').getByText(report.decimalChosen).waitFor()
    await griot.screenshot('entrance/decimal')
    await choice.getByRole('radio', { name: report.decimalPoint }).click()
    await expect.poll(() => choice.getByRole('radio', { name: report.decimalPoint }).isChecked()).toBe(true)
    await choice.getByRole('radio', { name: page.words.source.reading.auto }).click()
    await expect.poll(() => card('dettes.csv').getByText(report.decimalChosen).count()).toBe(0)
    expect(await choice.getByRole('radio').count()).toBe(2)
  })

  it('is read again with its hidden rows', async () => {
    await open('x-hidden.xlsx', 'CM')
    await card('x-hidden.xlsx').getByRole('switch', { name: page.words.source.report.includeHidden }).click()
    await saysTheSame('x-hidden.xlsx', await inspect('x-hidden.xlsx', 'CM', '--include-hidden'))
  })

  it('is read with another line for headings', async () => {
    const name = 'h-title2.csv'
    const { words } = page
    await open(name, 'CM')
    await card(name).getByRole('button', { name: words.draft.source.adjust }).click()
    await card(name).getByRole('combobox', { name: words.source.reading.header }).click()
    await page.window.getByRole('option', { name: words.source.reading.headerLine }).click()
    const line = card(name).getByRole('spinbutton', { name: words.source.reading.headerRow })
    await line.fill('2')
    await line.press('Enter')
    await card(name).getByText('titres à la ligne 2').waitFor()
    await saysTheSame(name, await inspect(name, 'CM', '--header-row', '2'))
  })

  it('is read with another of its columns of numbers', async () => {
    const name = 'm-parent.csv'
    await open(name, 'CM')
    await saysTheSame(name, await inspect(name, 'CM'))
    await card(name)
      .getByRole('button', { name: /^Tél mère/ })
      .click()
    const column = card(name).getByRole('combobox', { name: page.words.source.mapping.phone })
    await expect.poll(() => column.inputValue()).toBe('Tél mère')
    await saysTheSame(name, await inspect(name, 'CM', '--map', 'phone=Tél mère'))
  })

  it('shows the cells of a row that has too many, and asks for no number', async () => {
    const name = 'q-ragged.csv'
    await open(name, 'CM')
    await page.window.getByRole('grid', { name: page.words.draft.rows.title }).getByText('677123410').first().click()
    const rows = page.window.getByRole('region', { name: page.words.draft.rows.title })
    expect(await rows.getByRole('term').allInnerTexts()).toEqual(['Téléphone', 'Nom', 'Montant'])
    await rows.getByRole('button', { name: page.words.draft.source.chooseAgain }).waitFor()
    await everyLook(griot, page, async ({ language, theme, size, isKept, isFirst }) => {
      await page.window.getByRole('term').first().scrollIntoViewIfNeeded()
      if (isKept) await griot.screenshot(`entrance/row-${language}-${theme}-${size.width}`)
      if (isFirst) expect(await seriousViolations(griot)).toEqual([])
      expect(await isTooWide(griot)).toBe(false)
    })
  })

  it('offers the numbers that a cell may mean, and takes the one that is chosen', async () => {
    const name = 'p-ci-slash.csv'
    await open(name, 'CI')
    const [, valid = 0] = await counts(name)
    await page.window
      .getByRole('grid', { name: page.words.draft.rows.title })
      .getByText('07 07 12 36 / 37', { exact: true })
      .click()
    const readings = page.window.getByRole('group', { name: page.words.draft.rows.readings })
    expect(await readings.getByRole('button').allInnerTexts()).toEqual([
      '+225\u00a007\u00a007\u00a007\u00a012\u00a036',
      '+225\u00a007\u00a007\u00a007\u00a012\u00a037',
    ])
    await everyLook(griot, page, async ({ language, theme, size, isKept, isFirst }) => {
      await page.window.getByRole('grid').last().scrollIntoViewIfNeeded()
      if (isKept) await griot.screenshot(`entrance/several-${language}-${theme}-${size.width}`)
      if (isFirst) expect(await seriousViolations(griot)).toEqual([])
      expect(await isTooWide(griot)).toBe(false)
    })
    await page.ask('settings.save', { language: 'fr', theme: 'light' })
    await readings.getByRole('button', { name: '+225 07 07 07 12 37' }).click()
    await expect.poll(async () => (await counts(name))[1]).toBe(valid + 1)
  })

  it.each(['x-hidden.xlsx', 'm-parent.csv', 'h-title2.csv'])(
    'looks right in both languages and themes: %s',
    async (name) => {
      await open(name, 'CM')
      const adjust = card(name).getByRole('button', { name: page.words.draft.source.adjust })
      if (name.startsWith('h-')) await adjust.click()
      await everyLook(griot, page, async ({ language, theme, size, isKept, isFirst }) => {
        await card(name).scrollIntoViewIfNeeded()
        if (isKept) await griot.screenshot(`entrance/${name}-${language}-${theme}-${size.width}`)
        if (isFirst) expect(await seriousViolations(griot)).toEqual([])
        expect(await isTooWide(griot)).toBe(false)
      })
      await page.ask('settings.save', { language: 'fr', theme: 'light' })
      expect(griot.problems()).toEqual([])
    },
  )
})
