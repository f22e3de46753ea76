/** A new campaign and its page, as a person sees them: steps, composer, bill, progress, messages. */
import type { Locator } from 'playwright-core'
import { fr } from '@/locales/fr'
import type { CampaignState } from '@shared/domain/campaign'
import { campaignStateWord } from '@shared/sentences/sentence'
import { FramePage } from './frame.page'

export class CampaignPage extends FramePage {
  get continueButton(): Locator {
    return this.window.getByRole('button', { name: this.words.draft.continue })
  }
  get composer(): Locator {
    return this.window.getByRole('textbox', { name: this.words.composer.label })
  }
  get suggestions(): Locator {
    return this.window.getByRole('listbox', { name: this.words.composer.columns })
  }
  /** The message as the phone shows it. */
  get phone(): Locator {
    return this.window.locator('[data-preview-text]')
  }
  get bill(): Locator {
    return this.window.getByRole('region', { name: this.words.bill.title })
  }
  get leftOut(): Locator {
    return this.window.getByRole('region', { name: this.words.bill.excluded.title })
  }
  get saved(): Locator {
    return this.window.getByText(this.words.draft.save.saved, { exact: true })
  }
  get progress(): Locator {
    return this.window.getByRole('region', { name: this.words.campaign.progress.title })
  }
  get messages(): Locator {
    return this.window.getByRole('grid', { name: this.words.campaign.table.label })
  }

  async start(): Promise<void> {
    await this.window.keyboard.press('Control+n')
    await this.window.getByRole('heading', { name: this.words.draft.add.title }).waitFor()
  }

  /** As the browser's own file dialog would. */
  async addFile(path: string): Promise<void> {
    await this.window.locator('input[type="file"]').first().setInputFiles(path)
    await this.window.getByRole('grid', { name: this.words.draft.rows.title }).waitFor()
  }

  async goToStep(step: 'recipients' | 'message' | 'review'): Promise<void> {
    await this.window
      .getByRole('navigation', { name: this.words.base.steps.label })
      .getByRole('button', { name: this.words.draft.steps[step] })
      .click()
  }

  /** Waits until the campaign's page says this state: « terminée ». */
  async reaches(state: CampaignState): Promise<void> {
    const word = campaignStateWord(state, this.words === fr ? 'fr' : 'en')
    // a finished one also says how many failed
    const pill = this.window
      .getByRole('main')
      .getByText(new RegExp(`^${word}(, .*)?$`))
      .first()
    await pill.waitFor()
  }

  /** The last look, once « Envoyer à N » was pressed. */
  get lastLook(): Locator {
    return this.window.getByRole('dialog')
  }

  /** The real texts in it. */
  get lookedAt(): Locator {
    return this.lastLook.locator('section').first()
  }

  /** Presses « Envoyer à N », agrees to the last look and lets the seconds pass. */
  async send(): Promise<void> {
    await this.window.getByRole('button', { name: /^(Envoyer à|Send to)/ }).click()
    await this.agree()
  }

  async agree(): Promise<void> {
    await this.lastLook.getByRole('button', { name: this.words.bill.confirm.send, exact: true }).click()
    await this.progress.waitFor()
  }

  sendButton(recipients: number): Locator {
    const [one = '', many = one] = this.words.bill.send.split(' | ')
    const words = (recipients < 2 ? one : many).replace('{formatted}', String(recipients))
    return this.window.getByRole('button', { name: words })
  }

  /** Outcomes under the bar: `{ delivered: '12', … }` for those shown. */
  outcome(group: keyof CampaignPage['words']['campaign']['groups']): Locator {
    const forms = this.words.campaign.groups[group].split(' | ').join('|')
    return this.progress.getByRole('button', { name: new RegExp(`^[\\d\\s\\u202f,]+(${forms})$`) })
  }
}
