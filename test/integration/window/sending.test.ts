// @vitest-environment happy-dom
/** The last steps of a new campaign in the whole window over a real core: one press sends, and what was planned stays so. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { DraftView } from '@shared/contract/drafts'
import { stageCore, type CoreStage } from '../../helpers/core-stage'
import { openWindow, type WindowBesideCore } from '../../helpers/window-beside-core'

let stage: CoreStage
let opened: WindowBesideCore | undefined

beforeEach(async () => {
  // the seconds of the window are moved by the tests
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  stage = await stageCore('devcodesms')
  await stage.core.handlers['settings.save']({ tourDone: true })
})
afterEach(async () => {
  opened?.close()
  vi.useRealTimers()
  await stage.close()
})

const phones = ['+237677100001', '+237677100002', '+237677100003']

async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) vi.advanceTimersByTime(1000)
  await opened!.settled()
}
const shows = (text: string): Promise<unknown> =>
  expect.poll(() => document.body.textContent, { interval: 20 }).toContain(text)
/** Waits until it can be pressed, and presses it. */
async function press(name: string, within: () => ParentNode | null = () => document): Promise<void> {
  const find = () =>
    [...(within()?.querySelectorAll('button') ?? [])].find(
      (one) => one.textContent.trim() === name && one.getAttribute('aria-disabled') === null,
    )
  await expect.poll(find, { interval: 20 }).toBeDefined()
  find()!.click()
  await opened!.settled()
}

/** A draft that is ready at its last step. */
async function prepare(name: string): Promise<DraftView> {
  const { handlers } = stage.core
  const { id } = await handlers['drafts.create']({ name })
  await handlers['drafts.addSource']({ id, source: { kind: 'numbers', phones }, mapping: null, jobId: name })
  const patch = { accountId: stage.accountId, template: `${name} : bonjour`, country: 'CM', step: 'review' as const }
  return handlers['drafts.save']({ id, patch })
}

async function openReview(id: number): Promise<void> {
  opened = await openWindow(stage.core, `/campaigns/new/${id}`)
  await expect.poll(() => document.querySelector('[data-bill-total]')).not.toBeNull()
}

const dialog = (): HTMLElement | null => document.querySelector('[role=dialog]')
const page = () => ({ states: [], search: '', offset: 0, limit: 10 })
const campaigns = async (): Promise<number> => (await stage.core.handlers['campaigns.page'](page())).total

it('sends at the first press, also while a value that was just typed is being saved', async () => {
  const { id } = await prepare('Soldes')
  await openReview(id)
  const rate = [...document.querySelectorAll('input')].find((one) => one.getAttribute('inputmode') !== null)!
  expect(rate.labels?.[0]?.textContent).toContain('Rate')
  rate.focus()
  rate.value = '7'
  rate.dispatchEvent(new Event('input', { bubbles: true }))
  rate.dispatchEvent(new Event('change', { bubbles: true }))
  rate.blur()
  // at once: nothing has been saved yet
  opened!.button('Send to 3 recipients').click()
  await press('Send', dialog)
  await pass(5)
  await expect.poll(() => stage.gateway.log.length).toBe(3)
  await stage.core.campaignEnded(id)
  expect((await stage.view(id)).rate).toBe(7)
  expect(stage.gateway.log).toHaveLength(3)
})

it('shows what leaves, and can be taken back for five seconds', async () => {
  const { id } = await prepare('Soldes')
  await openReview(id)
  await press('Send to 3 recipients')
  await shows('Soldes : bonjour')
  expect(await campaigns()).toBe(0)
  await press('Send', dialog)
  await pass(4)
  expect(dialog()!.textContent).toContain('Leaves in 1 second')
  await press('Take it back', dialog)
  await pass(10)
  expect(dialog()).toBeNull()
  expect(await campaigns()).toBe(0)
  expect(stage.gateway.log).toEqual([])
})

it('a scheduled campaign that is opened to be changed keeps its time', async () => {
  const { id } = await prepare('Rappel')
  const at = stage.core.clock.now() + 3 * 86_400_000
  const { handlers } = stage.core
  await handlers['drafts.schedule']({
    id,
    confirmedRecipients: 3,
    at,
    recurrence: '0 8 1 6 *',
    timeZone: 'Africa/Douala',
  })
  await handlers['campaigns.unschedule']({ id })
  expect((await handlers['drafts.get']({ id })).schedule).toEqual({
    at,
    recurrence: '0 8 1 6 *',
    timeZone: 'Africa/Douala',
  })
  await openReview(id)
  await press('Schedule for 3 recipients')
  await press('Schedule', dialog)
  await expect.poll(campaigns).toBe(1)
  expect(await stage.view(id)).toMatchObject({
    state: 'scheduled',
    // the form holds minutes
    scheduledAt: Math.floor(at / 60_000) * 60_000,
    recurrence: '0 8 1 6 *',
    timeZone: 'Africa/Douala',
  })
})

it('“New campaign” while a draft is open gives an empty page, and that draft is as it was', async () => {
  const { id } = await prepare('Ancienne')
  await openReview(id)
  expect(opened!.text()).toContain('Ancienne')
  await opened!.go('/campaigns/new')
  await shows('Who gets the message?')
  expect(opened!.text()).not.toContain('Ancienne')
  await opened!.go(`/campaigns/new/${id}`)
  await shows('Ancienne')
})

it('a list that cannot be read leaves no draft behind', async () => {
  const { handlers } = stage.core
  const path = join(stage.dataDir, 'liste.csv')
  writeFileSync(path, '')
  opened = await openWindow(stage.core, `/campaigns/new?file=${encodeURIComponent(path)}`)
  await shows('is empty')
  await expect.poll(() => handlers['drafts.list'](undefined as never)).toEqual([])
  writeFileSync(path, 'Nom;Tél\nAwa;677100001\n')
  await opened.go('/campaigns')
  await opened.go(`/campaigns/new?file=${encodeURIComponent(path)}`)
  await shows('1 valid')
  expect(await handlers['drafts.list'](undefined as never)).toHaveLength(1)
})
