/**
 * Opens the built application for an end-to-end spec, in a data folder of its own, and remembers everything that must
 * not happen: console errors and warnings, uncaught errors, violations of the content security policy.
 *
 * Only for specs run with test/e2e/vitest.config.ts, whose global setup builds the application and finds Electron.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, type Locator, type Page } from 'playwright-core'
import { inject } from 'vitest'
import { patienceMs } from '../e2e/patience'
import { processWithDatabase } from './open-mark'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const driverGate = fileURLToPath(new URL('wait-for-driver.cjs', import.meta.url))
const screenshotFolder = join(repository, 'test/e2e/screenshots')

export interface LaunchOptions {
  /** Folder of the database. Default: a new temporary one, removed on close. Give it to start again on the same data. */
  readonly dataDir?: string
  /** Language of the system as the application sees it. Default: French. */
  readonly language?: 'fr' | 'en'
  /** POSIX locale of a system whose language must be found out: `C.UTF-8`. In the place of `language`. */
  readonly locale?: string
  readonly colorScheme?: 'light' | 'dark'
  readonly environment?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
}

export interface Problem {
  readonly source: 'console' | 'page' | 'policy' | 'main'
  readonly text: string
}

export interface Griot {
  readonly app: ElectronApplication
  /** The first window, loaded. */
  readonly window: Page
  readonly dataDir: string
  /** What went wrong so far; a clean run has none: `expect(griot.problems()).toEqual([])`. */
  problems(): readonly Problem[]
  /** The process of core, once it has the database open. */
  coreProcess(): Promise<number>
  /** Everything that the main process printed so far. */
  mainOutput(): string
  /** Writes test/e2e/screenshots/NAME.png (git-ignored), of the window or of a part of it, and returns its path. */
  screenshot(name: string, part?: Locator): Promise<string>
  /** Quits as a person does; a process that does not end is killed. */
  close(): Promise<void>
  /** Ends the process at once, as a power cut does (SIGKILL). The data folder stays. */
  kill(): Promise<void>
}

const mainFailure = /uncaught|unhandled|javascript error/i

export async function launchGriot(options: LaunchOptions = {}): Promise<Griot> {
  const electron = inject('electron')
  const language = options.language ?? 'fr'
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'griot-e2e-'))
  const found: Problem[] = []
  let printed = ''

  const app = await _electron.launch({
    executablePath: electron.executable,
    args: [
      '-r',
      driverGate,
      ...electron.args,
      ...(options.locale === undefined ? [`--lang=${language}`] : []),
      repository,
      ...(options.args ?? []),
    ],
    cwd: repository,
    ...(options.colorScheme ? { colorScheme: options.colorScheme } : {}),
    env: {
      ...definedVariables(process.env),
      ...electron.environment,
      LANGUAGE: options.locale === undefined ? language : '',
      LC_ALL: options.locale ?? (language === 'fr' ? 'fr_FR.UTF-8' : 'en_GB.UTF-8'),
      GRIOT_DATA_DIR: dataDir,
      ...options.environment,
    },
    timeout: patienceMs,
  })
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk
      for (const line of chunk.split('\n')) if (mainFailure.test(line)) found.push({ source: 'main', text: line })
    })
  }
  const context = app.context()
  context.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    const text = `${message.type()}: ${message.text()}`
    found.push({ source: /content security policy/i.test(text) ? 'policy' : 'console', text })
  })
  context.on('weberror', (error) => found.push({ source: 'page', text: String(error.error()) }))

  context.setDefaultTimeout(patienceMs)
  const window = await app.firstWindow({ timeout: patienceMs })
  // What the first window said before we listened; an event may come both ways, hence the set in problems().
  for (const message of await window.consoleMessages()) {
    if (message.type() === 'error' || message.type() === 'warning')
      found.push({ source: 'console', text: `${message.type()}: ${message.text()}` })
  }
  for (const error of await window.pageErrors()) found.push({ source: 'page', text: String(error) })
  await window.waitForLoadState('domcontentloaded')

  const removeData = () => {
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
  return {
    app,
    window,
    dataDir,
    problems: () => [...new Map(found.map((problem) => [problem.text, problem])).values()],
    coreProcess: () => processWithDatabase(dataDir),
    mainOutput: () => printed,
    async screenshot(name, part) {
      const path = join(screenshotFolder, `${name}.png`)
      mkdirSync(dirname(path), { recursive: true })
      await (part ?? window).screenshot({ path })
      return path
    },
    async close() {
      const child = app.process()
      const giveUp = setTimeout(() => child.kill('SIGKILL'), patienceMs)
      await app.close()
      clearTimeout(giveUp)
      removeData()
    },
    async kill() {
      const child = app.process()
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    },
  }
}

function definedVariables(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
