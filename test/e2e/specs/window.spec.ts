/** The window opens, is Griot's, and keeps to Electron's security checklist (https://www.electronjs.org/docs/latest/tutorial/security). */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchGriot, type Griot } from '../../helpers/electron'
import { FramePage } from '../pages/frame.page'

describe('the window', () => {
  let griot: Griot
  let frame: FramePage

  beforeAll(async () => {
    griot = await launchGriot()
    frame = new FramePage(griot.window)
    await frame.title.waitFor()
  })
  afterAll(() => griot.close())

  it('opens on the first page, in the language of the system', async () => {
    expect(griot.window.url()).toBe('app://griot/#/')
    await expect.poll(() => griot.window.title()).toBe('Accueil – Griot')
    expect(await griot.window.evaluate(() => document.documentElement.lang)).toBe('fr')
  })

  it('reaches core', async () => {
    expect(await frame.ask('settings.get', undefined)).toMatchObject({ ok: true, value: { language: 'system' } })
    expect(await frame.ask('app.info', undefined)).toMatchObject({
      ok: true,
      value: { dataDir: griot.dataDir, canUpdate: false },
    })
  })

  it('leads to every section without a console message or a violation of the policy', async () => {
    for (const section of [
      'campaigns',
      'contacts',
      'templates',
      'history',
      'archives',
      'accounts',
      'settings',
      'home',
    ] as const) {
      await frame.goTo(section)
    }
    expect(griot.problems()).toEqual([])
  })

  it('has a menu in French whose commands reach the page', async () => {
    expect(await griot.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label))).toEqual([
      'Fichier',
      'Édition',
      'Affichage',
      'Campagne',
      'Aide',
    ])
    await frame.ask('app.ready', undefined)
    const received = await frame.collect('menu.command')
    await griot.app.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.getMenuItemById('palette.open')?.click())
    await expect.poll(received).toEqual([{ command: 'palette.open' }])
    await frame.ask('menu.setState', { disabled: ['palette.open'] })
    expect(
      await griot.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('palette.open')?.enabled),
    ).toBe(false)
    await frame.ask('menu.setState', { disabled: [] })
  })

  it('speaks English at once when the setting says so, in the menu too', async () => {
    await frame.ask('settings.save', { language: 'en', theme: 'dark' })
    const firstMenu = () => griot.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items[0]?.label)
    await expect.poll(firstMenu).toBe('File')
    expect(await griot.app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(true)
    await frame.ask('settings.save', { language: 'system', theme: 'system' })
    await expect.poll(firstMenu).toBe('Fichier')
  })

  describe('is hardened', () => {
    it('by its settings', async () => {
      const settings = await griot.app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
        return contents.getLastWebPreferences()
      })
      expect(settings).toMatchObject({
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
      })
    })

    it('by what the page can see: three functions, a language and no Node', async () => {
      const seen = await griot.window.evaluate(() => ({
        bridge: Object.keys(window.griot).sort(),
        node: ['require', 'process', 'Buffer', 'module', 'global', 'electron'].filter((name) => name in window),
        replaced: Reflect.set(window.griot, 'request', () => 'replaced'),
      }))
      expect(seen).toEqual({ bridge: ['on', 'pathForFile', 'request', 'systemLanguage'], node: [], replaced: false })
    })

    it('by a bridge that lets only the names of the contract through', async () => {
      const attempts = await griot.window.evaluate(async () => {
        const refused = async (attempt: () => unknown): Promise<string> => {
          try {
            await attempt()
            return 'let through'
          } catch {
            return 'refused'
          }
        }
        return Promise.all([
          refused(() => window.griot.request('no.such', undefined)),
          refused(() => window.griot.request('__proto__', undefined)),
          refused(() => window.griot.on('no.such', () => undefined)),
        ])
      })
      expect(attempts).toEqual(['refused', 'refused', 'refused'])
    })

    it('by a gate that refuses bad payloads and files that nobody chose', async () => {
      expect(await frame.ask('accounts.remove', { id: 'all' } as never)).toMatchObject({ ok: false })
      expect(
        await frame.ask('audit.page', { search: '', from: null, to: null, offset: 0, limit: 100_000 }),
      ).toMatchObject({ ok: false })
      expect(await frame.ask('audit.export', { path: join(griot.dataDir, 'stolen.csv') })).toMatchObject({ ok: false })
      expect(await frame.ask('shell.showItem', { path: '/etc/passwd' })).toMatchObject({ ok: false })
    })

    it('by a gate that answers the top frame of its own window only', async () => {
      const reply = await griot.app.evaluate(async ({ BrowserWindow, app }) => {
        const stranger = new BrowserWindow({
          show: false,
          webPreferences: {
            preload: `${app.getAppPath()}/out/preload/index.cjs`,
            additionalArguments: ['--griot-requests=settings.get', '--griot-events='],
            sandbox: true,
          },
        })
        await stranger.loadURL('app://griot/')
        const answer = (await stranger.webContents.executeJavaScript(
          `window.griot.request('settings.get', undefined)`,
        )) as unknown
        stranger.destroy()
        return answer
      })
      expect(reply).toEqual({ ok: false, error: { kind: 'internal', code: 'internal', params: {} } })
    })

    it('by a policy without inline or generated code, and files from its own folder only', async () => {
      // by main: the page itself may fetch nothing
      const answers = await griot.app.evaluate(async ({ net }) => {
        const page = await net.fetch('app://griot/')
        const statuses = await Promise.all(
          ['/%2e%2e/main/index.cjs', '/..%2f..%2fpackage.json', '/no-such.js', '/assets'].map(
            async (path) => (await net.fetch(`app://griot${path}`)).status,
          ),
        )
        const policies = await Promise.all(
          ['//index.html', '/./index.html', '/no-such.js'].map(
            async (path) => (await net.fetch(`app://griot${path}`)).headers.get('content-security-policy') ?? '',
          ),
        )
        return {
          policy: page.headers.get('content-security-policy') ?? '',
          sniffing: page.headers.get('x-content-type-options'),
          statuses,
          policies,
        }
      })
      for (const policy of answers.policies) expect(policy).toMatch(/^default-src 'none'/)
      expect(answers.policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w+/=]{24}'/)
      expect(answers.policy).not.toContain('unsafe')
      expect(answers.sniffing).toBe('nosniff')
      expect(answers.statuses).toEqual([404, 404, 404, 404])
    })

    it('by a window that stays where it is', async () => {
      const refused = griot.app.evaluate(({ BrowserWindow }) => {
        const { webContents } = BrowserWindow.getAllWindows()[0]!
        return new Promise((resolve) => {
          webContents.once('will-navigate', (event, url) => resolve([url, event.defaultPrevented]))
        })
      })
      // begun before the page is asked: the answer comes when the page wants to leave
      await griot.app.evaluate(() => undefined)
      const [opened, permissions] = await griot.window.evaluate(async () => {
        const other = window.open('https://example.org/')
        location.href = 'https://example.org/'
        const names = ['geolocation', 'camera', 'microphone', 'midi'] as const
        const states = await Promise.all(
          names.map(async (name) => (await navigator.permissions.query({ name: name })).state),
        )
        return [other, states]
      })
      expect(await refused).toEqual(['https://example.org/', true])
      expect(opened).toBeNull()
      expect(permissions).toEqual(['denied', 'denied', 'denied', 'denied'])
      expect(griot.window.url()).toMatch(/^app:\/\/griot\//)
      expect(await griot.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
    })
  })
})

