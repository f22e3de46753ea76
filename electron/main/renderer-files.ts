/**
 * Which file of the built window answers an `app:` address, as pure functions: nothing outside the folder, no folder
 * listing, only kinds of file that the build makes.
 */
import { posix, resolve, sep } from 'node:path'

export const appScheme = 'app'
const appHost = 'griot'
export const appOrigin = `${appScheme}://${appHost}`

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

export interface RendererFile {
  readonly path: string
  readonly mimeType: string
  readonly isPage: boolean
}

/** The file under `root` that `url` asks for, or null where there can be none. */
export function rendererFile(root: string, url: string): RendererFile | null {
  let address: URL
  let pathname: string
  try {
    address = new URL(url)
    pathname = decodeURIComponent(address.pathname)
  } catch {
    return null
  }
  if (address.protocol !== `${appScheme}:` || address.host !== appHost) return null
  if (pathname.includes('\0') || pathname.includes('\\')) return null
  const relative = pathname === '/' ? '/index.html' : pathname
  const mimeType = mimeTypes[posix.extname(relative)]
  if (mimeType === undefined) return null
  const path = resolve(root, `.${relative}`)
  if (!path.startsWith(resolve(root) + sep)) return null
  return { path, mimeType, isPage: path === resolve(root, 'index.html') }
}

/** Whether `url` is a page of the application. */
export function isAppUrl(url: string): boolean {
  try {
    const { protocol, host } = new URL(url)
    return protocol === `${appScheme}:` && host === appHost
  } catch {
    return false
  }
}
