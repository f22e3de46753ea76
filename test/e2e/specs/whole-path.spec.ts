/**
 * The main job in the window as a new user does it, at each of the four gateways (strict fakes on loopback) and in the
 * sandbox: account, test, balance, file, problems, message, preview, bill, sending, result, history, export, archive.
 * The gateway's own log is the judge: number by number and text by text it must be what the preview showed.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Papa from 'papaparse'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { launchGriot, type Griot } from '../../helpers/electron'
import { makeExport, type MadeExport } from '../../helpers/make-export'
import { willOpen, willSaveAs } from '../../helpers/native-dialogs'
import { expectedPairs, frenchCount as count, gatewayPairs, shopTemplate as template } from '../../helpers/shop-message'
import { hasKeychain, startWindowGateway, type WindowGateway } from '../../helpers/window-gateway'
import { AccountsPage } from '../pages/accounts.page'
import { CampaignPage } from '../pages/campaign.page'

/** The first figure of a text: figures are written with narrow no-break spaces. */
const figureOf = (text: string): number => Number(/\d[\d\u202f]*/.exec(text)?.[0].replace(/\D/g, ''))

let folder: string
let griot: Griot
let page: CampaignPage
let gateway: WindowGateway | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'griot-whole-'))
})
afterEach(async () => {
  await griot.close()
  await gateway?.fake.close()
  gateway = undefined
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

async function launch(environment: Record<string, string> = {}): Promise<void> {
  griot = await launchGriot({ environment })
  page = new CampaignPage(griot.window)
  await page.title.waitFor()
}

/** Opens the file through the system's dialog and checks what the page says about it. */
async function readFile(file: MadeExport): Promise<void> {
  await page.start()
  await willOpen(griot.app, file.path)
  await page.window.getByRole('button', { name: page.words.base.fileDrop.choose }).click()
  const source = page.window.getByRole('region', { name: 'clients.csv' })
  await source.waitFor()
  const said = await source.innerText()
  expect(said).toContain('titres à la ligne 1 · séparateur : point-virgule'.replace(' :', '\u202f:'))
  await expect.poll(() => source.getByRole('combobox', { name: 'Colonne des numéros' }).inputValue()).toBe('N° Tél')
  expect(said.replace(/\s+/g, ' ')).toContain(
    `${count(file.rows)} lignes lues = ${count(file.valid)} valides + ${count(file.invalid)} à corriger + ${count(file.duplicate)} doublons`.replace(
      /\s+/g,
      ' ',
    ),
  )
  // the problems: each with its line and its reason
  const rows = page.window.getByRole('grid', { name: page.words.draft.rows.title })
  for (const [lines, button] of [
    [file.invalidLines, null],
    [file.duplicateLines, /doublons$/],
  ] as const) {
    if (button) await source.getByRole('button', { name: button }).click()
    await expect.poll(() => rows.getAttribute('aria-rowcount')).toBe(String(lines.length + 1))
    const cells = rows.locator('[data-row-index="0"]').getByRole('gridcell')
    await expect.poll(() => cells.first().innerText()).toBe(count(lines[0] ?? 0))
    expect(await cells.last().innerText()).not.toBe('')
  }
}

/** Steps through the preview; what the phone showed, as `number text`. */
async function stepThroughPreview(steps: number, recipients: number): Promise<string[]> {
  const preview = page.window.getByRole('region', { name: page.words.composer.preview.title })
  const place = preview.getByText(` sur ${count(recipients)} `)
  const pair = async (): Promise<string> => {
    const who = (await preview.locator('[aria-live]').first().innerText()).split('\n')[0] ?? ''
    return `${(/\+[\d\s]+$/.exec(who)?.[0] ?? '').replace(/\s/g, '')} ${await page.phone.innerText()}`
  }
  const shown: string[] = []
  for (let index = 0; index <= steps; index++) {
    if (index > 0) await preview.getByRole('button', { name: page.words.composer.preview.next }).click()
    await expect.poll(() => place.innerText()).toMatch(new RegExp(`^${count(index + 1)} sur`))
    shown.push(await pair())
  }
  const before = await place.innerText()
  await preview.getByRole('button', { name: page.words.composer.preview.longest }).click()
  await expect.poll(() => place.innerText()).not.toBe(before)
  return [...shown, await pair()]
}

/** Every preview that there is, asked as the arrows ask; `number text`. */
async function allPreviews(draftId: number, total: number): Promise<string[]> {
  return page.window.evaluate(
    async ([id, text, recipients]) => {
      const pairs: string[] = []
      for (let index = 0; index < recipients; index++) {
        const target = { kind: 'index', index }
        const reply = await window.griot.request('drafts.preview', {
          id,
          template: text,
          transliterate: false,
          target,
        })
        const { phone, text: message } = (reply as { value: { phone: string; text: string } }).value
        pairs.push(`${phone} ${message}`)
      }
      return pairs
    },
    [draftId, template, total] as const,
  )
}

/** Sends with the typed number and gives the progress that was shown on the way, in messages handled. */
async function send(recipients: number): Promise<number[]> {
  await page.window.evaluate(() => {
    const seen: string[] = []
    Object.assign(window, { progressSeen: seen })
    new MutationObserver(() => {
      const text = document.querySelector('main [role="progressbar"]')?.getAttribute('aria-valuetext')
      if (text && text !== seen.at(-1)) seen.push(text)
    }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['aria-valuetext'] })
  })
  await page.window.getByRole('button', { name: /^Envoyer à/ }).click()
  const dialog = page.window.getByRole('dialog')
  await dialog.getByRole('textbox').fill(String(recipients))
  await dialog.getByRole('button', { name: page.words.bill.confirm.send }).click()
  await page.progress.waitFor()
  await page.reaches('finished')
  const texts = await page.window.evaluate(() => (window as unknown as { progressSeen: string[] }).progressSeen)
  return texts.filter((text) => text.includes('traités')).map(figureOf)
}

/** The campaign's page, its row in the table, the history and the export say the same as the gateway. */
async function checkRecords(expected: readonly string[]): Promise<void> {
  const total = expected.length
  const [phone = '', text = ''] = (expected[7] ?? '').split(/ (.*)/s)
  expect(await page.messages.getAttribute('aria-rowcount')).toBe(String(total + 1))
  await page.window.getByRole('searchbox', { name: page.words.campaign.table.search }).fill(phone)
  await expect.poll(() => page.messages.getAttribute('aria-rowcount')).toBe('2')
  expect(await page.messages.getByRole('row').nth(1).innerText()).toContain(text)

  const path = join(folder, 'rapport.csv')
  await willSaveAs(griot.app, path)
  await page.window.getByRole('button', { name: page.words.campaign.more }).click()
  await page.window.getByRole('menuitem', { name: page.words.campaign.csv }).click()
  await expect.poll(() => existsSync(path)).toBe(true)
  const { data, errors } = Papa.parse<Record<string, string>>(readFileSync(path, 'utf8').replace(/^\ufeff/, ''), {
    header: true,
    delimiter: ';',
    skipEmptyLines: true,
  })
  expect(errors).toEqual([])
  expect(data.map((row) => `${row.Numéro?.replace(/[^+\d]/g, '')} ${row.Texte}`).sort()).toEqual([...expected].sort())

  await page.goTo('campaigns')
  const campaigns = page.window.getByRole('grid', { name: page.words.sections.campaigns })
  await campaigns
    .getByText(`${count(total)} sur ${count(total)}`)
    .first()
    .waitFor()
  await page.reaches('finished')

  await page.goTo('history')
  await page.window.getByText(`${count(total)} messages`, { exact: true }).waitFor()
  await page.window.getByRole('searchbox').fill(phone)
  const history = page.window.getByRole('grid').first()
  await expect.poll(() => history.getAttribute('aria-rowcount')).toBe('2')
  expect(await history.getByRole('row').nth(1).innerText()).toContain(text)
}

async function checkArchive(offered: boolean, account: string, gatewayName: string, total: number): Promise<void> {
  const { archives } = page.words
  await page.goTo('archives')
  const chosen = page.window.getByRole('combobox', { name: page.words.history.columns.account })
  await chosen.click()
  await page.window.getByRole('option', { name: account }).click()
  if (!offered) {
    await page.window.getByText(archives.notOffered.replace('{gateway}', gatewayName)).waitFor()
    return
  }
  await page.window.getByRole('grid', { name: page.words.sections.archives }).getByRole('row').nth(1).waitFor()
  await page.window.getByRole('button', { name: archives.compare }).click()
  const found = page.window.locator('dl', { hasText: archives.found }).locator('dd').first()
  await found.waitFor()
  expect(await found.innerText()).toBe(count(total))
  await page.window.getByText(archives.nothingElse).or(page.window.getByText(archives.nothingMissing)).waitFor()
  expect(await page.window.locator('dl', { hasText: archives.missing }).locator('dd').first().innerText()).toBe('0')
}

/** From the file to the sent campaign, with everything that the page says on the way. */
async function goThrough(file: MadeExport, previews: 'all' | 'sample') {
  const expected = expectedPairs(file)
  await readFile(file)
  await page.continueButton.click()
  await page.composer.fill(template)
  await page.saved.waitFor()
  const shown = await stepThroughPreview(12, file.valid)
  expect(shown.slice(0, 13)).toEqual(expected.slice(0, 13))
  expect(expected).toContain(shown[13])
  const draftId = Number(/\/new\/(\d+)/.exec(page.window.url())?.[1])
  const draftPairs = previews === 'all' ? await allPreviews(draftId, file.valid) : expected

  await page.continueButton.click()
  await page.bill.waitFor()
  await page.window.locator('[data-bill-total]').waitFor()
  expect(await page.bill.innerText()).toContain(`${count(file.valid)} destinataires`)
  const line = (words: string) => page.bill.locator('div', { hasText: words }).locator('dd').last().innerText()
  const bill = {
    segments: figureOf(await line(page.words.bill.line.segments)),
    total: figureOf(await line(page.words.bill.total)),
  }
  const left = (await page.leftOut.innerText()).replace(/\s+/g, ' ')
  expect(left).toContain(
    `${count(file.rows)} lignes = ${count(file.valid)} destinataires + ${count(file.rows - file.valid)} écartées`.replace(
      /\s+/g,
      ' ',
    ),
  )
  await expect.poll(() => page.window.getByRole('button', { name: /^Envoyer à/ }).isEnabled()).toBe(true)
  const progress = await send(file.valid)
  expect(progress.length).toBeGreaterThan(2)
  expect(progress).toEqual(progress.toSorted((one, other) => one - other))
  expect(progress.at(-1)).toBe(file.valid)
  return { bill, draftPairs }
}

// the whole export once, where every preview is compared too; test/integration/cli/whole-path.test.ts sends it at all four
const rowsAt = { kingsmspro: 2000, devcodesms: 10_000, smspresto: 2000, lmtgroup: 2000 } as const
describe.each(['kingsmspro', 'devcodesms', 'smspresto', 'lmtgroup'] as const)('a new user at %s', (id) => {
  it(`sends a ${rowsAt[id]}-row French Excel export, and what was previewed is what the gateway got`, async () => {
    // as slow as a gateway nearby: its progress can be seen
    gateway = await startWindowGateway(id, { latencyMs: 20 })
    const { fake, name } = gateway
    await launch(hasKeychain ? {} : gateway.environment('Boutique'))
    const accounts = new AccountsPage(griot.window)
    const detail = await accounts.add({
      ...gateway,
      gateway: name,
      name: 'Boutique',
      baseUrl: fake.url,
      usesKeychain: hasKeychain,
      sender: 'BOUTIQUE',
      price: '15',
    })
    const words = page.words.accounts.detail
    const offers = { balance: id !== 'lmtgroup', archive: id === 'kingsmspro' || id === 'smspresto' }
    await detail.getByText(offers.balance ? words.testOk : words.testUnchecked).waitFor()
    const balance = detail.getByRole('region', { name: words.balance })
    if (offers.balance) await balance.getByText(count(1_000_000), { exact: false }).waitFor()
    else await balance.getByText(page.words.common.notOffered).waitFor()

    const file = await makeExport(join(folder, 'clients.csv'), { rows: rowsAt[id], namesMissing: true })
    const expected = expectedPairs(file)
    const { bill, draftPairs } = await goThrough(file, id === 'devcodesms' ? 'all' : 'sample')

    expect(gatewayPairs(fake).sort()).toEqual([...draftPairs].sort())
    expect(gatewayPairs(fake).sort()).toEqual([...expected].sort())
    expect(fake.faults).toEqual([])
    const segments = fake.log.reduce((sum, message) => sum + message.segments, 0)
    expect(bill).toEqual({ segments, total: segments * 15 })

    await checkRecords(expected)
    await checkArchive(offers.archive, 'Boutique', name, file.valid)
    expect(griot.problems()).toEqual([])
  })
})

describe('a new user in the sandbox', () => {
  it('does the whole job without an account, and the sandbox remembers what was previewed', async () => {
    await launch()
    const file = await makeExport(join(folder, 'clients.csv'), { rows: 2000, namesMissing: true })
    const expected = expectedPairs(file)
    const { draftPairs } = await goThrough(file, 'all')
    expect(draftPairs).toEqual(expected)
    await checkRecords(expected)
    const list = await page.ask('accounts.list', undefined)
    const sandbox = list.ok ? list.value.find(({ gateway: { sandbox: is } }) => is) : undefined
    await checkArchive(true, sandbox?.name ?? '', '', file.valid)
    expect(griot.problems()).toEqual([])
  })
})
