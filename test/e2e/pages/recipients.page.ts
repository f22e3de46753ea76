/** The recipients step as a person sees it: the filter of a list, numbers on several rows, further numbers. */
import type { Locator } from 'playwright-core'
import type { Comparison } from '@/components/filter/condition-line'
import type { SameNumber } from '@shared/contract/drafts'
import { CampaignPage } from './campaign.page'

export interface FilterCondition {
  readonly column: string
  readonly comparison: Comparison
  readonly value?: string
}

export class RecipientsPage extends CampaignPage {
  list(name: string): Locator {
    return this.window.getByRole('region', { name, exact: true })
  }
  filterOf(name: string): Locator {
    return this.list(name).getByRole('region', { name: this.words.filter.title, exact: true })
  }
  get sameNumber(): Locator {
    return this.window.getByRole('region', { name: this.words.draft.sameNumber.title })
  }
  /** On which sides of the text's conditions recipients fall. */
  get sides(): Locator {
    return this.window.getByRole('region', { name: this.words.filter.sides.title })
  }

  async addLists(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      await this.addFile(path)
      await this.list(path.slice(path.lastIndexOf('/') + 1)).waitFor()
    }
  }

  async openFilter(name: string): Promise<void> {
    await this.filterOf(name).getByRole('button', { name: this.words.filter.open }).click()
  }

  /** Fills the condition with this place, from 1. */
  async setCondition(name: string, place: number, { column, comparison, value }: FilterCondition): Promise<void> {
    const { words, window } = this
    const fields = this.filterOf(name).getByRole('group', {
      name: words.filter.condition.replace('{number}', String(place)),
    })
    await fields.getByRole('combobox', { name: words.filter.column }).fill(column)
    await window.getByRole('option', { name: column }).first().click()
    await fields.getByRole('combobox', { name: words.filter.comparisonLabel }).click()
    await window.getByRole('option', { name: words.filter.comparison[comparison], exact: true }).click()
    if (value !== undefined) await fields.getByRole('textbox', { name: words.filter.value }).fill(value)
  }

  /** Waits until the list says how many of its rows are taken. */
  async takes(name: string, taken: number, of: number): Promise<void> {
    const [one = '', many = one] = this.words.filter.taken.split(' | ')
    const words = (taken < 2 && this.language === 'fr') || taken === 1 ? one : many
    const text = words.replace('{formatted}', String(taken)).replace('{total}', String(of))
    await this.filterOf(name).getByText(text).waitFor()
  }

  /** Which of a row's further numbers count. */
  async chooseNumbers(name: string, choice: 'first' | 'all'): Promise<void> {
    const numbers = this.list(name).getByRole('radiogroup', { name: this.words.source.second.title })
    await numbers.getByRole('radio', { name: this.words.source.second[choice], exact: true }).click()
  }

  async chooseSameNumber(choice: SameNumber): Promise<void> {
    await this.sameNumber.getByRole('radio', { name: this.words.draft.sameNumber[choice] }).click()
  }
}
