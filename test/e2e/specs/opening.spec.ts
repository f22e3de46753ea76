/** Started with a link, what About can tell, and the band of a copy that is for trying out only. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { beforeEach, describe, expect, it } from 'vitest'
import { isSupportedElectron } from '../../../electron/main/electron-support'
import { launchGriot } from '../../helpers/electron'
import { shareWindow } from '../../helpers/shared-window'
import { FramePage } from '../pages/frame.page'

describe('Griot started with a link', () => {
  const opened = shareWindow(async () => {
    const griot = await launchGriot({ args: ['griot://accounts/'] })
    return { griot, page: new FramePage(griot.window), close: () => griot.close() }
  })
  let { griot, page } = {} as ReturnType<typeof opened>
  beforeEach(() => ({ griot, page } = opened()))

  it('shows the page that it names', async () => {
    await page.title.filter({ hasText: page.words.sections.accounts }).waitFor()
  })

  it('follows a link of a second start, and no hostile one', async () => {
    const again = (link: string) =>
      griot.app.evaluate(({ app }, argv) => void app.emit('second-instance', {}, argv, '/'), ['griot', link])
    await again('griot://templates')
    await page.title.filter({ hasText: page.words.sections.templates }).waitFor()
    for (const link of ['griot://accounts?send=1', 'griot://campaigns/new#x', 'griot://../accounts']) await again(link)
    await again('griot://history')
    await page.title.filter({ hasText: page.words.sections.history }).waitFor()
  })

  it('has the band exactly where its Electron gets no security fixes', async () => {
    const info = await page.ask('app.info', undefined)
    if (!info.ok) throw new Error('app.info failed')
    const isTrial = !isSupportedElectron(info.value.electron)
    expect(info.value.trialOnly).toBe(isTrial)
    expect(await page.window.getByText(page.words.frame.trial.title).count()).toBe(isTrial ? 1 : 0)
  })

  it('copies diagnostics without anything of a person, and lists the licences', async () => {
    const { about } = page.words.settings
    await page.ask('contacts.save', {
      phone: '+237677123456',
      name: 'Awa Koné',
      fields: {},
      groupIds: [],
      country: 'CM',
    })
    await page.goTo('settings')
    await page.window.getByRole('tab', { name: page.words.settings.parts.about }).click()
    await page.window.getByRole('button', { name: about.copyDiagnostics }).scrollIntoViewIfNeeded()
    await page.window.getByRole('button', { name: about.copyDiagnostics }).click()
    await page.window.getByText(about.diagnosticsCopied).first().waitFor()
    const text = await griot.app.evaluate(async ({ clipboard }) => clipboard.readText())
    expect(text).toContain('database: ok')
    expect(text).toContain('info started')
    for (const mark of ['677123456', 'Awa', griot.dataDir, homedir() + '/']) expect(text).not.toContain(mark)
    await page.window.getByText(about.showLicences).click()
    await page.window.getByText(/^better-sqlite3 \d/).click()
    await page.window
      .getByRole('listitem')
      .filter({ hasText: /^better-sqlite3/ })
      .getByText(/Permission is hereby granted/)
      .waitFor()
    await griot.screenshot('about')
    expect(readFileSync('out/licences/main.json', 'utf8')).toContain('better-sqlite3')
  })

  it('said nothing wrong', () => {
    expect(griot.problems()).toEqual([])
  })
})
