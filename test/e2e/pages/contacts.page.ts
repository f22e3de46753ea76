/** Contacts and opt-outs as a person works with them. */
import type { Locator } from 'playwright-core'
import { FramePage } from './frame.page'

export class ContactsPage extends FramePage {
  get table(): Locator {
    return this.window.getByRole('grid', { name: this.words.sections.contacts })
  }
  get search(): Locator {
    return this.window.getByRole('searchbox', { name: this.words.contacts.search })
  }
  get sheet(): Locator {
    return this.window.getByRole('complementary')
  }
  get dialog(): Locator {
    return this.window.getByRole('dialog')
  }

  row(name: string): Locator {
    return this.table.getByRole('row').filter({ hasText: name })
  }

  field(label: string): Locator {
    return this.sheet.getByLabel(label, { exact: true })
  }

  /** Chooses « Coller » in the import dialog, and imports what the clipboard holds. */
  async importPasted(): Promise<void> {
    const { contacts } = this.words
    await this.window.getByRole('main').getByRole('button', { name: this.words.common.import, exact: true }).click()
    await this.dialog.getByRole('button', { name: contacts.import.paste }).click()
    await this.dialog.getByText(contacts.import.rows, { exact: true }).waitFor()
  }

  async openSheet(name: string): Promise<void> {
    await this.row(name).getByText(name, { exact: true }).click()
    await this.field(this.words.contacts.form.name).waitFor()
  }

  async press(label: string): Promise<void> {
    await this.sheet.getByRole('button', { name: label, exact: true }).click()
  }
}
