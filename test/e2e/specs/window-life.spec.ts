/** Starting twice, coming back where it was, a page that dies, data that can't be opened. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Reply } from '@shared/contract/schema'
import { launchGriot, type Griot } from '../../helpers/electron'
import { FramePage } from '../pages/frame.page'
import { automaticReading } from '@shared/contract/recipients'

const repository = fileURLToPath(new URL('../../../', import.meta.url))

let dataDir: string
let griot: Griot | undefined
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'griot-life-'))
})
afterEach(async () => {
  await griot?.close()
  griot = undefined
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

async function launch(): Promise<FramePage> {
  griot = await launchGriot({ dataDir })
  const frame = new FramePage(griot.window)
  await frame.title.waitFor()
  return frame
}

/** The value of a request that must succeed. */
async function valueOf<Value>(asked: Promise<Reply<Value>>): Promise<Value> {
  const reply = await asked
  if (!reply.ok) throw new Error(reply.error.code)
  return reply.value
}

/** What a second double click on Griot's icon (or on a spreadsheet) does. Resolves with the exit code. */
function startAgain(...args: string[]): Promise<number | null> {
  const electron = inject('electron')
  const second = spawn(electron.executable, [...electron.args, repository, ...args], {
    env: { ...process.env, ...electron.environment, GRIOT_DATA_DIR: dataDir },
    stdio: 'ignore',
  })
  return new Promise((resolve) => second.once('exit', resolve))
}

describe('Griot started a second time', () => {
  it('ends at once and brings the first window back', async () => {
    const { app } = (await launch(), griot!)
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    expect(await startAgain()).toBe(0)
    await expect
      .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
      .toBe(true)
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  it('hands its spreadsheet to the first window, which may then read it', async () => {
    const frame = await launch()
    await frame.ask('app.ready', undefined)
    const opened = await frame.collect('file.open')
    const path = join(dataDir, 'clients.csv')
    writeFileSync(path, 'Nom;Téléphone\nAwa;677123456\n')
    expect(await startAgain(path)).toBe(0)
    await expect.poll(opened).toEqual([{ path }])
    const { id } = await valueOf(frame.ask('drafts.create', { name: null }))
    const source = { kind: 'file', path, options: automaticReading } as const
    const draft = await valueOf(frame.ask('drafts.addSource', { id, source, mapping: null, jobId: 'second-start' }))
    expect(draft.counts).toMatchObject({ rows: 1, valid: 1 })
  })
})

describe('the window', () => {
  it('opens where and as it was closed', async () => {
    await launch()
    const bounds = { x: 40, y: 60, width: 1000, height: 640 }
    await griot!.app.evaluate(
      ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
      bounds,
    )
    await griot!.close()
    await launch()
    expect(
      await griot!.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds()),
    ).toEqual(bounds)
  })

  it('offers to come back after its page died', async () => {
    await launch()
    await griot!.app.evaluate(({ BrowserWindow, dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false })
      const contents = BrowserWindow.getAllWindows()[0]!.webContents
      const { titles } = Object.assign(globalThis, { titles: [] as string[] })
      contents.on('page-title-updated', (_event, title) => titles.push(title))
      contents.forcefullyCrashRenderer()
    })
    const titles = () => griot!.app.evaluate(() => (globalThis as unknown as { titles: string[] }).titles)
    await expect.poll(titles).toContain('Accueil – Griot')
  })

  it('gets the file that the person chose in the dialog of the system, and only that', async () => {
    const frame = await launch()
    const filter = {
      states: [],
      search: '',
      phone: null,
      text: null,
      from: null,
      to: null,
      accountId: null,
      campaignId: null,
    }
    const chosen = join(dataDir, 'historique.csv')
    await griot!.app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
    }, chosen)
    expect(await frame.ask('history.export', { filter, path: chosen })).toMatchObject({ ok: false })
    const filters = [{ name: 'CSV', extensions: ['csv'] }]
    expect(await frame.ask('dialog.saveFile', { title: 'Exporter', defaultName: 'historique.csv', filters })).toEqual({
      ok: true,
      value: chosen,
    })
    expect(await frame.ask('history.export', { filter, path: chosen })).toEqual({ ok: true, value: 0 })
  })
})

