/**
 * People, in French by day and in English by night: imported with the bad rows kept, found, sorted, grouped, corrected,
 * merged, opted out by the handful, exported, removed and brought back, erased for good. Axe looks at each state.
 */
import { automaticReading } from '@shared/contract/recipients'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { beforeEach, describe, expect, it } from 'vitest'
import { launchGriot } from '../../helpers/electron'
import { willSaveAs } from '../../helpers/native-dialogs'
import { shareWindow } from '../../helpers/shared-window'
import { settled } from '../pages/looks'
import { ContactsPage } from '../pages/contacts.page'

const longName = 'Nnomezoo'.repeat(24)
const pasted = [
  'Nom;Téléphone;Quartier',
  'Awa Ndiaye;6 77 12 34 10;Akwa',
  'Moussa Traoré;+237 699 45 67 12;Deido',
  'Chantal Mbarga;655889014;Akwa',
  'Awa N.;237677123410;Akwa',
  'Léopold Manga;2,37651E+11;Bonapriso',
  'moussa traore;677889900;Bali',
  'Zoé Fotso;677889901;Bali',
  `${longName};677889902;Bali`,
].join('\n')
const optedOut = ['Numéro;Motif', '677 88 99 55;x', '699 00 00 01;y', 'douze;z'].join('\n')
const sizes = [
  { width: 1024, height: 640 },
  { width: 1600, height: 1000 },
]

