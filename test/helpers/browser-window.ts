/**
 * The built window in a current Chromium, over a real core: a current engine beside the old one of the end-to-end tests.
 * Files, policy and headers are those of the application; requests pass the gate of main; what only Electron can do (dialogs,
 * menu, clipboard) is answered with nothing.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import { createCore } from '@core/app'
import { systemClock } from '@core/clock'
import { silentLog } from '@core/log'
import { coreEventNames, windowRequests, type AppInfo } from '@shared/window-contract'
import { contentSecurityPolicy, securityHeaders } from '../../electron/main/content-security-policy'
import { createFileGrants } from '../../electron/main/file-grants'
import { appOrigin, rendererFile } from '../../electron/main/renderer-files'
import { createRequestGate, type Handlers } from '../../electron/main/request-gate'
import { findChromium } from '../../scripts/chromium.ts'
import { patienceMs } from '../e2e/patience'
import { fillShop } from './fill-shop'

const built = fileURLToPath(new URL('../../out/renderer', import.meta.url))
/** Any secure address will do: nothing is asked of a network. */
const origin = 'https://griot.test'

export interface BrowserWindow {
  readonly page: Page
  /** As the browser says it: `149.0.7827.53`. */
  readonly version: string
  /** Errors and warnings of the console, uncaught errors, violations of the policy. */
  problems(): readonly string[]
  close(): Promise<void>
}

export interface BrowserWindowOptions {
  readonly language: 'fr' | 'en'
  readonly colorScheme: 'light' | 'dark'
}

/** Opens the first page over a shop of 300 contacts and 1,000 messages. */
export async function openBrowserWindow({ language, colorScheme }: BrowserWindowOptions): Promise<BrowserWindow> {
  const dataDir = mkdtempSync(join(tmpdir(), 'griot-browser-'))
  fillShop(dataDir, { contacts: 300, messages: 1000 })
  const core = await createCore({
    dataDir,
    clock: systemClock,
    log: silentLog,
    actor: 'window',
    language,
    version: '0.0.0',
  })
  await core.handlers['settings.save']({ language, theme: colorScheme, country: 'CM', tourDone: true })
  const info: AppInfo = {
    version: '0.0.0',
    electron: '',
    trialOnly: false,
    platform: 'linux',
    dataDir,
    logFile: join(dataDir, 'main.log'),
    sampleFile: null,
    canUpdate: false,
  }
  const gate = createRequestGate({
    isTrusted: () => true,
    grants: createFileGrants(dataDir),
    log: silentLog,
    handlerFor: (name) => {
      const handlers: Partial<Handlers> = Object.hasOwn(windowRequests, name)
        ? { [name]: () => Promise.resolve(name === 'app.info' ? info : null) }
        : core.handlers
      return handlers[name] as Handlers[typeof name]
    },
  })

  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    timeout: patienceMs,
  })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: language, colorScheme })
  context.setDefaultTimeout(patienceMs)
  const found: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') found.push(`${message.type()}: ${message.text()}`)
  })
  context.on('weberror', (error) => found.push(String(error.error())))
  await context.route('**/*', async (route) => {
    const url = route.request().url()
    const file = url.startsWith(`${origin}/`) ? rendererFile(built, url.replace(origin, appOrigin)) : null
    if (file === null || !existsSync(file.path)) {
      await route.abort()
      return
    }
    const headers: Record<string, string> = { ...securityHeaders, 'Content-Type': file.mimeType }
    if (!file.isPage) {
      await route.fulfill({ path: file.path, headers })
      return
    }
    const nonce = randomBytes(18).toString('base64')
    const body = readFileSync(file.path, 'utf8').replace('<head>', `<head><meta property="csp-nonce" nonce="${nonce}">`)
    await route.fulfill({ body, headers: { ...headers, 'Content-Security-Policy': contentSecurityPolicy(nonce) } })
  })
  await context.exposeFunction('askGate', (name: string, input: unknown) =>
    gate({ url: origin, isOwnWindow: true }, name, input),
  )
  await context.addInitScript(putBridge)
  const page = await context.newPage()
  const stops = coreEventNames.map((name) =>
    core.events.on(name, (payload) => {
      // a page that is being closed hears nothing
      page.evaluate(([event, told]) => window.tellEvent(event, told), [name, payload] as const).catch(() => undefined)
    }),
  )
  await page.goto(`${origin}/`)
  core.start()
  return {
    page,
    version: browser.version(),
    problems: () => found,
    async close() {
      for (const stop of stops) stop()
      await browser.close()
      await core.close()
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

declare global {
  interface Window {
    askGate(name: string, input: unknown): Promise<never>
    tellEvent(name: string, payload: unknown): void
  }
}

/** Runs in the page before its scripts, as the preload script does. */
function putBridge(): void {
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  window.tellEvent = (name, payload) => {
    for (const listener of listeners.get(name) ?? []) listener(payload)
  }
  Object.defineProperty(window, 'griot', {
    value: {
      systemLanguage: navigator.language.startsWith('en') ? 'en' : 'fr',
      request: (name: string, input: unknown) => window.askGate(name, input),
      on(name: string, listener: (payload: unknown) => void) {
        const own = listeners.get(name) ?? new Set()
        listeners.set(name, own.add(listener))
        return () => own.delete(listener)
      },
      pathForFile: () => '',
    },
  })
}
