/**
 * A person without a mouse: Tab, arrows, Enter, Space, Escape and shortcuts, nothing else. Wherever the focus comes to
 * rest it must be on something, and be seen.
 */
import { expect } from 'vitest'
import type { Locator, Page } from 'playwright-core'

const mostPresses = 120

export class Keyboard {
  readonly #window: Page

  constructor(window: Page) {
    this.#window = window
  }

  /** From now on every event of a mouse, a pen or a finger is noted. */
  async watchPointers(): Promise<void> {
    await this.#window.evaluate(() => {
      const seen: string[] = []
      Object.assign(window, { pointerEvents: seen })
      for (const kind of ['pointerdown', 'mousedown', 'touchstart', 'wheel', 'contextmenu'])
        window.addEventListener(kind, () => seen.push(kind), true)
      window.addEventListener('click', ({ detail }) => detail > 0 && seen.push('click'), true)
    })
  }

  pointerEvents(): Promise<readonly string[]> {
    return this.#window.evaluate(() => (window as unknown as { pointerEvents: string[] }).pointerEvents)
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#window.keyboard.press(key)
  }

  async type(text: string): Promise<void> {
    await this.#window.keyboard.type(text)
  }

  /** Tabs to a control, the focus in sight all the way. */
  async tabTo(wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await wanted.waitFor()
    for (let presses = 0; presses < mostPresses; presses++) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return
      await this.press(key)
      expect(await this.#unseenFocus()).toBeNull()
    }
    throw new Error(`Tab never reached ${String(wanted)}`)
  }

  /** Tabs to a control and presses it. */
  async use(wanted: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
    await this.tabTo(wanted)
    await this.press(key)
  }

  /** After a step: the focus is on something of the page, not on nothing. */
  async hasFocus(): Promise<void> {
    await expect
      .poll(() => this.#window.evaluate(() => document.activeElement?.tagName.toLowerCase() ?? 'nothing'))
      .not.toMatch(/^(body|nothing)$/)
  }

  /** What has the focus without showing it; null when all is well. */
  #unseenFocus(): Promise<string | null> {
    return this.#window.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return 'the focus is on nothing'
      const isDrawn = (at: Element): boolean => {
        const { outlineStyle, outlineWidth } = getComputedStyle(at)
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
      }
      const active = element.getAttribute('aria-activedescendant')
      const shown = [
        element,
        // a grid shows its active row, the composer its frame
        ...(active === null ? [] : [document.getElementById(active)]),
        ...(element.matches('textarea') ? [element.parentElement] : []),
      ].some((at) => at !== null && isDrawn(at))
      const box = element.getBoundingClientRect()
      const isInView =
        box.width > 0 &&
        box.height > 0 &&
        box.right > 0 &&
        box.bottom > 0 &&
        box.left < window.innerWidth &&
        box.top < window.innerHeight
      return shown && isInView ? null : `not seen: ${element.outerHTML.slice(0, 200)}`
    })
  }
}
