/** People: imported from the clipboard, found, grouped, corrected, opted out, removed and brought back, erased for good. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchGriot, type Griot } from '../../helpers/electron'
import { ContactsPage } from '../pages/contacts.page'

const pasted = [
  'Nom;Téléphone;Quartier',
  'Awa Ndiaye;6 77 12 34 10;Akwa',
  'Moussa Traoré;+237 699 45 67 12;Deido',
  'Chantal Mbarga;655889014;Akwa',
  'Awa N.;237677123410;Akwa',
  'Léopold Manga;2,37651E+11;Bonapriso',
].join('\n')

describe('contacts', () => {
  let griot: Griot
  let page: ContactsPage

  beforeAll(async () => {
    griot = await launchGriot()
    page = new ContactsPage(griot.window)
    await page.goTo('contacts')
  })
  afterAll(() => griot.close())

  it('says what an import will do before it does it, then counts rows that add up', async () => {
    const { contacts } = page.words
    await griot.app.evaluate(({ clipboard }, text) => clipboard.writeText(text), pasted)
    await page.importPasted()
    await page.dialog.getByText('Le tableur a abîmé ce numéro (notation scientifique)').waitFor()
    await griot.screenshot('contacts-import')
    await page.dialog.getByLabel(contacts.import.group).fill('Clients')
    await page.dialog.getByText(contacts.import.keepRejects).click()
    await page.dialog.getByRole('button', { name: 'Importer 3 personnes' }).click()
    await page.dialog.getByText('5 lignes lues = 3 bonnes + 1 en double + 1 inutilisables').waitFor()
    await page.dialog.getByRole('button', { name: page.words.base.close, exact: true }).last().click()
    await expect.poll(() => page.table.getByRole('row').count()).toBe(4)
  })

  it('finds by a part of a name, and says so when nobody matches', async () => {
    await page.window.keyboard.press('Control+f')
    await page.window.keyboard.type('mousa')
    await page.window.getByText(page.words.contacts.noMatch.title).waitFor()
    await page.search.fill('moussa')
    await expect.poll(() => page.table.getByRole('row').count()).toBe(2)
    await page.search.fill('')
  })

  it('refuses a number that is none, beside its field, and saves a corrected one', async () => {
    const { contacts, common } = page.words
    await page.openSheet('Chantal Mbarga')
    await page.field(contacts.form.phone).fill('12')
    await page.press(common.save)
    await page.sheet.getByText(/Ce numéro n’est pas valable/).waitFor()
    await page.field(contacts.form.phone).fill('655889015')
    await page.press(common.save)
    await page.row('+237655889015').waitFor()
    await page.press(page.words.base.close)
  })

  it('opts a person out and says since when', async () => {
    const { contacts } = page.words
    await page.openSheet('Moussa Traoré')
    await page.press(contacts.optOuts.optOut)
    await page.sheet.getByText(contacts.optOuts.isOut).waitFor()
    await page.row('Moussa Traoré').getByText(contacts.optOuts.pill).waitFor()
    await page.press(page.words.base.close)
  })

  it('brings back what was just removed', async () => {
    await page.openSheet('Chantal Mbarga')
    await page.press(page.words.common.remove)
    await page.row('Chantal Mbarga').waitFor({ state: 'detached' })
    await page.window.getByRole('button', { name: page.words.common.undo, exact: true }).click()
    await page.row('Chantal Mbarga').waitFor()
  })

  it('erases a person only after their number is typed', async () => {
    const { contacts } = page.words
    await page.openSheet('Awa Ndiaye')
    await page.press(contacts.erase.action)
    const confirm = page.dialog.getByRole('button', { name: contacts.erase.confirm })
    await page.dialog.getByRole('textbox').fill('237677123411')
    await confirm.click()
    await page.dialog.getByText(page.words.base.confirm.mismatch).waitFor()
    await page.dialog.getByRole('textbox').fill('237677123410')
    await confirm.click()
    await page.row('Awa Ndiaye').waitFor({ state: 'detached' })
    expect(await page.ask('contacts.find', { phone: '+237677123410', country: 'CM' })).toEqual({
      ok: true,
      value: null,
    })
  })

  it('did all this without a console message or a violation of the policy', () => {
    expect(griot.problems()).toEqual([])
  })
})
