/**
 * The whole window (App.vue with its stores and pages) in a simulated DOM over a real core, joined as preload and main join
 * them: requests are copied and counted, core's events come as they are emitted. For files of environment happy-dom.
 */
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import type { Core } from '@core/app'
import { toWireError } from '@shared/errors'
import { coreEventNames, type Bridge } from '@shared/window-contract'
import App from '@/App.vue'
import { createInterfaceI18n } from '@/locales/i18n'
import { createAppRouter } from '@/router'

export interface WindowBesideCore {
  /** Everything that is written on the page. */
  text(): string
  /** Names of the requests since the last `forget`, oldest first. */
  readonly asked: string[]
  forget(): void
  /** Opens a page by its address, and waits until it has asked for what it shows. */
  go(path: string): Promise<void>
  /** Waits until answers that are on their way have come and are drawn. */
  settled(): Promise<void>
  button(name: string): HTMLButtonElement
  close(): void
}

type AnyHandler = (input: unknown) => Promise<unknown>

const info = { version: '0', platform: 'linux', sampleFile: null, canUpdate: false }
const ofMain: Readonly<Record<string, unknown>> = { 'app.info': info, 'app.ready': null, 'menu.setState': null }

/** Opens it on the page of this address. */
export async function openWindow(core: Core, path: string): Promise<WindowBesideCore> {
  const asked: string[] = []
  const listeners = new Map<string, Set<(payload: unknown) => unknown>>()
  const stops = coreEventNames.map((name) =>
    core.events.on(name, (payload) => {
      // Electron's bridge copies both what a listener is given and what it returns
      for (const listener of listeners.get(name) ?? []) structuredClone(listener(structuredClone(payload)))
    }),
  )
  const bridge: Bridge = {
    systemLanguage: 'en',
    async request(name, input) {
      asked.push(name)
      if (name in ofMain) return { ok: true, value: ofMain[name] }
      try {
        const handler = core.handlers[name as keyof typeof core.handlers] as AnyHandler
        return { ok: true, value: structuredClone(await handler(structuredClone(input))) }
      } catch (error) {
        return { ok: false, error: toWireError(error) }
      }
    },
    on(name, listener) {
      const own = listeners.get(name) ?? new Set()
      listeners.set(name, own.add(listener))
      return () => own.delete(listener)
    },
    pathForFile: () => '',
  }
  Object.defineProperty(window, 'griot', { value: bridge, configurable: true })
  const i18n = createInterfaceI18n('en')
  const router = createAppRouter(i18n)
  await router.push(path)
  const page = mount(App, { attachTo: document.body, global: { plugins: [createPinia(), i18n, router] } })
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve))
      await flushPromises()
    }
  }
  await settled()
  return {
    text: () => page.text(),
    asked,
    forget: () => void asked.splice(0),
    async go(path) {
      await router.push(path)
      await settled()
    },
    settled,
    button(name) {
      const found = [...document.querySelectorAll('button')].find(
        (button) => (button.getAttribute('aria-label') ?? button.textContent).trim() === name,
      )
      if (!found) throw new Error(`no button "${name}"`)
      return found
    },
    close() {
      for (const stop of stops) stop()
      page.unmount()
    },
  }
}