describe('a page that was taken over', () => {
  it('reaches no network by another road: WebRTC, other schemes, a blank page, the clipboard', async () => {
    const griot = await launchGriot()
    const turn = createServer()
    const stun = createSocket('udp4')
    const reached: string[] = []
    try {
      await new FramePage(griot.window).title.waitFor()
      turn.on('connection', (socket) => {
        reached.push('tcp')
        socket.destroy()
      })
      turn.listen(0, '127.0.0.1')
      stun.on('message', () => reached.push('udp'))
      stun.bind(0, '127.0.0.1')
      await Promise.all([once(turn, 'listening'), once(stun, 'listening')])
      const { port: tcp } = turn.address() as AddressInfo
      const { port: udp } = stun.address()

      // by WebRTC: ends when the page has tried all its candidates
      await griot.window.evaluate(
        async ([tcpPort, udpPort]) => {
          const peer = new RTCPeerConnection({
            iceServers: [
              { urls: `stun:127.0.0.1:${udpPort ?? 0}` },
              { urls: `turn:127.0.0.1:${tcpPort ?? 0}?transport=tcp`, username: 'name', credential: 'word' },
            ],
          })
          peer.createDataChannel('out')
          const gathered = new Promise<void>((resolve) => {
            peer.addEventListener('icegatheringstatechange', () => {
              if (peer.iceGatheringState === 'complete') resolve()
            })
          })
          await peer.setLocalDescription(await peer.createOffer())
          await gathered
          peer.close()
        },
        [tcp, udp],
      )
      // by a request of the session, which no content security policy covers
      const refused = await griot.app.evaluate(
        async ({ session }, address) =>
          session.defaultSession.fetch(address).then(
            () => 'fetched',
            () => 'refused',
          ),
        `http://127.0.0.1:${tcp}/`,
      )
      expect(refused).toBe('refused')
      expect(reached).toEqual([])

      // the clipboard, once the gesture by which Playwright evaluates is over
      const clipboard = await griot.window.evaluate(async () => {
        while (navigator.userActivation.isActive) await new Promise((resolve) => requestAnimationFrame(resolve))
        const { griot: bridge } = window as unknown as { griot: { request(name: string): Promise<unknown> } }
        return bridge.request('clipboard.readText').then(
          () => 'read',
          () => 'refused',
        )
      })
      expect(clipboard).toBe('refused')

      // a blank page: Griot comes back
      const back = griot.window.waitForURL(/^app:/, { waitUntil: 'load' })
      await griot.window.evaluate(() => {
        location.href = 'about:blank'
      })
      await back
      await expect.poll(() => griot.window.url()).toMatch(/^app:\/\/griot\//)
      await new FramePage(griot.window).title.waitFor()
    } finally {
      await griot.close()
      turn.close()
      stun.close()
    }
  })

  it('runs neither inline nor generated code, loads nothing from elsewhere', async () => {
    const griot = await launchGriot()
    try {
      await new FramePage(griot.window).title.waitFor()
      const directives = ['connect-src', 'frame-src', 'img-src', 'require-trusted-types-for']
      // ends when the policy named each of them
      const result = await griot.window.evaluate(async (expected) => {
        const violated = new Set<string>()
        const allViolated = new Promise<void>((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => {
            violated.add(event.effectiveDirective)
            if (expected.every((directive) => violated.has(directive))) resolve()
          })
        })
        const inline = document.createElement('div')
        let markup = 'taken'
        try {
          inline.innerHTML = '<img src="x" onerror="document.title = \'taken over\'">'
        } catch {
          markup = 'refused'
        }
        const frame = document.createElement('iframe')
        frame.src = 'https://example.org/'
        const picture = new Image()
        picture.src = 'https://example.org/x.png'
        document.body.append(inline, frame, picture)
        // in a task of its own: what Playwright evaluates itself may generate code whatever the policy says
        const generated = await new Promise((resolve) => {
          setTimeout(() => {
            try {
              // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- this is what must fail
              resolve(new Function('return "generated"')() as string)
            } catch {
              resolve('refused')
            }
          })
        })
        const fetched = await fetch('https://example.org/').then(
          () => 'fetched',
          () => 'refused',
        )
        await allViolated
        return { markup, generated, fetched, title: document.title }
      }, directives)
      expect(result).toMatchObject({
        markup: 'refused',
        generated: 'refused',
        fetched: 'refused',
        title: 'Accueil – Griot',
      })
    } finally {
      await griot.close()
    }
  })
})

describe.each([
  { locale: 'C.UTF-8', language: 'fr', menu: 'Fichier', sandbox: 'Bac à sable' },
  { locale: 'pt_PT.UTF-8', language: 'fr', menu: 'Fichier', sandbox: 'Bac à sable' },
  { locale: 'en_ZA.UTF-8', language: 'en', menu: 'File', sandbox: 'Sandbox' },
])('a first start on a system whose locale is $locale', ({ locale, language, menu, sandbox }) => {
  it('has menu, page and data in one language', async () => {
    const griot = await launchGriot({ locale })
    try {
      const frame = new FramePage(griot.window)
      await frame.title.waitFor()
      const lang = await griot.window.evaluate(() => document.documentElement.lang)
      const firstMenu = await griot.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items[0]?.label)
      expect({ lang, firstMenu }).toEqual({ lang: language, firstMenu: menu })
      await expect.poll(() => griot.window.innerText('main')).toContain(sandbox)
      expect(griot.problems()).toEqual([])
    } finally {
      await griot.close()
    }
  })
})
