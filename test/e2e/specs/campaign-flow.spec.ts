/** The whole job in the sandbox, as a new user does it: file, message, bill, sending, result. Screenshots in both languages and themes. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { launchGriot, type Griot } from '../../helpers/electron'
import { CampaignPage } from '../pages/campaign.page'
import { everyLook, narrow, resize, seriousViolations, settled, wide } from '../pages/looks'

let folder: string
let griot: Griot | undefined
let page: CampaignPage

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'griot-flow-'))
})
afterEach(async () => {
  await griot?.close()
  griot = undefined
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** 40 good rows, 2 bad, 1 twice, 2 without a first name, 2 old numbers of Côte d’Ivoire; Windows-1252 as Excel writes it. */
function writeClients(): string {
  const first = ['Awa', 'Françoise', 'Jean-Pierre', 'Mariam', 'Noël', 'Aïcha', 'Kouamé', 'Thérèse']
  const last = ['Ndiaye', 'Mballa', 'Kouassi', 'Traoré', 'Fotso']
  const rows = Array.from({ length: 40 }, (_, index) => {
    const number = `6 77 12 ${String(30 + Math.floor(index / 8)).padStart(2, '0')} ${String(10 + index).padStart(2, '0')}`
    const name = index === 7 || index === 21 ? '' : first[index % first.length]!
    return `${last[index % last.length]!};${name};${number};${(index + 1) * 1500}`
  })
  rows.push('Fotso;Alain;6,77123E+08;12000', 'Mballa;Rose;12;500', 'Ndiaye;Awa;+237 677 12 30 10;1500')
  rows.push('Kouassi;Yao;+225 07 12 34 56;9000', 'Kouassi;Aya;+225 05 65 43 21;7000')
  rows.push('Fotso;Luc;6 77 12 40 00;100', 'Fotso;Eva;6 77 12 40 01;100')
  const path = join(folder, 'clients.csv')
  writeFileSync(path, Buffer.from(`Nom;Prénom;Téléphone;Montant dû (F)\r\n${rows.join('\r\n')}\r\n`, 'latin1'))
  return path
}

async function launch(language: 'fr' | 'en', colorScheme: 'light' | 'dark', dataDir?: string): Promise<void> {
  griot = await launchGriot({ language, colorScheme, ...(dataDir === undefined ? {} : { dataDir }) })
  page = new CampaignPage(griot.window, language)
  await page.title.waitFor()
  await page.ask('settings.save', { language, theme: colorScheme, country: 'CM', tourDone: true })
}

/** The screen of a flow as it is, in both themes and at both sizes. */
async function shoot(name: string, language: 'fr' | 'en'): Promise<void> {
  await look(name, language, () => Promise.resolve())
}

/** The same, and whether axe finds anything in either theme. */
async function shootAndExamine(name: string, language: 'fr' | 'en'): Promise<void> {
  await look(name, language, async () => expect(await seriousViolations(griot!)).toEqual([]))
}

async function look(name: string, language: 'fr' | 'en', examine: () => Promise<void>): Promise<void> {
  await everyLook(
    griot!,
    page,
    async ({ theme, size, isKept, isFirst }) => {
      if (isKept) await griot!.screenshot(`campaign/${name}-${language}-${theme}-${size.width}`)
      if (isFirst) await examine()
    },
    [language],
  )
}

/** What one test alone shows, in French and in the light: at both sizes. */
async function shootLight(name: string): Promise<void> {
  for (const size of [narrow, wide]) {
    await resize(griot!, size)
    await settled(griot!)
    await griot!.screenshot(`campaign/${name}-fr-light-${size.width}`)
  }
}

/** The number at the end of a page's address: the draft's or the campaign's. */
const idIn = (address: string): number => Number(/(\d+)(?:\?|$)/.exec(address)?.[1])

