/** Accounts at the gateways, as a person sees them: the list, one account beside it, its form. */
import type { Locator } from 'playwright-core'
import { FramePage } from './frame.page'

export interface NewAccount {
  /** The gateway's name, as the picker shows it. */
  readonly gateway: string
  readonly name: string
  readonly baseUrl: string
  /** Typed where the computer's keychain keeps them; otherwise the environment must give them. */
  readonly credentials: readonly { readonly label: string; readonly value: string }[]
  readonly usesKeychain: boolean
  readonly sender: string
  readonly price: string
}

export class AccountsPage extends FramePage {
  /** The panel beside the list. */
  panel(title: string): Locator {
    return this.window.getByRole('complementary', { name: title })
  }
  get addButton(): Locator {
    return this.window.getByRole('button', { name: this.words.accounts.add, exact: true }).first()
  }

  /** From the section's list to the saved account, whose connection is tested at once. */
  async add(account: NewAccount): Promise<Locator> {
    const { form } = this.words.accounts
    await this.goTo('accounts')
    await this.addButton.click()
    await this.panel(this.words.accounts.add).getByRole('button', { name: account.gateway }).click()
    const sheet = this.panel(this.words.accounts.newAt.replace('{gateway}', account.gateway))
    await sheet.getByRole('textbox', { name: form.name }).fill(account.name)
    if (account.usesKeychain)
      for (const { label, value } of account.credentials) await sheet.getByLabel(label).first().fill(value)
    else await sheet.getByRole('switch', { name: form.keychain }).click()
    await sheet.getByRole('textbox', { name: form.sender }).fill(account.sender)
    await sheet.getByRole('textbox', { name: form.price }).fill(account.price)
    await sheet.getByText(form.advanced).click()
    await sheet.getByRole('textbox', { name: form.baseUrl }).fill(account.baseUrl)
    await sheet.getByRole('button', { name: this.words.common.save }).click()
    const detail = this.panel(account.name)
    await detail.waitFor()
    return detail
  }

  /** Opens an account of the list and puts other credentials in place. */
  async changeCredentials(name: string, credentials: NewAccount['credentials']): Promise<void> {
    const sheet = this.panel(name)
    await sheet.getByRole('button', { name: this.words.common.edit }).click()
    for (const { label, value } of credentials) await sheet.getByLabel(label).first().fill(value)
    await sheet.getByRole('button', { name: this.words.common.save }).click()
    await sheet.getByRole('button', { name: this.words.common.edit }).waitFor()
  }
}
