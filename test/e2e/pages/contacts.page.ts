/** Contacts and opt-outs as a person works with them. */
import { formatPhoneNumber } from '@shared/domain/phone-format'
import type { Locator } from 'playwright-core'
import { FramePage } from './frame.page'

export class ContactsPage extends FramePage {
  get table(): Locator {
    return this.window.getByRole('grid', { name: this.words.sections.contacts })
  }
  get optOuts(): Locator {
    return this.window.getByRole('grid', { name: this.words.contacts.optOuts.title })
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
  get groups(): Locator {
    return this.window.getByRole('navigation', { name: this.words.contacts.groups.title })
  }
  get main(): Locator {
    return this.window.getByRole('main')
  }

  /** @param name of a person, or a number in E.164: the window shows its groups. */
  row(name: string, table = this.table): Locator {
    return table.getByRole('row').filter({ hasText: formatPhoneNumber(name) })
  }

  field(label: string): Locator {
    return this.sheet.getByLabel(label, { exact: true })
  }

  /** Chooses « Coller » in the import dialog, which then says what the clipboard holds. */
  async importPasted(): Promise<void> {
    const { contacts } = this.words
    await this.main.getByRole('button', { name: this.words.common.import, exact: true }).first().click()
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

  /** The last button of that name in the open dialog: the deed, not the title's cross. */
  async answer(label: string): Promise<void> {
    await this.dialog.getByRole('button', { name: label, exact: true }).last().click()
  }

  async choose(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.row(name).locator('[data-row-choice]').click()
  }

  /** An action on the chosen people: a button, or in the menu where the list is narrow. */
  async act(label: string): Promise<void> {
    const button = this.main.getByRole('button', { name: label, exact: true }).last()
    const more = this.main.getByRole('button', { name: this.words.contacts.more, exact: true })
    await button.or(more).last().waitFor()
    if (await more.isVisible()) {
      await more.click()
      await this.window.getByRole('menuitem', { name: label, exact: true }).click()
    } else await button.click()
  }

  async pick(menu: string, item: string): Promise<void> {
    await this.main.getByRole('button', { name: menu, exact: true }).click()
    await this.window.getByRole('menuitem', { name: item, exact: true }).click()
  }

  async undo(): Promise<void> {
    await this.window.getByRole('button', { name: this.words.common.undo, exact: true }).last().click()
    await this.told(this.words.common.restored)
  }

  /** A sentence with a count, in the plural it needs. */
  say(sentence: string, count: number, named: Readonly<Record<string, string>> = {}): string {
    const forms = sentence.split(' | ')
    const form = forms[Math.min(count === 1 || (count === 0 && this.language === 'fr') ? 0 : 1, forms.length - 1)] ?? ''
    return Object.entries({ formatted: String(count), ...named }).reduce(
      (text, [name, value]) => text.replace(`{${name}}`, value),
      form,
    )
  }

  /** Waits for a toast; what screen readers are told holds the same words. */
  async told(text: string): Promise<void> {
    await this.window.getByText(text, { exact: true }).last().waitFor()
  }

  /** Whether the focus is on something. */
  focusIsKept(): Promise<boolean> {
    return this.window.evaluate(() => document.activeElement !== null && document.activeElement !== document.body)
  }
}
