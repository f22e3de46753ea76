/**
 * The frame of the window as a person sees it: sections, title, command palette. Page objects of single pages build on it.
 * They find things by role and name, as a screen reader does, and never by class or structure.
 */
import type { Locator, Page } from 'playwright-core'
import { en } from '@/locales/en'
import { fr } from '@/locales/fr'
import type { AllEvents, Bridge, EventName, RequestInput, RequestName, RequestOutput } from '@shared/window-contract'
import type { Reply } from '@shared/contract/schema'

declare global {
  interface Window {
    /** As src/api declares it. */
    readonly griot: Bridge
  }
}

export type SectionName =
  'home' | 'campaigns' | 'contacts' | 'templates' | 'history' | 'archives' | 'accounts' | 'settings'

export class FramePage {
  readonly window: Page
  /** The words of the window's language. */
  readonly words: typeof fr | typeof en
  readonly language: 'fr' | 'en'

  constructor(window: Page, language: 'fr' | 'en' = 'fr') {
    this.window = window
    this.language = language
    this.words = language === 'fr' ? fr : en
  }

  get navigation(): Locator {
    return this.window.getByRole('navigation', { name: this.words.frame.navigation })
  }
  get title(): Locator {
    return this.window.getByRole('heading', { level: 1 })
  }

  /** Opens a section from the sidebar and waits until its title is there. */
  async goTo(section: SectionName): Promise<void> {
    await this.navigation.getByRole('link', { name: this.words.sections[section] }).click()
    await this.title.filter({ hasText: this.words.sections[section] }).waitFor()
  }

  /** Asks through the bridge, as src/api does: for what a spec must prepare or check beside what it sees. */
  async ask<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<Reply<RequestOutput<Name>>> {
    const reply = await this.window.evaluate(([asked, given]) => window.griot.request(asked, given), [
      name,
      input,
    ] as const)
    return reply as Reply<RequestOutput<Name>>
  }

  /** Collects an event from now on; the result reads what came so far. */
  async collect<Name extends EventName>(name: Name): Promise<() => Promise<readonly AllEvents[Name][]>> {
    const list = await this.window.evaluateHandle((event) => {
      const received: unknown[] = []
      window.griot.on(event, (payload) => received.push(payload))
      return received
    }, name)
    return async () => (await list.jsonValue()) as AllEvents[Name][]
  }
}
