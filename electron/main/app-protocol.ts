/** `app://griot/`: serves the built window with its security headers; everything else is a 404. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
import { contentSecurityPolicy, securityHeaders } from './content-security-policy'
import { appScheme, rendererFile } from './renderer-files'

/** Before the application is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** @param root folder of the built window. */
export function serveApp(session: Session, root: string): void {
  session.protocol.handle(appScheme, async (request) => {
    const file = request.method === 'GET' ? rendererFile(root, request.url) : null
    if (!file) return notFound()
    let content: Buffer
    try {
      content = await readFile(file.path)
    } catch {
      return notFound()
    }
    const headers: Record<string, string> = { ...securityHeaders, 'Content-Type': file.mimeType }
    if (!file.isPage) return new Response(new Uint8Array(content), { headers })
    return page(content.toString('utf8'), headers)
  })
}

/** The page with a nonce of its own, which it finds in `<meta property="csp-nonce">`. */
function page(html: string, headers: Readonly<Record<string, string>>): Response {
  const nonce = randomBytes(18).toString('base64')
  return new Response(html.replace('<head>', `<head><meta property="csp-nonce" nonce="${nonce}">`), {
    headers: { ...headers, 'Content-Security-Policy': contentSecurityPolicy(nonce), 'Cache-Control': 'no-store' },
  })
}

function notFound(): Response {
  return new Response(null, { status: 404, headers: { ...securityHeaders } })
}
