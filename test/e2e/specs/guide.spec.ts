/** The guide opens from the Help menu, without network, in the language of the window. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchGriot, type Griot } from '../../helpers/electron'
import { FramePage } from '../pages/frame.page'

describe('the guide', () => {
  let griot: Griot
  let frame: FramePage

  beforeAll(async () => {
    griot = await launchGriot()
    frame = new FramePage(griot.window)
    await frame.title.waitFor()
  })
  afterAll(() => griot.close())

  it('opens from the Help menu and goes to a chapter', async () => {
    await griot.app.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.getMenuItemById('help.guide')?.click())
    await griot.window.getByRole('heading', { level: 1, name: frame.words.sections.guide, exact: true }).waitFor()
    await griot.screenshot('guide')
    const chapters = griot.window.getByRole('navigation', { name: frame.words.guide.chapters }).getByRole('button')
    expect(await chapters.count()).toBe(17)
    const last = chapters.last()
    await last.click()
    const words = (await last.textContent())?.trim() ?? ''
    const heading = griot.window.getByRole('heading', { level: 2, name: words, exact: true })
    await expect.poll(() => heading.evaluate((element) => element === document.activeElement)).toBe(true)
    expect(griot.problems()).toEqual([])
  })
})