describe.each([
  ['fr', 'light'],
  ['en', 'dark'],
] as const)('contacts in %s, %s', (language, theme) => {
  const opened = shareWindow(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'griot-contacts-e2e-'))
    const griot = await launchGriot({ language, colorScheme: theme })
    const page = new ContactsPage(griot.window, language)
    await page.title.waitFor()
    await page.ask('settings.save', { language, theme, country: 'CM', tourDone: true })
    await page.goTo('contacts')
    return {
      griot,
      page,
      folder,
      /** Whether the people of `pasted` were imported. */
      filled: false,
      async close() {
        await griot.close()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  })
  let { griot, page, folder } = {} as ReturnType<typeof opened>
  beforeEach(() => {
    ;({ griot, page, folder } = opened())
  })

  /** The people of `pasted` and what earlier tests made of them; made here where the window is new. */
  async function people({
    group,
    text = pasted,
  }: { readonly group?: string; readonly text?: string } = {}): Promise<void> {
    if (opened().filled) return
    opened().filled = true
    const source = { kind: 'pasted', text, options: automaticReading } as const
    const given = {
      country: 'CM',
      migrate: true,
      mapping: null,
      groupName: 'Clients',
      rejectsPath: null,
      jobId: 'people',
    } as const
    await page.ask('contacts.import', { source, ...given })
    if (group !== undefined) await page.ask('groups.save', { name: group })
    await expect.poll(rows).toBe(7)
  }

  /** Looks: nothing serious for axe, and a picture in both sizes. */
  async function look(name: string, audit = true): Promise<void> {
    for (const size of theme === 'light' ? sizes : sizes.slice(0, 1)) {
      await griot.app.evaluate(({ BrowserWindow }, { width, height }) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
      }, size)
      await page.window.waitForFunction((width) => window.innerWidth === width, size.width)
      await settled(griot)
      await griot.screenshot(`people-${name}-${language}-${size.width}`)
    }
    expect(await page.window.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false)
    if (!audit) return
    const { violations } = await new AxeBuilder({ page: page.window }).setLegacyMode(true).analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(
      serious.map(({ id, nodes }) => `${name} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join()}`),
    ).toEqual([])
  }
  const clipboard = (text: string) => griot.app.evaluate(({ clipboard: board }, held) => board.writeText(held), text)
  const rows = () => page.table.getByRole('row').count()

  async function showColumn(name: string): Promise<void> {
    const header = page.table.getByRole('columnheader', { name })
    if ((await header.count()) > 0) return
    await page.main.getByRole('button', { name: page.words.contacts.columns.choose, exact: true }).click()
    await page.dialog.getByLabel(name).click()
    await page.answer(page.words.base.close)
    await header.waitFor()
  }

  it('say how to begin while nobody is there', async () => {
    await page.window.getByText(page.words.contacts.empty.title).waitFor()
    await look('empty')
  })

  it('are imported with their group, after saying what will be done; bad rows are kept in a file', async () => {
    opened().filled = true
    const { contacts } = page.words
    await clipboard(pasted)
    await page.importPasted()
    await page.dialog.getByLabel(contacts.import.group).fill('Clients')
    await look('import')
    const rejects = join(folder, 'rejects.csv')
    await willSaveAs(griot.app, rejects)
    await page.answer(page.say(contacts.import.start, 6))
    await page.dialog
      .getByText(page.say(contacts.outcome.sum, 1, { rows: '8', valid: '6', duplicate: '1', invalid: '1' }))
      .waitFor()
    await look('imported', false)
    await page.answer(page.words.base.close)
    await expect.poll(rows).toBe(7)
    expect(readFileSync(rejects, 'utf8').trimEnd().split('\n')).toHaveLength(3)
    await page.groups.getByRole('button', { name: /^Clients/ }).waitFor()
    expect(await page.focusIsKept()).toBe(true)
  })

  it('are found by a part of a name, and sorted', async () => {
    await people()
    await page.window.keyboard.press('Control+f')
    await page.window.keyboard.type('mousa')
    await page.window.getByText(page.words.contacts.noMatch.title).waitFor()
    await page.search.fill('moussa')
    await expect.poll(rows).toBe(3)
    await page.search.fill('')
    await expect.poll(rows).toBe(7)
    await page.table.getByRole('columnheader', { name: page.words.contacts.columns.phone }).click()
    await expect.poll(() => page.table.locator('[data-row-index="0"]').innerText()).toMatch(/\+237\s6\s55\s88\s90\s14/)
  })

  it('show own fields as columns', async () => {
    await people()
    await showColumn('Quartier')
    await page.row('Zoé Fotso').getByText('Bali').waitFor()
    expect(await page.focusIsKept()).toBe(true)
  })

  it('are put in a new group, taken out of it, and back by undo', async () => {
    await people()
    const { groups } = page.words.contacts
    await page.choose('Awa Ndiaye', 'Zoé Fotso')
    await look('selected')
    await page.pick(groups.add, groups.create)
    await page.dialog.getByRole('textbox').fill('Fidèles')
    await page.answer(page.words.common.save)
    await page.told(page.say(groups.added, 2))
    const fidele = page.groups.getByRole('button', { name: /^Fidèles/ })
    await fidele.click()
    await expect.poll(rows).toBe(3)
    await page.choose('Zoé Fotso')
    await page.act(groups.takeOut)
    await expect.poll(rows).toBe(2)
    expect(await page.focusIsKept()).toBe(true)
    await page.undo()
    await expect.poll(rows).toBe(3)
  })

  it('stay when their group is renamed, removed and brought back', async () => {
    await people({ group: 'Fidèles' })
    const { groups } = page.words.contacts
    const actions = (name: string) => page.groups.getByRole('button', { name: page.say(groups.actions, 1, { name }) })
    await actions('Fidèles').click()
    await page.window.getByRole('menuitem', { name: groups.rename }).click()
    await page.dialog.getByRole('textbox').fill('Clients fidèles')
    await page.answer(page.words.common.save)
    await actions('Clients fidèles').click()
    await page.window.getByRole('menuitem', { name: page.words.common.remove }).click()
    await page.answer(groups.removeConfirm)
    await expect.poll(rows).toBe(7)
    expect(await page.focusIsKept()).toBe(true)
    await page.undo()
    await page.groups.getByRole('button', { name: /^Clients fidèles/ }).waitFor()
  })

  it('have their own sheet: number checked, fields added, groups, history', async () => {
    await people({ group: 'Clients fidèles' })
    const { form } = page.words.contacts
    await page.openSheet('Chantal Mbarga')
    await page.field(form.phone).fill('12')
    await page.press(page.words.common.save)
    await page.sheet.getByRole('alert').first().waitFor()
    await page.field(form.phone).fill('655889015')
    await page.press(form.addField)
    await page.window.keyboard.type('Profession')
    await page.window.keyboard.press('Tab')
    await page.window.keyboard.type('Couturière')
    await page.sheet.getByLabel('Clients fidèles', { exact: true }).click()
    await page.press(page.words.common.save)
    await page.row('+237655889015').getByText('Clients fidèles').waitFor()
    await page.sheet.getByText(page.words.contacts.messages.none).waitFor()
    await look('sheet')
    await page.press(page.words.base.close)
    expect(await page.focusIsKept()).toBe(true)
  })

  it('are merged keeping what was chosen, and separated again', async () => {
    await people()
    await showColumn('Quartier')
    const { duplicates } = page.words.contacts
    await page.main.getByRole('button', { name: duplicates.open, exact: true }).click()
    await page.dialog.getByRole('radio', { name: 'moussa traore' }).click()
    await page.dialog.getByRole('radio', { name: 'Bali' }).click()
    await look('duplicates')
    await page.dialog.getByRole('button', { name: /Moussa Traor|moussa traore/ }).click()
    await page.dialog.getByText(duplicates.none).waitFor()
    expect(await page.focusIsKept()).toBe(true)
    await page.answer(page.words.base.close)
    await expect.poll(rows).toBe(6)
    await page.row('moussa traore').getByText('Bali').waitFor()
    await page.undo()
    await expect.poll(rows).toBe(7)
  })

  it('are opted out by the handful with a reason, and in again by undo', async () => {
    await people()
    const { optOuts } = page.words.contacts
    await page.choose('Moussa Traoré', 'Zoé Fotso')
    await page.act(optOuts.optOut)
    await page.dialog.getByRole('button', { name: optOuts.reasons.stop }).click()
    await look('opt-out')
    await page.answer(optOuts.optOut)
    await page.row('Zoé Fotso').getByText(optOuts.pill).waitFor()
    expect(await page.focusIsKept()).toBe(true)
    await page.undo()
    await page.row('Zoé Fotso').getByText(optOuts.pill).waitFor({ state: 'detached' })
    await page.openSheet('Zoé Fotso')
    await page.press(optOuts.optOut)
    await page.answer(optOuts.optOut)
    await page.sheet.getByText(optOuts.isOut).waitFor()
    await page.press(page.words.base.close)
  })

  it('who opted out are listed: added, imported, found, exported, taken off and back', async () => {
    if (!opened().filled) {
      await people()
      const reason = page.words.contacts.optOuts.reasons.asked
      await page.ask('optOuts.add', { phones: ['+237677889901'], reason, country: 'CM', jobId: 'opt-outs' })
    }
    const { optOuts, tabs, import: importing } = page.words.contacts
    await page.window
      .getByRole('radiogroup', { name: tabs })
      .or(page.window.getByRole('group', { name: tabs }))
      .getByText(optOuts.title)
      .click()
    await page.row('+237677889901', page.optOuts).getByText(optOuts.reasons.asked).waitFor()
    await page.main.getByRole('button', { name: optOuts.add, exact: true }).click()
    await page.dialog.getByLabel(optOuts.numbers).fill('douze')
    await page.answer(optOuts.add)
    await page.dialog.getByRole('alert').waitFor()
    await page.dialog.getByLabel(optOuts.numbers).fill('677 88 99 77, 677 88 99 78')
    await page.dialog.getByRole('button', { name: optOuts.reasons.wrongNumber }).click()
    await look('opt-out-add', false)
    await page.answer(optOuts.add)
    await page.told(page.say(optOuts.added, 2))

    await clipboard(optedOut)
    await page.importPasted()
    await willSaveAs(griot.app, join(folder, 'opt-out-rejects.csv'))
    await look('opt-out-import')
    await page.answer(page.say(importing.startOptOuts, 2))
    await page.dialog
      .getByText(page.say(page.words.contacts.outcome.sum, 1, { rows: '3', valid: '2', duplicate: '0', invalid: '1' }))
      .waitFor()
    await page.answer(page.words.base.close)
    await expect.poll(() => page.optOuts.getByRole('row').count()).toBe(6)
    await look('opt-outs')

    const exported = join(folder, 'opt-outs.csv')
    await willSaveAs(griot.app, exported)
    await page.main.getByRole('button', { name: page.words.common.export, exact: true }).click()
    await page.told(page.say(page.words.common.exported, 5))
    expect(readFileSync(exported, 'utf8').trimEnd().split('\n')).toHaveLength(6)

    await page.optOuts.focus()
    await page.window.keyboard.press('Control+a')
    await page.row('+237677889901', page.optOuts).locator('[data-row-choice]').click()
    await page.main.getByRole('button', { name: optOuts.optIn, exact: true }).click()
    await page.answer(optOuts.optIn)
    await expect.poll(() => page.optOuts.getByRole('row').count()).toBe(2)
    expect(await page.focusIsKept()).toBe(true)
    await page.undo()
    await expect.poll(() => page.optOuts.getByRole('row').count()).toBe(6)
    await page.goTo('home')
    await page.goTo('contacts')
  })

  it('chosen all but one are exported, removed and brought back', async () => {
    await people()
    await page.table.focus()
    await page.window.keyboard.press('Control+a')
    await page.choose('Zoé Fotso')
    const exported = join(folder, 'some.csv')
    await willSaveAs(griot.app, exported)
    await page.act(page.words.common.export)
    // the word of the last export, also of five lines, may still stand there
    await expect.poll(() => existsSync(exported)).toBe(true)
    await page.told(page.say(page.words.common.exported, 5))
    expect(readFileSync(exported, 'utf8')).not.toContain('Zoé')
    await page.act(page.words.common.remove)
    await page.answer(page.words.common.remove)
    await expect.poll(rows).toBe(2)
    expect(await page.focusIsKept()).toBe(true)
    await page.undo()
    await expect.poll(rows).toBe(7)
    await page.openSheet('Chantal Mbarga')
    await page.press(page.words.common.remove)
    await page.row('Chantal Mbarga').waitFor({ state: 'detached' })
    await page.undo()
    await page.row('Chantal Mbarga').waitFor()
  })

  it('show what was ever sent to them, a page at a time', async () => {
    await people({ text: pasted.replace('655889014', '655889015') })
    const accounts = await page.ask('accounts.list', undefined)
    const accountId = accounts.ok ? (accounts.value[0]?.id ?? 0) : 0
    for (let index = 0; index < 2; index += 1) {
      const draft = await page.ask('drafts.create', { name: `Envoi ${index}` })
      if (!draft.ok) throw new Error('No draft.')
      const { id } = draft.value
      await page.ask('drafts.save', { id, patch: { accountId, country: 'CM', template: `Bonjour, message ${index}.` } })
      await page.ask('drafts.addSource', {
        id,
        source: { kind: 'numbers', phones: ['+237655889015'] },
        mapping: null,
        jobId: 'source',
      })
      await page.ask('drafts.bill', { id, askBalance: false, jobId: 'bill' })
      await page.ask('drafts.start', { id, confirmedRecipients: 1 })
    }
    const sent = async () => {
      const reply = await page.ask('campaigns.page', { states: ['finished'], search: '', offset: 0, limit: 1 })
      return reply.ok ? reply.value.total : 0
    }
    await expect.poll(sent).toBe(2)
    await page.openSheet('Chantal Mbarga')
    await page.sheet.getByText('Bonjour, message 1.').waitFor()
    await page.sheet.getByText('Bonjour, message 0.').waitFor()
    await look('history')
    await page.press(page.words.base.close)
  })

  it('stay readable when everything is too long or too many', async () => {
    await people()
    const fields = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`Colonne ${index + 1}`, `valeur ${index}`]),
    )
    const groupIds: number[] = []
    for (let index = 0; index < 30; index += 1) {
      const saved = await page.ask('groups.save', { name: index === 0 ? longName.slice(0, 80) : `Groupe ${index}` })
      if (saved.ok) groupIds.push(saved.value.id)
    }
    await page.ask('contacts.save', { phone: '677889903', name: `A${longName}`, fields, groupIds, country: 'CM' })
    await page.row('ANno').waitFor()
    await page.table.focus()
    await page.window.keyboard.press('Escape')
    await page.main.getByRole('button', { name: page.words.contacts.columns.choose, exact: true }).click()
    await look('columns', false)
    await page.answer(page.words.base.close)
    await page.choose('ANno')
    await page.main.getByRole('button', { name: page.words.contacts.groups.add, exact: true }).click()
    await look('many-groups', false)
    await page.window.keyboard.press('Escape')
    await page.row('ANno').getByText('ANno').click()
    await page.field(page.words.contacts.form.name).waitFor()
    await look('too-long')
    await page.press(page.words.contacts.erase.action)
    await page.dialog.getByRole('textbox').waitFor()
    await look('too-long-erase', false)
    await page.window.keyboard.press('Escape')
    await page.press(page.words.base.close)
  })

  it('are erased only after their number is typed', async () => {
    await people()
    const { erase } = page.words.contacts
    await page.openSheet('Awa Ndiaye')
    await page.press(erase.action)
    await page.dialog.getByRole('textbox').fill('237677123411')
    await page.answer(erase.confirm)
    await page.dialog.getByText(page.words.base.confirm.mismatch).waitFor()
    await page.dialog.getByRole('textbox').fill('237677123410')
    await page.answer(erase.confirm)
    await page.row('Awa Ndiaye').waitFor({ state: 'detached' })
    expect(await page.focusIsKept()).toBe(true)
    expect(await page.ask('contacts.find', { phone: '+237677123410', country: 'CM' })).toEqual({
      ok: true,
      value: null,
    })
  })
})
