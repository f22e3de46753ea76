/**
 * Shorter handshakes: a session of an earlier, verified connection is used again, and never instead of verifying. Each
 * answer says `Connection: close`, so that every exchange has a handshake of its own.
 */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { SecureVersion } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '@core/clock'
import { createHttpClient, type HttpClient, type HttpExchange } from '@core/providers/http'

const pem = (name: string): string => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8')
const certificate = (name: string): { key: string; cert: string } => ({
  key: pem(`${name}.key`),
  cert: pem(`${name}.pem`),
})

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

interface Gateway {
  readonly server: Server
  readonly url: string
  /** Whether each request's connection was a resumed one. */
  readonly resumed: boolean[]
}

async function gateway(version: SecureVersion, name = 'good'): Promise<Gateway> {
  const resumed: boolean[] = []
  const shortened = new WeakSet<Socket>()
  const options = { ...certificate(name), minVersion: version, maxVersion: version }
  const server = createServer(options, (incoming, response) => {
    resumed.push(shortened.has(incoming.socket))
    incoming.resume().on('end', () => response.writeHead(200, { connection: 'close' }).end('ok'))
  })
  server.on('secureConnection', (socket) => {
    if (socket.isSessionReused()) shortened.add(socket)
  })
  server.on('tlsClientError', () => undefined)
  closers.push(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`, resumed }
}

function client(extraCertificates?: readonly string[]): HttpClient {
  const http = createHttpClient({
    clock: systemClock,
    ...(extraCertificates === undefined ? {} : { extraCertificates }),
  })
  closers.push(() => http.close())
  return http
}

function ask(http: HttpClient, url: string): Promise<HttpExchange> {
  const { signal } = new AbortController()
  return http.exchange({ method: 'POST', url, headers: {}, body: 'bonjour', signal })
}

const answered = { kind: 'answer', status: 200, body: 'ok' }
const refused = { kind: 'not_sent', error: { kind: 'transient', code: 'tls_failed' } }

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a session of %s', (version) => {
  it('is resumed by the next connection', async () => {
    const { url, resumed } = await gateway(version)
    const http = client([pem('authority.pem')])
    expect(await ask(http, url)).toMatchObject(answered)
    expect(await ask(http, url)).toMatchObject(answered)
    expect(resumed).toEqual([false, true])
  })

  it.each(['other-host', 'self-signed', 'expired'])(
    'saves no server whose certificate is now %s, and costs no message once it is right again',
    async (name) => {
      const { server, url, resumed } = await gateway(version)
      const http = client([pem('authority.pem')])
      expect(await ask(http, url)).toMatchObject(answered)
      server.setSecureContext({ ...certificate(name), minVersion: version, maxVersion: version })
      expect(await ask(http, url)).toMatchObject(refused)
      // no session was kept from the handshake that was refused
      expect(await ask(http, url)).toMatchObject(refused)
      expect(resumed).toEqual([false])
      server.setSecureContext({ ...certificate('good'), minVersion: version, maxVersion: version })
      expect(await ask(http, url)).toMatchObject(answered)
      expect(resumed).toEqual([false, false])
    },
  )

  it('serves only the client whose certificates verified it', async () => {
    const { url, resumed } = await gateway(version)
    const trusting = client([pem('authority.pem')])
    expect(await ask(trusting, url)).toMatchObject(answered)
    expect(await ask(client(), url)).toMatchObject(refused)
    expect(await ask(trusting, url)).toMatchObject(answered)
    expect(resumed).toEqual([false, true])
  })

  it('is never taken from a server that was not trusted, whatever the environment says', async () => {
    const { url, resumed } = await gateway(version, 'self-signed')
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    try {
      const http = client([pem('authority.pem')])
      expect(await ask(http, url)).toMatchObject(refused)
      expect(await ask(http, url)).toMatchObject(refused)
      expect(resumed).toEqual([])
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
    }
  })
})
