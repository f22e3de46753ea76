/**
 * Core runs in a process of its own. It may die, hang or end again and again, and the window may die, while messages are
 * being sent: what a person then sees, and that by the gateway's own log nobody got anything twice.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isProcessAlive } from '@core/process-alive'
import type { CampaignView } from '@shared/contract/campaigns'
import type { Reply } from '@shared/contract/schema'
import { launchGriot, type Griot } from '../../helpers/electron'
import { accountAt, hasKeychain, startWindowGateway, type WindowGateway } from '../../helpers/window-gateway'
import { CampaignPage } from '../pages/campaign.page'

const account = 'Boutique'
const inFlight = 4

let dataDir: string
let griot: Griot | undefined
let page: CampaignPage
let gateway: WindowGateway

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'griot-core-process-'))
  gateway = await startWindowGateway('kingsmspro', { latencyMs: 30 })
  await launch()
})
afterEach(async () => {
  await griot?.close()
  griot = undefined
  await gateway.fake.close()
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

async function launch(): Promise<void> {
  griot = await launchGriot({ dataDir, environment: hasKeychain ? {} : gateway.environment(account) })
  page = new CampaignPage(griot.window)
  await page.title.waitFor()
}

async function valueOf<Value>(asked: Promise<Reply<Value>>): Promise<Value> {
  const reply = await asked
  if (!reply.ok) throw new Error(reply.error.code)
  return reply.value
}

/** A campaign of so many recipients is being sent, and the gateway has had the first of them. */
async function sendTo(recipients: number): Promise<number> {
  const saved = await valueOf(page.ask('accounts.save', accountAt(gateway, account)))
  await page.ask('settings.save', { tourDone: true, country: 'CM' })
  const { id } = await valueOf(page.ask('drafts.create', { name: 'Rentrée' }))
  const phones = Array.from({ length: recipients }, (_, index) => `+237677${String(100_010 + index)}`)
  await valueOf(
    page.ask('drafts.addSource', { id, source: { kind: 'numbers', phones }, mapping: null, jobId: 'numbers' }),
  )
  const patch = { accountId: saved.id, template: 'Bonjour', country: 'CM', concurrency: inFlight, receipts: false }
  await valueOf(page.ask('drafts.save', { id, patch }))
  await valueOf(page.ask('drafts.start', { id, confirmedRecipients: recipients }))
  await expect.poll(() => gateway.fake.log.length).toBeGreaterThan(20)
  return id
}

async function resumeAndFinish(id: number): Promise<void> {
  await valueOf(page.ask('campaigns.resume', { id }))
  await expect.poll(async () => (await valueOf(page.ask('campaigns.get', { id }))).state).toBe('finished')
}

function expectNobodyTwice(): void {
  const phones = gateway.fake.log.map(({ phone }) => phone)
  expect(new Set(phones).size).toBe(phones.length)
}

/** The campaign as the database has it, when nobody has it open. */
function campaignOnDisk(): unknown {
  const db = new Database(join(dataDir, 'griot.sqlite'), { readonly: true })
  const row = db.prepare('SELECT state, pause_reason AS reason FROM campaign').get()
  db.close()
  return row
}

const endOf = ({ app }: Griot): Promise<number | null> => {
  const child = app.process()
  return new Promise((resolve) => child.once('exit', resolve))
}