describe('quitting while messages are being sent', () => {
  /** A campaign in the sandbox that lasts a minute. */
  async function startSlowCampaign(frame: FramePage): Promise<number> {
    const sandbox = (await valueOf(frame.ask('accounts.list', undefined))).find(({ gateway }) => gateway.sandbox)
    const { id } = await valueOf(frame.ask('drafts.create', { name: 'Rentrée' }))
    const phones = Array.from({ length: 60 }, (_, index) => `+2376771234${index + 10}`)
    await valueOf(
      frame.ask('drafts.addSource', { id, source: { kind: 'numbers', phones }, mapping: null, jobId: 'slow' }),
    )
    const patch = { accountId: sandbox!.id, sender: 'Griot', template: 'Bonjour', country: 'CM', rate: 1 }
    await valueOf(frame.ask('drafts.save', { id, patch }))
    const started = frame.ask('drafts.start', { id, confirmedRecipients: phones.length })
    return (await valueOf(started)).campaignId
  }

  it('keeps what is typed in a draft before it quits', async () => {
    const frame = await launch()
    const { app } = griot!
    await frame.window.evaluate(() => void (location.hash = '#/campaigns/new'))
    await frame.window.getByRole('radio', { name: frame.words.draft.add.numbers }).click()
    await frame.window.getByRole('textbox', { name: frame.words.draft.add.numbers }).fill('677123410, 677123411')
    const ended = new Promise((resolve) => app.process().once('exit', resolve))
    frame.ask('app.quit', undefined).catch(() => undefined)
    expect(await ended).toBe(0)
    griot = undefined
    const db = new Database(join(dataDir, 'griot.sqlite'), { readonly: true })
    expect(db.prepare('SELECT count(*) FROM recipient').pluck().get()).toBe(2)
    db.close()
  })

  it('asks in the window, goes on in the background or pauses as the person says', async () => {
    const frame = await launch()
    const { app } = griot!
    await frame.ask('app.ready', undefined)
    const asked = await frame.collect('app.quitAsked')
    const id = await startSlowCampaign(frame)
    const state = async () => (await valueOf(frame.ask('campaigns.get', { id }))).state
    await expect.poll(state).toBe('sending')

    await frame.ask('app.quit', undefined)
    await expect.poll(asked).toEqual([{ campaigns: [{ id, name: 'Rentrée' }] }])
    await frame.ask('app.quitDecision', { decision: 'stay' })
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true)

    await frame.ask('app.quit', undefined)
    await expect.poll(async () => (await asked()).length).toBe(2)
    await frame.ask('app.quitDecision', { decision: 'background' })
    await expect
      .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
      .toBe(false)
    expect(await state()).toBe('sending')
    expect(
      await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('campaign.pauseAll')?.enabled),
    ).toBe(true)

    const ended = new Promise((resolve) => app.process().once('exit', resolve))
    await frame.ask('app.quit', undefined)
    await expect.poll(async () => (await asked()).length).toBe(3)
    // the window goes away before it can hear the answer
    frame.ask('app.quitDecision', { decision: 'pause' }).catch(() => undefined)
    expect(await ended).toBe(0)
    griot = undefined

    const db = new Database(join(dataDir, 'griot.sqlite'), { readonly: true })
    expect(db.prepare('SELECT state, pause_reason AS reason FROM campaign WHERE id = ?').get(id)).toEqual({
      state: 'paused',
      reason: 'person',
    })
    expect(db.prepare(`SELECT count(*) FROM message WHERE state IN ('sending', 'unknown')`).pluck().get()).toBe(0)
    db.close()
  })
})

/** The page that says why Griot did not start, among the windows of the application. */
async function startFailurePage({ app }: Griot): Promise<Page> {
  const find = () => app.windows().find((window) => window.url().startsWith('data:'))
  await expect.poll(() => find() !== undefined).toBe(true)
  const page = find()!
  await page.getByRole('heading', { name: 'Griot n’a pas pu ouvrir ses données' }).waitFor()
  return page
}

describe('a damaged database', () => {
  it('is set aside for the last backup when the person says so', async () => {
    await launch()
    // the window may be there before core has made its database
    await new FramePage(griot!.window).ask('settings.get', undefined)
    await griot!.close()
    const path = join(dataDir, 'griot.sqlite')
    const db = new Database(path)
    db.prepare(`INSERT INTO contact_group (name, created_at) VALUES ('Parents', 1)`).run()
    mkdirSync(join(dataDir, 'backups'), { recursive: true })
    db.prepare('VACUUM INTO ?').run(join(dataDir, 'backups', 'one.sqlite'))
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    const damaged = readFileSync(path).fill(0xa5, 0, 8192)
    writeFileSync(path, damaged)

    griot = await launchGriot({ dataDir })
    const page = await startFailurePage(griot)
    await page.screenshot({ path: join(repository, 'test/e2e/screenshots/start-damaged.png') })
    // the dialog of the system that tells what the damaged file kept to itself
    await griot.app.evaluate(({ dialog }) => {
      const said: string[] = []
      Object.assign(globalThis, { said })
      dialog.showMessageBox = (...given: unknown[]) => {
        said.push((given.at(-1) as { detail: string }).detail)
        return Promise.resolve({ response: 0, checkboxChecked: false })
      }
    })
    await page.getByRole('link', { name: 'Rétablir la dernière sauvegarde' }).click()
    const frame = new FramePage(griot.app.windows().find((window) => window.url().startsWith('app:'))!)
    await frame.title.waitFor()
    expect(await frame.ask('accounts.list', undefined)).toMatchObject({ ok: true })
    const said = await griot.app.evaluate(() => (globalThis as unknown as { said: string[] }).said)
    expect(said.map((detail) => detail.split('\n\n').length)).toEqual([3])
    const [aside] = readdirSync(dataDir).filter((name) => name.startsWith('griot.sqlite.set-aside-'))
    expect(readFileSync(join(dataDir, aside!)).equals(damaged)).toBe(true)
    const restored = new Database(path, { readonly: true })
    expect(restored.prepare('SELECT name FROM contact_group').pluck().all()).toEqual(['Parents'])
    restored.close()
  })
})

describe('data of a newer Griot', () => {
  it('are left alone, and the person is told what to do', async () => {
    const path = join(dataDir, 'griot.sqlite')
    const newer = new Database(path)
    newer.pragma('user_version = 9999')
    newer.close()

    griot = await launchGriot({ dataDir })
    const { app } = griot
    const page = await startFailurePage(griot)
    await page.screenshot({ path: join(repository, 'test/e2e/screenshots/start-failure.png') })
    expect(
      await app.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((window) => window.isVisible()).length,
      ),
    ).toBe(1)

    const repaired = new Database(path)
    expect(repaired.pragma('user_version', { simple: true })).toBe(9999)
    repaired.pragma('user_version = 0')
    repaired.close()
    await page.getByRole('link', { name: 'Réessayer' }).click()
    const frame = new FramePage(app.windows().find((window) => window.url().startsWith('app:'))!)
    await frame.title.waitFor()
    expect(await frame.ask('settings.get', undefined)).toMatchObject({ ok: true })
  })
})
