/**
 * What no page of Griot may do, whatever page it is: leave the application, open a window, embed a web view, be given a
 * permission, talk to a certificate that the system does not trust. Items 4, 5 and 12 to 15 of Electron's security checklist.
 */
import { app, type Session, type WebContents } from 'electron'
import type { Log } from '@core/log'
import { isOwnUrl } from './page-address'

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
}

/** The page itself again is no navigation; anything else is, another path of the application included. */
function isReload(contents: WebContents, url: string): boolean {
  return isOwnUrl(url) && withoutFragment(url) === withoutFragment(contents.getURL())
}

function withoutFragment(url: string): string {
  return url.split('#', 1)[0] ?? ''
}

/** Permissions, devices and downloads of a session, refused. */
export function guardSession(session: Session, log: Log): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(granted.has(permission) && isOwnUrl(contents.getURL()))
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => granted.has(permission) && isOwnUrl(origin))
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => {
    event.preventDefault()
    log.warn('refused', { what: 'download' })
  })
}