describe('core killed while it sends', () => {
  it('is said with the campaign’s name, started again, and the campaign goes on: nobody twice', async () => {
    const recipients = 600
    const id = await sendTo(recipients)
    const killed = await griot!.coreProcess()
    process.kill(killed, 'SIGKILL')

    const dialog = page.window.getByRole('dialog', { name: page.words.frame.coreEnded.title })
    await dialog.getByText('Rentrée').waitFor()
    await griot!.screenshot('core-ended')
    expect(gateway.fake.log.length).toBeLessThan(recipients)
    expect(await griot!.coreProcess()).not.toBe(killed)
    await dialog.getByRole('button', { name: 'Voir la campagne' }).click()
    await page.title.filter({ hasText: 'Rentrée' }).waitFor()
    await page.reaches('paused')
    const { state, pauseReason, counts } = await valueOf(page.ask('campaigns.get', { id }))
    expect({ state, pauseReason }).toEqual({ state: 'paused', pauseReason: 'interrupted' })
    expect(counts.unknown).toBeLessThanOrEqual(inFlight)

    await resumeAndFinish(id)
    // the page hears the new core, whose numbers begin higher
    await page.reaches('finished')
    expectNobodyTwice()
    expect(recipients - gateway.fake.log.length).toBeLessThanOrEqual(counts.unknown)
    expect(griot!.problems().filter(({ source }) => source !== 'main')).toEqual([])
  })

  it('answers what was on its way with core_ended, and what is asked next once it works again', async () => {
    const core = await griot!.coreProcess()
    process.kill(core, 'SIGSTOP')
    const asked = page.ask('accounts.list', undefined)
    // main answers this one itself, after it has passed the other on
    await page.ask('app.info', undefined)
    process.kill(core, 'SIGKILL')
    expect(await asked).toMatchObject({ ok: false, error: { code: 'core_ended' } })
    expect(await page.ask('accounts.list', undefined)).toMatchObject({ ok: true })
    await page.window.getByText(page.words.frame.coreEnded.nothingSent).first().waitFor()
  })

  it('again and again is not started for ever: a page says so and offers to try again', async () => {
    const { app } = griot!
    const find = () => app.windows().find((window) => window.url().startsWith('data:'))
    let last = 0
    for (let time = 0; time < 4; time += 1) {
      let core = 0
      await expect.poll(async () => (core = await griot!.coreProcess())).not.toBe(last)
      expect(find()).toBeUndefined()
      // only a core that was open: one that is still being opened is told as a start that failed
      await valueOf(page.ask('settings.get', undefined))
      process.kill((last = core), 'SIGKILL')
    }
    await expect.poll(() => find() !== undefined).toBe(true)
    const failure = find()!
    await failure.getByRole('heading', { name: 'Griot s’arrête à plusieurs reprises' }).waitFor()
    await failure.screenshot({ path: 'test/e2e/screenshots/core-ends-again.png' })
    await failure.getByRole('link', { name: 'Réessayer' }).click()
    expect(await page.ask('settings.get', undefined)).toMatchObject({ ok: true })
  })
})

describe('the window killed while core sends', () => {
  it('stops nothing: the campaign goes on and finishes, and the new page shows it', async () => {
    const recipients = 400
    await sendTo(recipients)
    await griot!.app.evaluate(({ BrowserWindow, dialog }) => {
      // nobody answers until the campaign is over
      dialog.showMessageBox = () =>
        new Promise((resolve) =>
          Object.assign(globalThis, { answer: () => resolve({ response: 0, checkboxChecked: false }) }),
        )
      BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer()
    })
    await expect.poll(() => gateway.fake.log.length).toBe(recipients)
    expectNobodyTwice()
    const titles = await griot!.app.evaluate(({ BrowserWindow }) => {
      const seen: string[] = []
      BrowserWindow.getAllWindows()[0]!.webContents.on('page-title-updated', (_event, title) => seen.push(title))
      Object.assign(globalThis, { seen })
      ;(globalThis as unknown as { answer: () => void }).answer()
      return seen
    })
    expect(titles).toEqual([])
    const seen = () => griot!.app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)
    await expect.poll(seen).not.toEqual([])
  })
})

describe('core that hangs', () => {
  it('does not keep anybody from quitting: it is ended, and the next start shows the campaign paused', async () => {
    const id = await sendTo(600)
    const core = await griot!.coreProcess()
    process.kill(core, 'SIGSTOP')
    const ended = endOf(griot!)
    await page.ask('app.quit', undefined)
    const dialog = page.window.getByRole('dialog')
    // the window goes away before it can hear the answer
    await dialog.getByRole('button', { name: page.words.frame.quit.pause }).click()
    expect(await ended).toBe(0)
    await expect.poll(() => isProcessAlive(core)).toBe(false)
    await launch()
    await expect.poll(async () => (await valueOf(page.ask('campaigns.get', { id }))).pauseReason).toBe('interrupted')
    await resumeAndFinish(id)
    expectNobodyTwice()
  })
})