/** Holds the printing until it is let go, to look at the report as it goes to paper. */
async function holdPrinting(): Promise<void> {
  await griot!.app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!
    const print = webContents.printToPDF.bind(webContents)
    const held = new Promise<void>((letPrint) => Object.assign(globalThis, { letPrint }))
    webContents.printToPDF = async (options) => {
      await held
      return print(options)
    }
  })
}
async function shootPaper(): Promise<void> {
  await page.window.locator('.printed-report').waitFor({ state: 'attached' })
  await page.window.emulateMedia({ media: 'print' })
  await griot!.screenshot('campaign/26-paper-fr')
  await page.window.emulateMedia({ media: null })
  await griot!.app.evaluate(() => (globalThis as unknown as { letPrint: () => void }).letPrint())
}

describe.each(['fr', 'en'] as const)('a campaign in the sandbox, %s, in both themes', (language) => {
  it('goes from the file to the report', async () => {
    const french = language === 'fr'
    await launch(language, 'light')
    await page.start()
    await shoot('1-empty', language)

    await page.addFile(writeClients())
    await page.window.getByRole('button', { name: page.words.draft.source.adjust }).click()
    await page.window.getByText('WINDOWS-1252', { exact: false }).first().waitFor()
    await shootAndExamine('2-recipients', language)

    // a bad number is corrected in place
    await page.window.getByRole('grid', { name: page.words.draft.rows.title }).getByText('12', { exact: true }).click()
    const fix = page.window.getByRole('textbox', { name: page.words.draft.rows.fixLabel.split('{')[0]! })
    await fix.fill('6 77 99 88 77')
    await shoot('3-fixing', language)
    await fix.press('Enter')
    await fix.waitFor({ state: 'detached' })
    // old numbers are converted by one switch
    await page.window.getByRole('switch').first().click()
    await page.saved.waitFor()

    await page.continueButton.click()
    await shoot('4-message-empty', language)
    const greeting = french ? 'Bonjour ' : 'Hello '
    await page.composer.pressSequentially(`${greeting}{{pré`)
    await page.suggestions.waitFor()
    await shoot('5-suggestions', language)
    await page.composer.press('Enter')
    await page.composer.pressSequentially(french ? ', ça fait ' : ', ça costs ')
    await page.composer.pressSequentially('{{mon')
    await page.composer.press('Enter')
    await page.composer.pressSequentially(
      french ? ' F à régler avant samedi. Merci d’avance' : ' F to pay by Saturday. Thank you – see you soon',
    )
    await expect.poll(() => page.composer.inputValue()).toContain('{{ Montant dû (F) }}')
    await page.phone.getByText('1500').waitFor()
    await page.saved.waitFor()
    await shootAndExamine('6-message', language)

    // the gap gets a fallback, the costly characters go
    await page.window
      .getByRole('textbox', { name: page.words.composer.missing.fallback.split('«')[0]!.split('“')[0]! })
      .fill(french ? 'cher client' : 'dear customer')
    await page.window.getByRole('button', { name: page.words.composer.missing.add, exact: true }).click()
    await page.window.getByRole('button', { name: page.words.composer.costly.replaceAll }).click()
    await page.window.getByRole('button', { name: page.words.composer.costly.everywhere }).click()
    await expect.poll(() => page.composer.inputValue()).toContain('| default: "')
    await page.saved.waitFor()
    await shoot('7-message-cheap', language)

    await page.continueButton.click()
    await page.bill.waitFor()
    await page.window.locator('[data-bill-total]').waitFor()
    await shootAndExamine('8-bill', language)
    await page.leftOut.getByRole('button').first().click()
    await shoot('9-left-out', language)
    await page.window.keyboard.press('Escape')

    await page.window.getByRole('button', { name: /^(Envoyer à|Send to)/ }).click()
    await page.lookedAt.waitFor()
    await shootAndExamine('9b-last-look', language)
    await page.lastLook.getByRole('button', { name: page.words.bill.confirm.send, exact: true }).click()
    // taken back: nothing has left
    await page.lastLook.getByRole('button', { name: page.words.bill.leaving.takeBack }).click()
    await page.lastLook.waitFor({ state: 'detached' })
    await page.send()
    await shoot('10-progress', language)
    await expect.poll(() => page.outcome('doubtful').innerText()).toMatch(/1/)
    await expect.poll(() => page.outcome('delivered').count()).toBe(1)
    await page.reaches('finished')
    await shootAndExamine('11-result', language)
    await page.messages.getByText('+237 6 77 12', { exact: false }).first().click()
    await shoot('12-message-story', language)
    await page.window.keyboard.press('Escape')
    await page.window.getByRole('radio', { name: page.words.campaign.tabs.report }).click()
    await shootAndExamine('13-report', language)
    await page.window.getByRole('button', { name: page.words.campaign.settle.open }).first().click()
    await shoot('14-settle', language)
    // the sandbox's archive holds the message whose answer was lost
    await page.window.getByRole('button', { name: page.words.campaign.settle.do.from_gateway, exact: true }).click()
    await page.outcome('doubtful').waitFor({ state: 'detached' })
    await page.goTo('campaigns')
    await shootAndExamine('15-list', language)
    expect(griot!.problems()).toEqual([])
  })
})

