/** Accounts: the form is the gateway's own, what it cannot do is said, a wrong entry is explained before anything is saved. */
import { beforeEach, describe, expect, it } from 'vitest'
import { launchGriot } from '../../helpers/electron'
import { shareWindow } from '../../helpers/shared-window'
import { FramePage } from '../pages/frame.page'

describe('accounts', () => {
  const opened = shareWindow(async () => {
    const griot = await launchGriot()
    return { griot, page: new FramePage(griot.window), close: () => griot.close() }
  })
  let { griot, page } = {} as ReturnType<typeof opened>
  beforeEach(async () => {
    ;({ griot, page } = opened())
    await page.goTo('home')
    await page.goTo('accounts')
  })

  const sheet = () => page.window.getByRole('complementary')
  const press = (name: string) => sheet().getByRole('button', { name, exact: true }).click()

  it('has the sandbox ready, and tests it without sending', async () => {
    const { accounts } = page.words
    await page.window
      .getByRole('main')
      .getByRole('button', { name: /Bac à sable/ })
      .first()
      .click()
    await press(accounts.detail.test)
    await sheet().getByText(accounts.detail.testOk).waitFor()
  })

  it('asks for each credential that the gateway has, and for a sender that it takes', async () => {
    const { accounts, base, common } = page.words
    const gateways = await page.ask('gateways.list', undefined)
    expect(gateways.ok).toBe(true)
    if (!gateways.ok) return
    for (const gateway of gateways.value.filter(({ sandbox }) => !sandbox)) {
      await page.window.getByRole('main').getByRole('button', { name: accounts.add }).first().click()
      await sheet()
        .getByRole('button', { name: new RegExp(gateway.name) })
        .click()
      for (const field of gateway.credentials) await sheet().getByLabel(field.label.fr).waitFor()
      await sheet().getByLabel(accounts.form.sender).fill('UN EXPEDITEUR BIEN TROP LONG')
      await press(common.save)
      await sheet()
        .getByText(/Trop long/)
        .waitFor()
      await sheet().getByText(accounts.form.credentialsError).waitFor()
      await griot.screenshot('accounts-form-errors')
      await page.window.keyboard.press('Escape')
      await page.window.getByRole('button', { name: base.unsaved.discard, exact: true }).click()
      await sheet().waitFor({ state: 'hidden' })
    }
  })

  it('saves an account whose keys the environment gives, and says what the gateway does not offer', async () => {
    const { accounts, common } = page.words
    const gateways = await page.ask('gateways.list', undefined)
    if (!gateways.ok) throw new Error('gateways.list failed')
    const lacking = gateways.value.find(({ sandbox, abilities }) => !sandbox && !abilities.archive)!
    await page.window.getByRole('main').getByRole('button', { name: accounts.add }).first().click()
    await sheet()
      .getByRole('button', { name: new RegExp(lacking.name) })
      .click()
    await sheet().getByLabel(accounts.form.name).fill('Boutique Akwa')
    await sheet().getByText(accounts.form.keychain).click()
    await press(common.save)
    await sheet().getByText(accounts.detail.settings).waitFor()
    await sheet().getByText(common.notOffered).first().waitFor()
    await sheet()
      .getByText(/^Il manque/)
      .first()
      .waitFor()
    await griot.screenshot('accounts-not-offered')
  })

  it('removes an account after a confirmation', async () => {
    const { accounts, common } = page.words
    const list = page.window.getByRole('main').getByRole('button', { name: 'Boutique Akwa' })
    if ((await list.count()) === 0) {
      const account = { name: 'Boutique Akwa', gateway: 'lmtgroup', baseUrl: null, sender: 'BOUTIQUE', country: 'CM' }
      const money = { currency: 'XAF', price: '15', alertBelow: null, maxRate: null, concurrency: null }
      await page.ask('accounts.save', { ...account, ...money, callbackUrl: null, usesKeychain: false })
    }
    await list.first().click()
    await press(common.remove)
    await page.window.getByRole('dialog').getByRole('button', { name: accounts.remove.confirm }).click()
    await page.window
      .getByText('Compte « Boutique Akwa » supprimé'.replace('« ', '«\u202f').replace(' »', '\u202f»'), { exact: true })
      .waitFor()
    const left = await page.ask('accounts.list', undefined)
    expect(left.ok && left.value.map(({ name }) => name)).toEqual(['Bac à sable'])
  })
})
