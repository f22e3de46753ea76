/** Placeholders in the composer at every width: no empty box where one breaks over two lines, no holes in it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../scripts/chromium.ts'
import { CampaignPage } from '../e2e/pages/campaign.page'
import { openBrowserWindow, type BrowserWindow } from '../helpers/browser-window'

/** Written with and without spaces, with a filter, with a heading of several words, one that no column bears, beside a tag. */
const template =
  'Bonjour {{ Prénom }}, le {{Date de naissance}} {{ Nom | default: "cher client" }} : {% if Ville %}à {{ Ville }}{% endif %} {{Inconnu}}.'

/** What is drawn under the field, one entry per painted box; distances in pixels. */
interface Painted {
  readonly width: number
  readonly text: string
  /** Emptiness inside the box, before its first letter and after its last one. */
  readonly holes: readonly [number, number]
}

describe.skipIf(findChromium() === null)('chips of the composer', () => {
  let opened: BrowserWindow
  let page: CampaignPage
  beforeAll(async () => {
    opened = await openBrowserWindow({ language: 'fr', colorScheme: 'light' })
    page = new CampaignPage(opened.page, 'fr')
    await page.title.waitFor()
    await page.start()
    await opened.page.getByRole('radio', { name: page.words.draft.add.paste }).click()
    await opened.page
      .getByRole('textbox', { name: page.words.draft.add.pasteLabel })
      .fill('Téléphone;Prénom;Nom;Ville;Date de naissance\n677123456;Awa;Ngo;Douala;1990-01-02\n')
    await opened.page.getByRole('button', { name: page.words.draft.add.addPasted }).click()
    await page.continueButton.click()
    await page.composer.fill(template)
    await page.saved.waitFor()
    await page.composer.blur()
  })
  afterAll(() => opened.close())

  it('have letters in each of their boxes, close to its ends, and lie under what is typed', async () => {
    const { painted, heights } = await opened.page.evaluate(() => {
      const layer = document.querySelector<HTMLElement>('div.composer-text')
      const area = document.querySelector<HTMLElement>('textarea.composer-text')
      const frame = layer?.parentElement
      if (!layer || !area || !frame) throw new Error('no composer')
      const isPainted = (element: Element): boolean => getComputedStyle(element).backgroundColor !== 'rgba(0, 0, 0, 0)'
      const isVisible = (element: Element | null): boolean =>
        element === null ||
        element === layer ||
        (getComputedStyle(element).opacity !== '0' && isVisible(element.parentElement))

      /** Places of the letters that can be seen in an element. */
      const lettersOf = (element: Element): { letter: string; box: DOMRect }[] => {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
        const found: { letter: string; box: DOMRect }[] = []
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const { data, parentElement } = node as Text
          if (!isVisible(parentElement)) continue
          for (let at = 0; at < data.length; at += 1) {
            const letter = data.charAt(at)
            if (letter.trim() === '') continue
            const range = document.createRange()
            range.setStart(node, at)
            range.setEnd(node, at + 1)
            found.push({ letter, box: range.getBoundingClientRect() })
          }
        }
        return found
      }

      const painted: Painted[] = []
      const heights: [number, number][] = []
      for (let width = 200; width <= 640; width += 4) {
        frame.style.width = `${width}px`
        heights.push([layer.offsetHeight, area.scrollHeight])
        for (const element of [...layer.querySelectorAll('span')].filter(isPainted)) {
          const letters = lettersOf(element)
          for (const box of element.getClientRects()) {
            const within = letters.filter(
              ({ box: at }) =>
                at.left > box.left - 1 && at.right < box.right + 1 && at.top < box.bottom && at.bottom > box.top,
            )
            const first = within[0]?.box.left ?? box.right
            const last = within.at(-1)?.box.right ?? box.left
            painted.push({
              width,
              text: within.map(({ letter }) => letter).join(''),
              holes: [first - box.left, box.right - last],
            })
          }
        }
      }
      frame.style.width = ''
      return { painted, heights }
    })
    expect(painted.length).toBeGreaterThan(500)
    expect(painted.filter(({ text }) => text === '')).toEqual([])
    // a space at the end of a line hangs over it
    expect(painted.filter(({ holes: [before, after] }) => before > 1 || after > 6)).toEqual([])
    expect(heights.filter(([drawn, typed]) => drawn !== typed)).toEqual([])
    expect(opened.problems()).toEqual([])
  })
})
