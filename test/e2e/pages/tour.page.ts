/** The first start: the welcome on the home page, and the three steps of the tour. */
import type { Locator } from 'playwright-core'
import { FramePage } from './frame.page'

export class TourPage extends FramePage {
  get start(): Locator {
    return this.window.getByRole('button', { name: this.words.home.welcome.start })
  }
  get skip(): Locator {
    return this.window.getByRole('button', { name: this.words.home.welcome.skip })
  }
  get toMessage(): Locator {
    return this.window.getByRole('button', { name: this.words.tour.people.next })
  }
  get toBill(): Locator {
    return this.window.getByRole('button', { name: this.words.tour.message.next })
  }
  get send(): Locator {
    return this.window.getByRole('button', { name: this.words.tour.bill.send, exact: true })
  }
  get message(): Locator {
    return this.window.getByRole('textbox', { name: this.words.tour.steps.message })
  }
}
