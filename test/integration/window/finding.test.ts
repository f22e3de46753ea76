// @vitest-environment happy-dom
/** The search box finds everything; people and groups are written to from where they are, by the account used last. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stageCore, type CoreStage } from '../../helpers/core-stage'
import { openWindow, type WindowBesideCore } from '../../helpers/window-beside-core'

let stage: CoreStage
let opened: WindowBesideCore | undefined
beforeEach(async () => {
  stage = await stageCore('devcodesms')
  await stage.core.handlers['settings.save']({ tourDone: true })
})
afterEach(async () => {
  opened?.close()
  await stage.close()
})

const shows = (text: string): Promise<unknown> =>
  expect.poll(() => document.body.textContent, { interval: 20 }).toContain(text)
const options = (): (string | undefined)[] =>
  [...document.querySelectorAll('[role=option]')].map((option) => option.querySelector('span')?.textContent.trim())

async function search(words: string): Promise<void> {
  if (!document.querySelector('[role=dialog] input'))
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }))
  await opened!.settled()
  const input = document.querySelector<HTMLInputElement>('[role=dialog] input')!
  input.value = words
  input.dispatchEvent(new Event('input', { bubbles: true }))
}

function addContact(name: string, phone: string, groupIds: number[] = []) {
  return stage.core.handlers['contacts.save']({ name, phone, groupIds, fields: {}, country: 'CM' })
}

it('finds a person by number, a campaign, a message and a template', async () => {
  await addContact('Aminatou Mbarga', '+237677123456')
  await stage.send(['+237699000111'])
  await stage.core.handlers['templates.save']({ name: 'Rappel de cotisation', body: 'Payez vite' })
  opened = await openWindow(stage.core, '/')
  await search('677 12 34 56')
  await expect.poll(options).toContain('Aminatou Mbarga')
  await search('bonjour')
  await expect.poll(() => options().filter((label) => label === 'Bonjour').length).toBe(2)
  await search('cotisation')
  await expect.poll(options).toContain('Rappel de cotisation')
  await search('aminatou')
  await expect.poll(options).toEqual(['Aminatou Mbarga'])
  document
    .querySelector('[role=dialog] input')!
    .dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  await shows('Contacts')
  await expect.poll(() => document.querySelector('aside h2')?.textContent.trim()).toBe('Aminatou Mbarga')
})

it('writes to a person by name, with the account of the last campaign', async () => {
  const { handlers } = stage.core
  const other = await handlers['accounts.save']({
    name: 'Autre',
    gateway: 'devcodesms',
    baseUrl: stage.gateway.url,
    sender: 'AUTRE',
    country: 'CM',
    currency: 'XAF',
    price: '15',
    maxRate: null,
    concurrency: null,
    alertBelow: null,
    callbackUrl: null,
    usesKeychain: false,
  })
  await stage.send(['+237699000111'])
  const { id } = await addContact('Aminatou; "Ami"', '+237677123456')
  opened = await openWindow(stage.core, `/contacts?open=${id}`)
  await shows('Write')
  opened.button('Write').click()
  await expect.poll(async () => (await handlers['drafts.list'](undefined as never)).length).toBe(1)
  const [listed] = await handlers['drafts.list'](undefined)
  await expect.poll(async () => (await handlers['drafts.get']({ id: listed!.id })).accountId).toBe(stage.accountId)
  const draft = await handlers['drafts.get']({ id: listed!.id })
  expect(draft).toMatchObject({ step: 'message', counts: { valid: 1 }, name: 'Aminatou; "Ami"' })
  expect(draft.sources[0]!.sample).toEqual([['Aminatou; "Ami"', '+237677123456']])
  expect(other.id).not.toBe(stage.accountId)
})