describe('the desktop session that ends while messages are being sent', () => {
  it.each([
    ['the main process', false],
    ['every process', true],
  ])('signals %s: the campaign is paused, the database closed, the program ends with 0', async (_, everyProcess) => {
    await sendTo(600)
    const core = await griot!.coreProcess()
    const main = griot!.app.process()
    const ended = endOf(griot!)
    if (everyProcess) process.kill(core, 'SIGTERM')
    main.kill('SIGTERM')
    expect(await ended).toBe(0)
    await expect.poll(() => isProcessAlive(core)).toBe(false)
    griot = undefined
    expect(campaignOnDisk()).toEqual({ state: 'paused', reason: 'interrupted' })
    expectNobodyTwice()
  })
})

describe('the main process killed', () => {
  it('takes core with it: no process goes on sending without a window', async () => {
    const id = await sendTo(600)
    const core = await griot!.coreProcess()
    await griot!.kill()
    await expect.poll(() => isProcessAlive(core)).toBe(false)
    await launch()
    await expect.poll(async () => (await valueOf(page.ask('campaigns.get', { id }))).pauseReason).toBe('interrupted')
    await resumeAndFinish(id)
    expectNobodyTwice()
  })
})

/** More for `GRIOT_TEST_KILLS=20 npm run test:e2e -- core-process`. */
const kills = Number(process.env.GRIOT_TEST_KILLS ?? 4)
const victims = ['core', 'window', 'both', 'program'] as const

/** As the page asks, also where Playwright has lost a page that died. */
async function askThroughMain<Value>(name: string, input?: unknown): Promise<Value> {
  const asked = `window.griot.request(${JSON.stringify(name)}, ${JSON.stringify(input)})`
  const reply: unknown = await griot!.app.evaluate(
    ({ BrowserWindow }, script) => BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(script),
    asked,
  )
  return valueOf(Promise.resolve(reply as Reply<Value>))
}

describe(`${kills} kills of core, the window, both and the program while one campaign is being sent`, () => {
  it('forget nobody, and nobody gets it twice', async () => {
    const recipients = 150 * (kills + 1)
    const id = await sendTo(recipients)
    const campaign = () => askThroughMain<CampaignView>('campaigns.get', { id })
    let coreKills = 0
    for (let kill = 0; kill < kills; kill += 1) {
      const victim = victims[kill % victims.length]!
      // a new place in the campaign each time, while it is being sent
      const sent = gateway.fake.log.length
      await expect.poll(() => gateway.fake.log.length).toBeGreaterThan(sent + 30 + ((kill * 17) % 40))
      const core = await griot!.coreProcess()
      if (victim === 'program') {
        await griot!.kill()
        await expect.poll(() => isProcessAlive(core)).toBe(false)
        await launch()
      } else {
        const renderer = await griot!.app.evaluate(({ BrowserWindow, dialog }) => {
          dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false })
          return BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId()
        })
        if (victim !== 'window') process.kill(core, 'SIGKILL')
        if (victim !== 'core') process.kill(renderer, 'SIGKILL')
        if (victim !== 'core')
          await expect
            .poll(() =>
              griot!.app.evaluate(({ BrowserWindow }) =>
                BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId(),
              ),
            )
            .not.toBe(renderer)
      }
      if (victim === 'window') expect(await griot!.coreProcess()).toBe(core)
      else {
        coreKills += 1
        await expect.poll(() => griot!.coreProcess()).not.toBe(core)
        await expect
          .poll(() => campaign().catch(() => null))
          .toMatchObject({ state: 'paused', pauseReason: 'interrupted' })
        await askThroughMain('campaigns.resume', { id })
      }
    }
    await expect.poll(() => campaign().catch(() => null)).toMatchObject({ state: 'finished' })
    const { counts } = await campaign()
    expectNobodyTwice()
    expect(counts.accepted + counts.unknown).toBe(recipients)
    expect(counts.unknown).toBeLessThanOrEqual(coreKills * inFlight)
    // whoever the gateway never saw is among the doubtful
    expect(recipients - gateway.fake.log.length).toBeLessThanOrEqual(counts.unknown)
  })
})