describe('a campaign that is interrupted, paced and kept', () => {
  it('opens its draft again where it was left, after a power cut', async () => {
    const dataDir = join(folder, 'data')
    await launch('fr', 'light', dataDir)
    await page.start()
    await page.addFile(writeClients())
    await page.continueButton.click()
    await page.composer.fill('Bonjour {{ Prénom }}, à bientôt')
    await page.saved.waitFor()
    await griot!.kill()

    await launch('fr', 'light', dataDir)
    await page.goTo('campaigns')
    await page.window.getByRole('region', { name: page.words.campaigns.drafts }).getByRole('link').first().click()
    await expect.poll(() => page.composer.inputValue()).toBe('Bonjour {{ Prénom }}, à bientôt')
    // back and forth loses nothing, and the file can still be read otherwise
    await page.goToStep('recipients')
    await page.window.getByText(/47 lignes lues/).waitFor()
    await page.window.getByRole('combobox', { name: page.words.source.mapping.phone }).waitFor()
    await page.goToStep('message')
    expect(await page.composer.inputValue()).toBe('Bonjour {{ Prénom }}, à bientôt')
    expect(griot!.problems()).toEqual([])
  })

  it('asks for the typed number, pauses and resumes at once, and ends as CSV and PDF', async () => {
    const path = join(folder, 'beaucoup.csv')
    const rows = Array.from(
      { length: 1200 },
      (_, index) => `${String(677_100_000 + index * 100 + 11 + (index % 80))};Client ${index}`,
    )
    writeFileSync(path, `Téléphone;Nom\n${rows.join('\n')}\n`)
    await launch('fr', 'light')
    await page.start()
    await page.addFile(path)
    await page.continueButton.click()
    await page.composer.fill('Bonjour {{ Nom }}, la boutique ouvre demain.')
    await page.saved.waitFor()
    // slow enough to be looked at, whatever the machine
    await page.ask('drafts.save', { id: idIn(page.window.url()), patch: { rate: 5 } })
    await page.continueButton.click()
    await page.bill.waitFor()
    const send = page.window.getByRole('button', { name: /^Envoyer à/ })
    await send.click()
    const dialog = page.window.getByRole('dialog')
    await dialog.getByRole('textbox').fill('1199')
    await dialog.getByRole('button', { name: page.words.bill.confirm.send }).click()
    await dialog.getByText(page.words.base.confirm.mismatch).waitFor()
    await shootLight('16-typed-number')
    await dialog.getByRole('textbox').fill('1 200')
    await dialog.getByRole('button', { name: page.words.bill.confirm.send }).click()

    await page.progress.waitFor()
    await shootLight('17-sending')
    await page.window.getByRole('button', { name: page.words.campaign.pauseIt, exact: true }).click()
    const resume = page.window.getByRole('button', { name: page.words.campaign.resume, exact: true })
    await resume.waitFor()
    await page.window.getByText('Aucun ne sera envoyé deux fois', { exact: false }).waitFor()
    await shootLight('18-paused')
    expect(await seriousViolations(griot!)).toEqual([])
    await page.ask('campaigns.setRate', { id: idIn(page.window.url()), rate: null })
    await resume.click()
    await page.window.getByRole('main').getByText('terminée', { exact: true }).waitFor()

    await holdPrinting()
    for (const kind of ['csv', 'pdf'] as const) {
      const target = join(folder, `rapport.${kind}`)
      await griot!.app.evaluate(({ dialog: native }, filePath) => {
        native.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
      }, target)
      await page.window.getByRole('button', { name: page.words.campaign.more }).click()
      await page.window.getByRole('menuitem', { name: page.words.campaign[kind] }).click()
      if (kind === 'pdf') await shootPaper()
      await expect.poll(() => existsSync(target)).toBe(true)
    }
    await expect.poll(() => readFileSync(join(folder, 'rapport.csv'), 'utf8').trim().split('\r\n').length).toBe(1201)
    await expect.poll(() => readFileSync(join(folder, 'rapport.pdf')).subarray(0, 5).toString()).toBe('%PDF-')
    expect(griot!.problems()).toEqual([])
  })

  it('is planned for later in words, and taken back', async () => {
    await launch('fr', 'light')
    await page.start()
    await page.window.getByRole('radio', { name: page.words.draft.add.paste }).click()
    await page.window
      .getByRole('textbox', { name: page.words.draft.add.pasteLabel })
      .fill('Nom\tTéléphone\nAwa\t6 77 12 34 56\nYao\t6 77 12 34 57\n')
    await page.window.getByRole('button', { name: page.words.draft.add.addPasted }).click()
    await page.window.getByText(/2 lignes lues/).waitFor()
    await page.window.getByRole('radio', { name: page.words.draft.add.numbers }).click()
    await page.window.getByRole('textbox', { name: page.words.draft.add.numbersLabel }).fill('677123456, 677123499')
    await page.window.getByRole('button', { name: 'Ajouter 2 numéros' }).click()
    await page.window.getByText(/4 lignes lues/).waitFor()
    await shootLight('21-two-sources')
    await page.continueButton.click()
    await page.composer.fill('Bonjour, à demain.')
    await page.saved.waitFor()
    await page.continueButton.click()
    await page.bill.waitFor()
    // a test to oneself first
    await page.window.getByRole('textbox', { name: page.words.bill.test.phone }).fill('677 99 88 77')
    await page.window.getByRole('button', { name: page.words.bill.test.send }).click()
    await page.window.getByText('Le message est parti vers +237 6 77 99 88 77.').waitFor()
    await page.window.getByRole('radio', { name: page.words.bill.schedule.later }).click()
    await page.window.getByLabel(page.words.bill.schedule.date, { exact: true }).fill('2031-03-10')
    await page.window.getByRole('combobox', { name: page.words.bill.schedule.recurrence }).click()
    await page.window.getByRole('option', { name: page.words.bill.schedule.weekly }).click()
    await page.window.getByText('chaque lundi à 09:00', { exact: false }).waitFor()
    await shootLight('19-schedule')
    await page.window.getByRole('button', { name: /^Programmer pour/ }).click()
    await page.lastLook.getByRole('button', { name: page.words.bill.schedule.do, exact: true }).click()
    await page.window.getByText('chaque lundi à 09:00', { exact: false }).waitFor()
    await shootLight('20-scheduled')
    await page.window.getByRole('button', { name: page.words.campaign.more }).click()
    await page.window.getByRole('menuitem', { name: page.words.campaign.duplicate }).click()
    await expect.poll(() => page.title.innerText()).not.toBe('')
    await page.goTo('campaigns')
    await page.window.getByRole('grid').getByText('programmée').click()
    await page.window.getByRole('button', { name: page.words.campaign.more }).click()
    await page.window.getByRole('menuitem', { name: page.words.campaign.unschedule }).click()
    await page.bill.waitFor()
    // its time is kept: it does not leave now
    await page.window.getByRole('button', { name: /^Programmer pour/ }).waitFor()
    await page.window.getByText('chaque lundi à 09:00', { exact: false }).waitFor()
    expect(griot!.problems()).toEqual([])
  })

  it('fits the narrow window with text at 200 %, and is walked with the keyboard alone', async () => {
    await launch('fr', 'light')
    await page.ask('settings.save', { textZoom: 2 })
    await resize(griot!, narrow)
    const { keyboard } = page.window
    const tabTo = async (name: string | RegExp, role: 'button' | 'radio' | 'textbox' | 'grid'): Promise<void> => {
      const wanted = page.window.getByRole(role, { name, ...(typeof name === 'string' ? { exact: true } : {}) })
      await wanted.waitFor()
      for (let presses = 0; presses < 80; presses += 1) {
        if (await wanted.evaluate((element) => element === document.activeElement)) return
        await keyboard.press('Tab')
      }
      throw new Error(`never reached ${String(name)}`)
    }
    const fits = async (): Promise<void> => {
      const wide = await page.window.evaluate(
        () =>
          [...document.querySelectorAll('main, main > div, main header')].filter(
            (element) => element.scrollWidth > element.clientWidth + 1,
          ).length,
      )
      expect(wide).toBe(0)
    }
    await page.start()
    await tabTo(page.words.draft.add.file, 'radio')
    // reka-ui selects a radio 0 ms after the key goes down, and only while it is down
    await keyboard.down('ArrowRight')
    await page.window.getByRole('textbox', { name: page.words.draft.add.pasteLabel, exact: true }).waitFor()
    await keyboard.up('ArrowRight')
    await tabTo(page.words.draft.add.pasteLabel, 'textbox')
    await keyboard.insertText('Nom\tTéléphone\nAwa\t6 77 12 34 56\nYao\t12\n')
    await tabTo(page.words.draft.add.addPasted, 'button')
    await keyboard.press('Enter')
    await tabTo(page.words.draft.rows.title, 'grid')
    await keyboard.press('Enter')
    await page.window.getByRole('textbox', { name: /Numéro de la ligne/ }).waitFor()
    await keyboard.type('677 12 34 57')
    await keyboard.press('Enter')
    await page.window.getByText('2 valides').first().waitFor()
    await shootLight('22-zoom-recipients')
    await fits()
    await keyboard.press('Control+Enter')
    await tabTo(page.words.composer.label, 'textbox')
    await keyboard.type('Bonjour {{n')
    await page.suggestions.waitFor()
    await keyboard.press('Enter')
    await keyboard.type(', à demain.')
    await page.phone.getByText('Bonjour Awa, à demain.').waitFor()
    await page.saved.waitFor()
    await shootLight('23-zoom-message')
    await fits()
    await keyboard.press('Control+Enter')
    await page.bill.waitFor()
    await page.window.locator('[data-bill-total]').waitFor()
    await shootLight('24-zoom-bill')
    await fits()
    await tabTo(/^Envoyer à 2/, 'button')
    await keyboard.press('Enter')
    await page.lookedAt.waitFor()
    await shootLight('24b-zoom-last-look')
    await fits()
    await tabTo(page.words.bill.confirm.send, 'button')
    await keyboard.press('Enter')
    await page.progress.waitFor()
    await shootLight('25-zoom-progress')
    await fits()
    expect(griot!.problems()).toEqual([])
  })
})
