/** Everything that a person does in the window every day, each act timed (window-answer.ts). For a shop of fill-shop.ts. */
import type { Locator } from 'playwright-core'
import { FramePage, type SectionName } from '../e2e/pages/frame.page'
import type { Griot } from './electron'
import { answerTo, type Answer } from './window-answer'

const sections: readonly SectionName[] = [
  'campaigns',
  'contacts',
  'templates',
  'history',
  'archives',
  'accounts',
  'settings',
  'home',
]

export interface WalkOptions {
  /** How often each section, row and campaign is opened. */
  readonly rounds: number
  /** A few acts of each kind instead of many. */
  readonly isBrief?: boolean
  /** How long nothing must change before an answer is taken to be whole. */
  readonly quietMs?: number
}

/** What was timed, by name; each as often as there are rounds or letters. */
export async function walkWindow(
  griot: Griot,
  { rounds, isBrief = false, quietMs = 400 }: WalkOptions,
): Promise<ReadonlyMap<string, readonly Answer[]>> {
  const some = <Item>(items: readonly Item[]): readonly Item[] => (isBrief ? items.slice(0, 1) : items)
  const answers = new Map<string, Answer[]>()
  const { window } = griot
  const frame = new FramePage(window)
  const { words } = frame

  const time = async (what: string, act: () => Promise<unknown>): Promise<void> => {
    const answer = await answerTo(window, act, quietMs)
    answers.set(what, [...(answers.get(what) ?? []), answer])
  }
  /** At the middle of what is there, without the test's own looking in the time. */
  const click = async (what: string, target: Locator): Promise<void> => {
    const box = await target.boundingBox()
    if (!box) throw new Error(`${what}: not there`)
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await window.mouse.move(x, y)
    await time(what, () => window.mouse.click(x, y))
  }
  const press = (what: string, key: string) => time(what, () => window.keyboard.press(key))
  const type = async (what: string, text: string): Promise<void> => {
    for (const letter of text) await time(what, () => window.keyboard.type(letter))
    await time(`${what}, cleared`, async () => {
      await window.keyboard.press('Control+a')
      await window.keyboard.press('Delete')
    })
  }
  const grid = (name: string) => window.getByRole('grid', { name })
  const row = (table: Locator, index = 0) => table.locator(`[data-row-index="${index}"]`).getByRole('gridcell').nth(1)
  const scrollTo = (what: string, table: Locator, share: number) =>
    time(what, () =>
      table.evaluate((element, at) => {
        element.scrollTop = (element.scrollHeight - element.clientHeight) * at
      }, share),
    )
  /** Down a page by wheel, to places far away by the bar, to the ends by key. */
  const roam = async (what: string, table: Locator): Promise<void> => {
    const box = await table.boundingBox()
    if (box) await window.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    for (let turn = 0; turn < (isBrief ? 1 : 3); turn += 1)
      await time(`${what}: wheel`, () => window.mouse.wheel(0, 600))
    for (const share of some([0.5, 0.31, 0.77])) await scrollTo(`${what}: far away`, table, share)
    await table.focus()
    await press(`${what}: to the end`, 'End')
    await press(`${what}: a page up`, 'PageUp')
    await press(`${what}: to the top`, 'Home')
  }
  const choose = async (what: string, field: Locator, option: string): Promise<void> => {
    // by Playwright's own click, which waits until the field stays in its place: another language draws the page anew
    await time(`${what}: list opened`, () => field.click())
    await time(what, () => window.getByRole('option', { name: option, exact: true }).click())
  }

  await frame.title.waitFor()
  await frame.ask('settings.save', { tourDone: true, country: 'CM', language: 'fr', theme: 'light' })
  await window.evaluate(() => void (location.hash = '#/settings'))
  await frame.title.filter({ hasText: words.sections.settings }).waitFor()

  for (let round = 0; round < rounds; round += 1) {
    for (const section of sections) {
      await click(`section ${section}`, frame.navigation.getByRole('link', { name: words.sections[section] }))
    }
  }

  await frame.goTo('contacts')
  const people = grid(words.sections.contacts)
  await row(people).waitFor()
  await roam('contacts', people)
  const { name, phone, updated } = words.contacts.columns
  for (const column of some([phone, updated, name])) {
    const header = people.getByRole('columnheader', { name: column })
    for (let turn = 0; turn < 2; turn += 1) await click('contacts: sorted', header)
  }
  const groups = window.getByRole('navigation', { name: words.contacts.groups.title })
  await click('contacts: one group', groups.getByRole('button', { name: /^Clients/ }).first())
  await click('contacts: everybody', groups.getByRole('button', { name: words.contacts.groups.everybody }))
  for (const text of isBrief ? ['awa'] : ['ngaoundere', 'traore emilie', '677 12', 'personne']) {
    await window.getByRole('searchbox', { name: words.contacts.search }).focus()
    await type('contacts: a letter searched', text)
  }
  for (let turn = 0; turn < rounds; turn += 1) {
    await click('contacts: one opened', row(people, turn + 1))
    await press('contacts: one closed', 'Escape')
  }

  await frame.goTo('history')
  const messages = grid(words.sections.history)
  await row(messages).waitFor()
  await roam('history', messages)
  for (const text of isBrief ? ['vac'] : ['mbarga rappel', 'réunion', '677 00 12 34', 'personne']) {
    await window.getByRole('searchbox', { name: words.history.search }).focus()
    await type('history: a letter searched', text)
  }
  for (let turn = 0; turn < rounds; turn += 1) {
    await click('history: one opened', row(messages, turn + 1))
    await press('history: one closed', 'Escape')
  }
  const outcome = window.getByRole('combobox', { name: words.history.outcome })
  for (const group of some(['delivered', 'failed', 'doubtful'] as const))
    await choose('history: an outcome', outcome, words.history.outcomes[group])
  await roam('history of one outcome', messages)

  for (let round = 0; round < rounds; round += 1) {
    await frame.goTo('campaigns')
    const campaigns = grid(words.sections.campaigns)
    await row(campaigns).waitFor()
    await campaigns.focus()
    await press('campaigns: to the end', 'End')
    // the oldest is the largest
    await press('the largest campaign opened', 'Enter')
    const { tabs } = words.campaign
    for (const tab of ['report', 'details', 'messages'] as const)
      await click(`the largest campaign: ${tab}`, window.getByRole('radio', { name: tabs[tab] }))
  }
  const sent = grid(words.campaign.table.label)
  await roam('the largest campaign', sent)
  await window.getByRole('searchbox', { name: words.campaign.table.search }).focus()
  await type('the largest campaign: a letter searched', isBrief ? 'koné' : 'awa mbarga')
  const filters = window.getByRole('radiogroup', { name: words.campaign.table.filter }).getByRole('radio')
  for (let index = (await filters.count()) - 1; index >= 0; index -= isBrief ? 3 : 1)
    await click('the largest campaign: an outcome', filters.nth(index))

  for (let round = 0; round < rounds; round += 1) {
    await press('palette opened', 'Control+k')
    for (const letter of 'hist') await time('palette: a letter', () => window.keyboard.type(letter))
    await press('palette closed', 'Escape')
  }
  await frame.goTo('settings')
  for (const theme of ['dark', 'light'] as const)
    await click('theme', window.getByRole('radio', { name: words.settings.theme[theme] }))
  const language = window.getByRole('main').getByRole('combobox').first()
  await choose('language', language, words.settings.language.en)
  await choose('language', language, words.settings.language.fr)
  return answers
}
