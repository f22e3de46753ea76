/** Preparing a campaign, everything a person can do before it is sent: sources, fields, templates, costs, safety screen. */
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Locator } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { automaticReading, type SourceInput } from '@shared/contract/recipients'
import { launchGriot, type Griot } from '../../helpers/electron'
import { willOpen, willSaveAs } from '../../helpers/native-dialogs'
import { CampaignPage } from '../pages/campaign.page'
import { Keyboard } from '../pages/keyboard'
import { settled } from '../pages/looks'

let folder: string
let griot: Griot | undefined
let page: CampaignPage

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'griot-composer-'))
})
afterEach(async () => {
  await griot?.close()
  griot = undefined
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** Headings as people write them; line 4 has no first name, line 5 a bad number, line 6 a long name. */
function writeClients(): string {
  const path = join(folder, 'clients.csv')
  const rows = [
    'Prénom;Nom;Téléphone;Montant dû (F);🎁 [Cadeau] "VIP";Autre',
    'Awa;Ndiaye;677123410;12500;tasse;699123410',
    'Yao;Kouassi;677123411;8000;;699123411',
    ';Fotso;677123412;900;stylo;699123412',
    'Rose;Mballa;12;500;;',
    `Marie;${'Essomba '.repeat(9).trim()};677123414;4500;;699123414`,
    'Luc;Traoré;677123415;700;;',
  ]
  writeFileSync(path, `${rows.join('\n')}\n`)
  return path
}

async function launch(language: 'fr' | 'en', colorScheme: 'light' | 'dark', dataDir?: string): Promise<void> {
  griot = await launchGriot({ language, colorScheme, ...(dataDir === undefined ? {} : { dataDir }) })
  page = new CampaignPage(griot.window, language)
  await page.title.waitFor()
  await page.ask('settings.save', { language, theme: colorScheme, country: 'CM', tourDone: true })
}

async function valueOf<Value>(
  asked: Promise<{ ok: true; value: Value } | { ok: false; error: unknown }>,
): Promise<Value> {
  const reply = await asked
  if (!reply.ok) throw new Error(JSON.stringify(reply.error))
  return reply.value
}

/** The same screen at both sizes, without a serious fault. @param before what a change of size undoes (the pointer's place) */
async function look(name: string, variant: string, before?: () => Promise<void>): Promise<void> {
  for (const [width, height] of [
    [1600, 1000],
    [1024, 640],
  ] as const) {
    await griot!.app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    )
    await page.window.waitForFunction((wanted) => window.innerWidth === wanted, width)
    await before?.()
    await settled(griot!)
    await griot!.screenshot(`composer/${name}-${variant}-${width}`)
  }
  const { violations } = await new AxeBuilder({ page: page.window }).setLegacyMode().analyze()
  expect(
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${name} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
  ).toEqual([])
}

const button = (name: string | RegExp, exact = true): Locator => page.window.getByRole('button', { name, exact })
const costlyPanel = (): Locator => page.window.getByRole('region', { name: page.words.composer.costly.title })

/** Over the first letter that is underlined: the mark lies under the field, so the pointer goes to its place. */
async function hover(letter: string): Promise<void> {
  const box = await page.window.locator('[data-costly]', { hasText: letter }).first().boundingBox()
  await page.window.mouse.move(box!.x + box!.width / 2, box!.y + box!.height / 2, { steps: 3 })
}

const templates = ['Bienvenue', 'Somme due', 'Rendez-vous', 'Soldes', 'Tontine', 'Vœux'].map((name) => ({
  name,
  body: name === 'Somme due' ? 'Bonjour {{ Prénom }}, vous devez {{ Montant dû (F) }} F.' : `${name} à tous.`,
}))

describe.each([
  ['fr', 'light'],
  ['en', 'dark'],
] as const)('a campaign is prepared, %s, %s', (language, theme) => {
  it('from mixed sources to the safety screen', async () => {
    const variant = `${language}-${theme}`
    const french = language === 'fr'
    await launch(language, theme)
    const { words } = page
    const keyboard = new Keyboard(page.window)
    for (const template of templates) await page.ask('templates.save', template)
    const people: SourceInput = { kind: 'pasted', text: 'Nom\tTéléphone\nÉric\t677123420\n', options: automaticReading }
    const toGroup = { source: people, country: 'CM', migrate: true, mapping: null, rejectsPath: null, jobId: 'people' }
    await valueOf(page.ask('contacts.import', { ...toGroup, groupName: 'Clients fidèles' }))

    // recipients from everywhere
    await page.start()
    await page.addFile(writeClients())
    await page.window.getByRole('radio', { name: words.draft.add.paste }).click()
    await page.window
      .getByRole('textbox', { name: words.draft.add.pasteLabel })
      .fill('Prénom\tTéléphone\nFrançoise\t677 12 34 30\nAwa\t677 12 34 10\n')
    await button(words.draft.add.addPasted).click()
    await page.window.getByRole('region', { name: words.draft.source.pasted }).waitFor()
    await page.window.getByRole('radio', { name: words.draft.add.group, exact: true }).click()
    await page.window.getByRole('combobox', { name: words.draft.add.groupLabel }).fill('fid')
    await page.window.getByRole('option', { name: /Clients fidèles/ }).click()
    await button(words.draft.add.addGroup).click()
    await page.window.getByRole('region', { name: 'Clients fidèles' }).waitFor()
    await page.window.getByRole('radio', { name: words.draft.add.numbers }).click()
    await page.window.getByRole('textbox', { name: words.draft.add.numbersLabel }).fill('677123440')
    await button(/^(Ajouter 1|Add 1)/, false).click()
    await page.window.getByRole('region', { name: words.draft.source.numbers }).waitFor()
    await page.window.getByRole('region', { name: 'clients.csv' }).scrollIntoViewIfNeeded()
    await look('01-mixed-sources', variant)

    // the bad row is corrected in place; the duplicates go out as a file
    const target = join(folder, 'problems.csv')
    await willSaveAs(griot!.app, target)
    await button(words.draft.rows.export).click()
    await expect.poll(() => existsSync(target) && readFileSync(target, 'utf8')).toContain('Rose')
    await page.window.getByRole('grid', { name: words.draft.rows.title }).getByText('12', { exact: true }).click()
    const fix = page.window.getByRole('textbox', { name: words.draft.rows.fixLabel.split('{')[0]! })
    await fix.fill('6 77')
    await fix.press('Enter')
    await expect.poll(() => fix.getAttribute('aria-invalid')).toBe('true')
    await look('02-fixing', variant)
    await fix.fill('677123413')
    await fix.press('Enter')
    await fix.waitFor({ state: 'detached' })

    // a text of the library, then fields by keyboard and by mouse
    await page.continueButton.click()
    await button(words.composer.library.open).click()
    await page.window.getByRole('searchbox', { name: words.composer.library.search }).fill('somme')
    await look('03-library', variant)
    await page.window
      .getByRole('dialog')
      .getByRole('button', { name: /^Somme due/ })
      .click()
    await expect.poll(() => page.composer.inputValue()).toContain('{{ Montant dû (F) }}')
    await page.composer.press('Control+End')
    await page.composer.pressSequentially(' {{cad')
    await page.suggestions.getByRole('option', { name: '🎁 [Cadeau] "VIP"' }).waitFor()
    await look('04-suggestions', variant)
    await page.composer.press('Enter')
    await page.composer.pressSequentially(' {{')
    await page.suggestions.getByRole('option', { name: 'Nom', exact: true }).click()
    await expect.poll(() => page.composer.inputValue()).toContain('F. {{ 🎁 [Cadeau] "VIP" }} {{ Nom }}')
    // Backspace takes a chip whole
    for (let press = 0; press < 2; press += 1) await page.composer.press('Backspace')
    await page.composer.press('Backspace')
    for (let press = 0; press < 2; press += 1) await page.composer.press('Backspace')
    await expect.poll(() => page.composer.inputValue()).toMatch(/F\. ?$/)
    await button(words.composer.insert).click()
    const menu = page.window.getByRole('dialog', { name: words.composer.insert })
    await menu.getByRole('textbox', { name: words.composer.fallback.label }).fill(french ? 'client' : 'customer')
    await menu.getByRole('button', { name: /^Nom/ }).click()
    await expect.poll(() => page.composer.inputValue()).toContain('{{ Nom | default: ')

    // what costs
    await page.composer.press('Control+End')
    await page.composer.pressSequentially(', ça vous va ? L’équipe')
    await page.saved.waitFor()
    await costlyPanel()
      .getByText(french ? 'seul, n’économise rien' : 'alone, saves nothing')
      .first()
      .waitFor()
    await hover('ç')
    await page.window
      .getByText(french ? /Remplacé seul, il n’économise rien/ : /Replaced alone, it saves nothing/)
      .waitFor()
    await look('05-costly-alone', variant, () => hover('ç'))
    await page.window.mouse.move(5, 5)
    await costlyPanel().getByRole('button', { name: '’ → ', exact: false }).click()
    await expect.poll(() => page.composer.inputValue()).toContain("L'équipe")
    await page.composer.press('Control+z')
    await expect.poll(() => page.composer.inputValue()).toContain('L’équipe')
    await page.composer.press('Control+y')
    await page.saved.waitFor()
    await costlyPanel()
      .getByText(french ? /économise \d+ SMS/ : /saves \d+ SMS/)
      .first()
      .waitFor()
    await hover('ç')
    await page.window
      .getByText(french ? /le remplacer par «\s?c\s?» économise/ : /replacing it with “c” saves/)
      .waitFor()
    await look('06-costly', variant, () => hover('ç'))
    await page.window.mouse.move(5, 5)
    // the same by keyboard: the caret beside the letter, Tab to the card, Enter
    await page.composer.press('Control+Home')
    const start = await page.composer.inputValue()
    await page.composer.evaluate(
      (area, at) => (area as HTMLTextAreaElement).setSelectionRange(at, at),
      start.indexOf('ça') + 2,
    )
    await page.composer.press('ArrowLeft')
    await page.window
      .getByText(french ? /le remplacer par «\s?c\s?» économise/ : /replacing it with “c” saves/)
      .first()
      .waitFor()
    await keyboard.press('Tab', 'Enter')
    await expect.poll(() => page.composer.inputValue()).toContain(', ca vous va')
    await page.saved.waitFor()

    // whoever gets it: next, longest, empty
    const place = page.window.getByRole('region', { name: words.composer.preview.title })
    await place.getByText(french ? /^1 sur/ : /^1 of/).waitFor()
    await button(words.composer.preview.next).click()
    await place.getByText(french ? /^2 sur/ : /^2 of/).waitFor()
    await button(words.composer.preview.longest).click()
    await page.phone.getByText('Essomba Essomba', { exact: false }).waitFor()
    await button(words.composer.preview.missing).click()
    await place.getByText(french ? /ne recevra rien/ : /will get nothing/).waitFor()
    await look('07-missing', variant)
    await page.window
      .getByRole('textbox', { name: words.composer.missing.fallback.split(/[«“]/)[0]! })
      .first()
      .fill(french ? 'cher client' : 'dear customer')
    await button(words.composer.missing.add).first().click()
    await expect.poll(() => page.composer.inputValue()).toContain('{{ Prénom | default: "')
    await button(words.composer.library.save).click()
    await page.window.getByRole('textbox', { name: words.composer.library.name }).fill('Relance')
    await button(words.composer.library.keep).click()
    await page.window.getByText(words.composer.library.saved.replace('{name}', 'Relance')).first().waitFor()
    // flash is offered where the gateway has it
    await page.window.getByRole('switch', { name: words.composer.flash.label }).waitFor()

    // the safety screen, every month
    await page.saved.waitFor()
    await page.continueButton.click()
    await page.bill.waitFor()
    await page.window.locator('[data-bill-total]').waitFor()
    await page.window.getByRole('radio', { name: words.bill.schedule.later }).click()
    await page.window.getByLabel(words.bill.schedule.date, { exact: true }).fill('2031-03-10')
    await page.window.getByRole('combobox', { name: words.bill.schedule.recurrence }).click()
    await page.window.getByRole('option', { name: words.bill.schedule.monthly }).waitFor()
    await look('08-select-open', variant)
    await page.window.getByRole('option', { name: words.bill.schedule.monthly }).click()
    await page.window
      .getByText(french ? /le 10 de chaque mois/ : /10.* of every month|every month/i)
      .first()
      .waitFor()
    await look('09-review', variant)
    expect(griot!.problems()).toEqual([])
  })
})

describe('a draft that was left', () => {
  it('is read otherwise after a restart without its file being asked for, until the file is gone', async () => {
    const dataDir = join(folder, 'data')
    const path = writeClients()
    await launch('fr', 'light', dataDir)
    await page.start()
    await page.addFile(path)
    await page.continueButton.click()
    await page.composer.fill('Bonjour {{ Prénom }}')
    await page.saved.waitFor()
    await griot!.kill()

    await launch('fr', 'light', dataDir)
    const { words } = page
    await page.goTo('campaigns')
    await page.window.getByRole('region', { name: words.campaigns.drafts }).getByRole('link').first().click()
    await page.goToStep('recipients')
    const phone = page.window.getByRole('combobox', { name: words.source.mapping.phone })
    await phone.fill('Autre')
    await page.window.getByRole('option', { name: /^Autre/ }).click()
    await expect.poll(() => phone.inputValue()).toBe('Autre')
    await page.window
      .getByText(/4 valides/)
      .first()
      .waitFor()

    renameSync(path, `${path}.away`)
    await phone.fill('Téléphone')
    await page.window.getByRole('option', { name: /^Téléphone/ }).click()
    await page.window.getByText('Le fichier « clients.csv » est introuvable', { exact: false }).waitFor()
    await look('10-file-gone', 'fr-light')
    await expect.poll(() => phone.inputValue()).toBe('Autre')
    await willOpen(griot!.app, `${path}.away`)
    await button(words.draft.source.chooseAgain).click()
    // read as was last asked
    await expect.poll(() => phone.inputValue()).toBe('Téléphone')
    expect(griot!.problems()).toEqual([])
  })
})

describe('before more than a thousand people', () => {
  it('who got the same text is shown, and the number is typed', async () => {
    await launch('fr', 'light')
    const { words } = page
    const first = await valueOf(page.ask('drafts.create', { name: 'Hier' }))
    const phones = ['677200011', '677200012', '677200013']
    const accounts = await valueOf(page.ask('accounts.list', undefined))
    const accountId = accounts.find(({ gateway }) => gateway.sandbox)?.id ?? 0
    await page.ask('drafts.save', {
      id: first.id,
      patch: { accountId, template: 'La boutique ouvre demain.', country: 'CM' },
    })
    const typed: SourceInput = { kind: 'numbers', phones }
    await valueOf(page.ask('drafts.addSource', { id: first.id, source: typed, mapping: null, jobId: 'typed' }))
    await valueOf(page.ask('drafts.start', { id: first.id, confirmedRecipients: 3 }))
    await expect.poll(async () => (await valueOf(page.ask('campaigns.get', { id: first.id }))).state).toBe('finished')

    const path = join(folder, 'beaucoup.csv')
    const rows = Array.from({ length: 1200 }, (_, index) => `Client ${index};${677_300_000 + index}`)
    writeFileSync(path, `Nom;Téléphone\n${rows.join('\n')}\nAwa;677200011\nYao;677200012\nRose;677200013\n`)
    await page.start()
    await page.addFile(path)
    await page.continueButton.click()
    await page.composer.fill('La boutique ouvre demain.')
    await page.saved.waitFor()
    await page.continueButton.click()
    await page.leftOut.getByRole('button', { name: /^3 Ont reçu ce texte/ }).click()
    await page.window.getByRole('grid', { name: words.draft.rows.title }).getByText('+237 6 77 20 00 11').waitFor()
    await look('11-same-text', 'fr-light')
    await page.window.keyboard.press('Escape')
    await button(/^Envoyer à 1.200 destinataires/, false).click()
    const dialog = page.window.getByRole('dialog')
    await dialog.getByRole('textbox').fill('1199')
    await dialog.getByRole('button', { name: words.bill.confirm.send }).click()
    await dialog.getByText(words.base.confirm.mismatch).waitFor()
    await look('12-typed-number', 'fr-light')
    await page.window.keyboard.press('Escape')
    // a gateway without flash does not offer it
    const gateway = await valueOf(
      page.ask('accounts.save', {
        name: 'Boutique',
        gateway: 'devcodesms',
        baseUrl: 'http://127.0.0.1:9',
        sender: 'BOUTIQUE',
        country: 'CM',
        currency: 'XAF',
        price: null,
        maxRate: null,
        concurrency: null,
        alertBelow: null,
        callbackUrl: null,
        usesKeychain: false,
      }),
    )
    await page.window.getByRole('combobox', { name: words.bill.choices.account }).click()
    await page.window.getByRole('option', { name: /^Boutique/ }).click()
    await page.goToStep('message')
    await page.window.getByRole('switch', { name: words.composer.transliterate.label }).waitFor()
    await expect.poll(() => page.window.getByRole('switch', { name: words.composer.flash.label }).count()).toBe(0)
    // removed meanwhile: said where it is mended
    await page.goToStep('review')
    await valueOf(page.ask('accounts.remove', { id: gateway.id }))
    await page.window
      .getByText(/compte/i)
      .first()
      .waitFor()
    await look('13-account-removed', 'fr-light')
    expect(griot!.problems()).toEqual([])
  })
})
