/**
 * What no page of Griot may do: leave the application, open a window, embed a web view, be given a permission, reach the
 * network, talk to a certificate that the system does not trust. Items 4, 5 and 12 to 15 of Electron's security checklist.
 */
import { app, type Session, type WebContents } from 'electron'
import type { Log } from '@core/log'
import { hasDevelopmentServer, isOwnUrl, pageAddress } from './page-address'

/** Copying out of the window is the only permission that anything in it needs. */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** For every page that will ever exist. Before the first window. */
export function guardAllPages(log: Log): void {
  app.on('web-contents-created', (_event, contents) => guardPage(contents, log))
  app.on('certificate-error', (event, _contents, _url, error, _certificate, answer) => {
    event.preventDefault()
    log.warn('certificate refused', { error })
    answer(false)
  })
}

function guardPage(contents: WebContents, log: Log): void {
  const refuse = (event: { preventDefault(): void }, what: string): void => {
    event.preventDefault()
    log.warn('refused', { what })
  }
  contents.on('will-navigate', (event, url) => {
    if (!isReload(contents, url)) refuse(event, 'navigation')
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) refuse(event, 'frame')
  })
  contents.on('will-redirect', (event) => refuse(event, 'redirection'))
  contents.on('will-attach-webview', (event) => refuse(event, 'web view'))
  contents.setWindowOpenHandler(() => {
    log.warn('refused', { what: 'new window' })
    return { action: 'deny' }
  })
  // `about:blank` announces no navigation that could be prevented: the page comes back instead. A window that never showed
  // Griot's page (a start that failed) shows what main gave it.
  let wasOwn = false
  contents.on('did-navigate', (_event, url) => {
    if (!wasOwn || isOwnUrl(url)) {
      wasOwn ||= isOwnUrl(url)
      return
    }
    log.warn('refused', { what: 'navigation' })
    void contents.loadURL(pageAddress)
  })
  // the content security policy does not cover WebRTC; what this leaves goes through the session's proxy, which leads nowhere
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

/** The page itself again is no navigation; anything else is, another path of the application included. */
function isReload(contents: WebContents, url: string): boolean {
  return isOwnUrl(url) && withoutFragment(url) === withoutFragment(contents.getURL())
}

function withoutFragment(url: string): string {
  return url.split('#', 1)[0] ?? ''
}

/** Nothing listens there: port 9 is reserved for `discard`. */
const proxyToNowhere = { mode: 'fixed_servers', proxyRules: '127.0.0.1:9', proxyBypassRules: '<-loopback>' } as const

/**
 * Refuses permissions, devices, downloads and every address but the application's own. Resolves when the network is closed
 * to the session; before that no page may be loaded.
 */
export async function guardSession(session: Session, log: Log): Promise<void> {
  session.webRequest.onBeforeRequest((details, answer) => {
    const allowed = isOwnRequest(details.url)
    if (!allowed) log.warn('refused', { what: 'request', scheme: schemeOf(details.url) })
    answer({ cancel: !allowed })
  })
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(granted.has(permission) && isOwnUrl(contents.getURL()))
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => granted.has(permission) && isOwnUrl(origin))
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => {
    event.preventDefault()
    log.warn('refused', { what: 'download' })
  })
  if (!hasDevelopmentServer) await session.setProxy(proxyToNowhere)
}

/** `data:` and `blob:` hold their own content; `devtools:` is the developer tools, which a packaged window does not have. */
function isOwnRequest(url: string): boolean {
  if (isOwnUrl(url) || /^(data|blob|devtools):/.test(url)) return true
  return hasDevelopmentServer && /^(https?|wss?):\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(url)
}

function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(':')).slice(0, 20)
}
