/** Starting twice, coming back where it was, a page that dies, data that can't be opened. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { launchGriot, type Griot } from '../../helpers/electron'
import { FramePage } from '../pages/frame.page'

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
    const options = { encoding: null, delimiter: null, hasHeader: null, sheet: null }
    expect(
      await frame.ask('contacts.inspect', { source: { kind: 'file', path, options }, country: 'CM' }),
    ).toMatchObject({
      ok: true,
      value: { rows: 1, valid: 1 },
    })
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
    const frame = await launch()
    await griot!.app.evaluate(({ BrowserWindow, dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false })
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
    })
    await expect
      .poll(() => griot!.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.isCrashed()))
      .toBe(false)
    const text = () =>
      griot!.app.evaluate(
        ({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
            'document.querySelector("h1")?.textContent',
          ) as Promise<string>,
      )
    await expect.poll(text, { timeout: 10_000 }).toContain(frame.words.sections.home)
  })

  it('gets the file that the person chose in the dialog of the system, and only that', async () => {
    const frame = await launch()
    const chosen = join(dataDir, 'journal.csv')
    await griot!.app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path }) as never
    }, chosen)
    expect(await frame.ask('audit.export', { path: chosen })).toMatchObject({ ok: false })
    const filters = [{ name: 'CSV', extensions: ['csv'] }]
    expect(await frame.ask('dialog.saveFile', { title: 'Exporter', defaultName: 'journal.csv', filters })).toEqual({
      ok: true,
      value: chosen,
    })
    expect(await frame.ask('audit.export', { path: chosen })).toMatchObject({ ok: true })
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
    const failure = () => app.windows().find((window) => window.url().startsWith('data:'))
    await expect.poll(() => failure() !== undefined, { timeout: 10_000 }).toBe(true)
    const page = failure()!
    await page.getByRole('heading', { name: 'Griot n’a pas pu ouvrir ses données' }).waitFor()
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
    await expect.poll(() => failure()).toBeUndefined()
    const frame = new FramePage(app.windows()[0]!)
    await frame.title.waitFor()
    expect(await frame.ask('settings.get', undefined)).toMatchObject({ ok: true })
  })
})
