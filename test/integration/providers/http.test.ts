/** The HTTP client against real servers: what was provably not sent, what is unknown, what is an answer. */
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '@core/clock'
import { createHttpClient, type HttpClient, type HttpClientOptions, type HttpRequest } from '@core/providers/http'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

function listen(server: Server | TcpServer, secure = false): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  closers.push(
    () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(resolve)
      }),
  )
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`${secure ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`)
    })
  })
}

function serve(handler: RequestListener): Promise<string> {
  return listen(createServer(handler))
}

function client(limits: HttpClientOptions['limits'] = {}, extra: Partial<HttpClientOptions> = {}): HttpClient {
  const http = createHttpClient({ clock: systemClock, limits, ...extra })
  closers.push(() => http.close())
  return http
}

function request(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: 'bonjour é €',
    signal: new AbortController().signal,
    ...more,
  }
}

const shortTimeouts = { connectMs: 200, totalMs: 200 }

describe('an answer', () => {
  it('brings status, type and text, and the server saw body and length as they were given', async () => {
    const seen: { body: string; length: string | undefined; key: string }[] = []
    const url = await serve((incoming, response) => {
      let body = ''
      incoming.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      incoming.on('end', () => {
        const key = Buffer.from(String(incoming.headers.apikey), 'latin1').toString('utf8')
        seen.push({ body, length: incoming.headers['content-length'], key })
        response.writeHead(201, { 'content-type': 'Application/JSON' }).end('{"é":"€"}')
      })
    })
    const answer = await client().exchange(request(url, { headers: { APIKEY: 'clé €' } }))
    expect(answer).toEqual({
      kind: 'answer',
      status: 201,
      contentType: 'application/json',
      retryAfterMs: null,
      body: '{"é":"€"}',
      truncated: false,
    })
    expect(seen).toEqual([{ body: 'bonjour é €', length: '14', key: 'clé €' }])
  })

  it('comes to a GET with a body too', async () => {
    const url = await serve((incoming, response) => {
      let body = ''
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()))
      incoming.on('end', () => response.end(`${incoming.method} ${incoming.headers['content-length']} ${body}`))
    })
    const answer = await client().exchange(request(url, { method: 'GET', body: '{"a":1}' }))
    expect(answer).toMatchObject({ kind: 'answer', body: 'GET 7 {"a":1}' })
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ])('is inflated: %s', async (encoding, compress) => {
    const url = await serve((_, response) => response.setHeader('content-encoding', encoding).end(compress('déjà vu')))
    expect(await client().exchange(request(url))).toMatchObject({ kind: 'answer', body: 'déjà vu', truncated: false })
  })

  it.each(['', 'none', 'Identity'])('is plain where its encoding is "%s"', async (encoding) => {
    const url = await serve((_, response) => response.setHeader('content-encoding', encoding).end('{"é":1}'))
    expect(await client().exchange(request(url))).toMatchObject({ kind: 'answer', body: '{"é":1}', truncated: false })
  })

  it('to a POST that carries nothing: it says so', async () => {
    const url = await serve((incoming, response) => response.end(String(incoming.headers['content-length'])))
    expect(await client().exchange(request(url, { body: null }))).toMatchObject({ body: '0' })
    expect(await client().exchange(request(url, { body: null, method: 'GET' }))).toMatchObject({ body: 'undefined' })
  })

  it.each([
    ['', '/', ''],
    ['?a=b c', '/?a=b%20c', ''],
    ['/é/#part', '/%C3%A9/', ''],
    ['/x?', '/x', ''],
  ])('from the address and path that "%s" means', async (tail, path) => {
    const url = await serve((incoming, response) => response.end(`${incoming.headers.host} ${incoming.url}`))
    expect(await client().exchange(request(url + tail))).toMatchObject({ body: `${new URL(url).host} ${path}` })
  })

  it('from a name whose first address may be dead', async () => {
    const url = await serve((_, response) => response.end('here'))
    const named = url.replace('127.0.0.1', 'localhost')
    expect(await client().exchange(request(named))).toMatchObject({ kind: 'answer', body: 'here' })
  })

  it('that came whole is not lost to an abort while it is inflated', async () => {
    const abort = new AbortController()
    const whole = gzipSync('x'.repeat(20_000_000))
    let isAnswered = false
    const url = await serve((_, response) => {
      isAnswered = true
      response.setHeader('content-encoding', 'gzip').end(whole)
    })
    // the client asks for the time when its connection is free again: the answer is whole, and is inflated from then on
    const monotonic = (): number => {
      if (isAnswered) systemClock.soon(() => abort.abort())
      return systemClock.monotonic()
    }
    const http = client({ bodyBytes: 30_000_000 }, { clock: { ...systemClock, monotonic } })
    const answer = await http.exchange(request(url, { signal: abort.signal }))
    expect(abort.signal.aborted).toBe(true)
    expect(answer.kind === 'answer' && answer.body.length).toBe(20_000_000)
  })

  it('is cut off, not held in memory, when it is a bomb, endless, damaged or of an unknown encoding', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    const chunk = Buffer.alloc(65_536, 'x')
    const url = await serve((incoming, response) => {
      if (incoming.url === '/bomb') response.setHeader('content-encoding', 'gzip').end(bomb)
      else if (incoming.url === '/damaged') response.setHeader('content-encoding', 'gzip').end('not gzip')
      else if (incoming.url === '/odd') response.setHeader('content-encoding', 'zstd').end('odd')
      else {
        const more = (): void => {
          while (!response.destroyed && response.write(chunk));
          if (!response.destroyed) response.once('drain', more)
        }
        more()
      }
    })
    const http = client()
    for (const path of ['/bomb', '/endless', '/damaged', '/odd']) {
      expect(await http.exchange(request(url + path))).toMatchObject({
        kind: 'answer',
        status: 200,
        truncated: true,
        body: '',
      })
    }
  })

  it('in chunks of one byte that never end stops at what its cap allows on the wire', async () => {
    const cap = 2_000_000
    const chunks = '1;note\r\nx\r\n'.repeat(5000)
    let written = 0
    const url = await listen(
      createTcpServer((socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
          const more = (): void => {
            do written += chunks.length
            while (!socket.destroyed && socket.write(chunks))
            if (!socket.destroyed) socket.once('drain', more)
          }
          more()
        })
      }),
    )
    const answer = await client({ bodyBytes: cap }).exchange(request(url))
    expect(answer).toMatchObject({ kind: 'answer', status: 200, truncated: true, body: '' })
    // what the sockets themselves may hold comes on top
    expect(written).toBeLessThan(2 * cap + 65_536 + 16_000_000)
  })

  it('may be larger where the request says so, as an archive that comes in one piece', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(3_000_000)))
    const http = client()
    expect(await http.exchange(request(url))).toMatchObject({ truncated: true, body: '' })
    const answer = await http.exchange({ ...request(url), bodyBytes: 4_000_000 })
    expect(answer).toMatchObject({ kind: 'answer', truncated: false })
    expect(answer.kind === 'answer' && answer.body.length).toBe(3_000_000)
  })

  it('is read as Latin-1 where it says so, and loses its byte order mark', async () => {
    const url = await serve((incoming, response) => {
      if (incoming.url === '/latin') {
        response.setHeader('content-type', 'text/html; charset=ISO-8859-1').end(Buffer.from('numéro', 'latin1'))
      } else response.end('\ufeff{}')
    })
    expect(await client().exchange(request(`${url}/latin`))).toMatchObject({ body: 'numéro' })
    expect(await client().exchange(request(`${url}/bom`))).toMatchObject({ body: '{}' })
  })

  it('with Retry-After says how long, in either form', async () => {
    const url = await serve((incoming, response) => {
      const header = decodeURIComponent((incoming.url ?? '').slice(1))
      response.writeHead(429, { 'retry-after': header }).end()
    })
    const http = client()
    const wait = async (header: string): Promise<number | null> => {
      const answer = await http.exchange(request(`${url}/${encodeURIComponent(header)}`))
      return answer.kind === 'answer' ? answer.retryAfterMs : -1
    }
    expect(await wait('7')).toBe(7_000)
    expect(await wait('soon')).toBeNull()
    expect(await wait('y-after: 120')).toBeNull()
    expect(await wait('Sun Nov  6 08:49:37 1994')).toBe(0)
    expect(await wait('99999999999')).toBe(86_400_000)
    expect(await wait(new Date(systemClock.now() - 5_000).toUTCString())).toBe(0)
    const date = await wait(new Date(systemClock.now() + 60_000).toUTCString())
    expect(date).toBeGreaterThan(50_000)
    expect(date).toBeLessThanOrEqual(60_000)
  })

  it('that redirects is given as it is; nobody follows it', async () => {
    let arrivals = 0
    const url = await serve((_, response) => {
      arrivals++
      response.writeHead(307, { location: '/elsewhere' }).end()
    })
    expect(await client().exchange(request(url))).toMatchObject({ kind: 'answer', status: 307 })
    expect(arrivals).toBe(1)
  })
})

describe('not sent', () => {
  it('when the name does not exist', async () => {
    const answer = await client().exchange(request('https://griot.invalid/api'))
    expect(answer).toMatchObject({
      kind: 'not_sent',
      error: { code: 'host_not_found', params: { host: 'griot.invalid' } },
    })
  })

  it('when nobody listens', async () => {
    const server = createServer()
    const url = await listen(server)
    await new Promise((resolve) => server.close(resolve))
    expect(await client().exchange(request(url))).toMatchObject({
      kind: 'not_sent',
      error: { kind: 'transient', code: 'connection_refused' },
    })
  })

  it('when TLS does not finish in time: the connection stands, the handshake hangs', async () => {
    let bytes = ''
    const url = await listen(
      createTcpServer((socket) => socket.on('data', (chunk) => (bytes += chunk.toString('latin1')))),
    )
    const answer = await client({ timeouts: { connectMs: 150, totalMs: 5_000 } }).exchange(
      request(url.replace('http:', 'https:')),
    )
    expect(answer).toMatchObject({ kind: 'not_sent', error: { code: 'connect_timeout' } })
    expect(bytes).not.toContain('bonjour')
  })

  it('when the server resets during the handshake, or does not speak TLS', async () => {
    const reset = await listen(createTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy())))
    expect(await client().exchange(request(reset.replace('http:', 'https:')))).toMatchObject({
      kind: 'not_sent',
      error: { code: 'connection_lost' },
    })
    const plain = await serve((_, response) => response.end('ok'))
    expect(await client().exchange(request(plain.replace('http:', 'https:')))).toMatchObject({
      kind: 'not_sent',
      error: { code: 'tls_failed' },
    })
  })

  it('when it was aborted before', async () => {
    const gone = AbortSignal.abort()
    expect(await client().exchange(request('http://127.0.0.1:9/', { signal: gone }))).toMatchObject({
      kind: 'not_sent',
      error: { kind: 'cancelled' },
    })
  })

  it('when a header cannot be written or the address is none', async () => {
    const url = await serve((_, response) => response.end('ok'))
    expect(await client().exchange(request(url, { headers: { apikey: 'a\r\nb: c' } }))).toMatchObject({
      kind: 'not_sent',
      error: { kind: 'config' },
    })
    for (const odd of [url.replace('//', '//me:secret@'), url.replace('//', '//me@'), 'ftp://127.0.0.1/']) {
      expect(await client().exchange(request(odd))).toMatchObject({
        kind: 'not_sent',
        error: { code: 'base_url_invalid' },
      })
    }
    expect(await client().exchange(request('nowhere'))).toMatchObject({
      kind: 'not_sent',
      error: { code: 'base_url_invalid' },
    })
  })
})

describe('a client that was closed', () => {
  it('begins nothing again: what waited for a kept connection is not sent, nor is what comes later', async () => {
    let arrivals = 0
    const url = await serve((incoming, response) => {
      arrivals++
      incoming.resume().on('end', () => response.end('ok'))
    })
    const http = client()
    expect(await http.exchange(request(url))).toMatchObject({ kind: 'answer' })
    const waits = http.exchange(request(url))
    http.close()
    expect(await waits).toMatchObject({ kind: 'not_sent', error: { code: 'connection_lost' } })
    expect(await http.exchange(request(url))).toMatchObject({ kind: 'not_sent', error: { code: 'cancelled' } })
    expect(arrivals).toBe(1)
  })
})

describe('TLS', () => {
  const pem = (name: string): string => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8')
  const trusting = { extraCertificates: [pem('authority.pem')] }

  async function secureServer(name: string): Promise<{ url: string; arrivals: () => number }> {
    let arrivals = 0
    const server = createSecureServer({ key: pem(`${name}.key`), cert: pem(`${name}.pem`) }, (incoming, response) => {
      arrivals++
      incoming.resume().on('end', () => response.end('ok'))
    })
    server.on('tlsClientError', () => undefined)
    return { url: await listen(server, true), arrivals: () => arrivals }
  }

  it('accepts a right certificate, and keeps the connection', async () => {
    const { url, arrivals } = await secureServer('good')
    const http = client({}, trusting)
    expect(await http.exchange(request(url))).toMatchObject({ kind: 'answer', body: 'ok' })
    expect(await http.exchange(request(url))).toMatchObject({ kind: 'answer', body: 'ok' })
    expect(arrivals()).toBe(2)
  })

  it.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['other-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ])('refuses a certificate that is %s, even where the environment says not to verify', async (name, detail) => {
    const { url, arrivals } = await secureServer(name)
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
    try {
      for (const value of [undefined, '0']) {
        if (value === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
        else process.env.NODE_TLS_REJECT_UNAUTHORIZED = value
        expect(await client({}, trusting).exchange(request(url))).toMatchObject({
          kind: 'not_sent',
          error: { kind: 'transient', code: 'tls_failed', params: { detail } },
        })
      }
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
    }
    expect(arrivals()).toBe(0)
  })
})

const dripping: RequestListener = (incoming, response) => {
  incoming.resume()
  response.writeHead(200, { 'content-length': '10000' })
  const step = (): void => {
    if (response.destroyed) return
    response.write('x')
    systemClock.after(10, step)
  }
  step()
}
const half: RequestListener = (incoming, response) => {
  incoming.resume().on('end', () => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('{"status":', () => incoming.socket.resetAndDestroy())
  })
}
const ended: RequestListener = (incoming, response) => {
  incoming.resume().on('end', () => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('{"status":', () => incoming.socket.end())
  })
}

describe('unknown', () => {
  it.each([
    ['no answer in time', 'no_answer', (() => undefined) satisfies RequestListener],
    ['an answer that drips', 'no_answer', dripping],
    [
      'a reset after the body',
      'connection_cut',
      ((incoming) => incoming.resume().on('end', () => incoming.socket.resetAndDestroy())) satisfies RequestListener,
    ],
    ['a reset in the middle of the answer', 'connection_cut', half],
    ['a connection that ends in the middle of the answer', 'connection_cut', ended],
  ] as [string, string, RequestListener][])('%s', async (_, code, handler) => {
    let arrivals = 0
    const url = await serve((incoming, response) => {
      arrivals++
      handler(incoming, response)
    })
    const answer = await client({ timeouts: shortTimeouts }).exchange(request(url))
    expect(answer).toMatchObject({ kind: 'unknown', error: { kind: 'unknown_outcome', code } })
    expect(arrivals).toBe(1)
  })

  it('an abort while the gateway has the request', async () => {
    const abort = new AbortController()
    const url = await serve((incoming) => incoming.resume().on('end', () => abort.abort()))
    expect(await client().exchange(request(url, { signal: abort.signal }))).toMatchObject({
      kind: 'unknown',
      error: { code: 'interrupted_sending' },
    })
  })

  it('something that is not HTTP', async () => {
    const url = await listen(createTcpServer((socket) => socket.once('data', () => socket.end('220 smtp ready\r\n'))))
    expect(await client().exchange(request(url))).toMatchObject({ kind: 'unknown' })
  })
})

describe('kept connections', () => {
  it('carry many exchanges, as many at a time as are in flight', async () => {
    let connections = 0
    const server = createServer((incoming, response) => void incoming.resume().on('end', () => response.end('ok')))
    server.on('connection', () => connections++)
    const url = await listen(server)
    const http = client()
    for (let round = 0; round < 10; round++) {
      await Promise.all(Array.from({ length: 8 }, () => http.exchange(request(url))))
    }
    expect(connections).toBeLessThanOrEqual(8)
  })

  it('that the server closes after each answer without saying so cost no message', async () => {
    let arrivals = 0
    const url = await serve((incoming, response) => {
      arrivals++
      const { socket } = incoming
      response.on('finish', () => socket.end())
      incoming.resume().on('end', () => response.end('ok'))
    })
    const http = client()
    for (let count = 0; count < 50; count++) {
      expect(await http.exchange(request(url))).toMatchObject({ kind: 'answer' })
    }
    expect(arrivals).toBe(50)
  })

  it('idle for too long are not used again', async () => {
    let connections = 0
    const server = createServer((incoming, response) => void incoming.resume().on('end', () => response.end('ok')))
    server.on('connection', () => connections++)
    const url = await listen(server)
    const http = client({ idleMs: 30 })
    await http.exchange(request(url))
    await new Promise<void>((resolve) => systemClock.after(120, resolve))
    await http.exchange(request(url))
    expect(connections).toBe(2)
  })

  it('that say something nobody asked for are not used again: one exchange never gets another one’s answer', async () => {
    let connections = 0
    const ok = (body: string): string => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    const url = await listen(
      createTcpServer((socket) => {
        const count = ++connections
        socket.on('data', () => {
          socket.write(ok(`answer ${count}`))
          // at once with the answer, or when the next exchange may already have taken the connection
          if (count % 2 === 0) socket.write(ok('nobody asked'))
          else systemClock.soon(() => socket.write(ok('nobody asked')))
        })
      }),
    )
    const http = client()
    for (let count = 1; count <= 40; count++) {
      expect(await http.exchange(request(url))).toMatchObject({ kind: 'answer', body: `answer ${count}` })
    }
  })

  it('whose server answered before it had read the request begin no other one', async () => {
    const seen: (string | undefined)[] = []
    const url = await serve((incoming, response) => {
      seen.push(incoming.headers.apikey as string | undefined)
      response.writeHead(413).end('too much')
    })
    const http = client()
    const large = 'x'.repeat(8_000_000)
    for (const apikey of ['first', 'second', 'third']) {
      const answer = await http.exchange(request(url, { headers: { apikey }, body: large }))
      // an answer, or a connection that was cut while writing: never somebody else's bytes
      if (answer.kind === 'answer') expect(answer).toMatchObject({ status: 413, body: 'too much' })
      else expect(answer.kind).toBe('unknown')
    }
    expect(seen).toEqual(['first', 'second', 'third'])
  })

  it('serve forty exchanges on one abort signal without a warning', async () => {
    const warnings: Error[] = []
    const note = (warning: Error): void => void warnings.push(warning)
    process.on('warning', note)
    const url = await serve((incoming, response) => void incoming.resume().on('end', () => response.end('ok')))
    const http = client()
    const { signal } = new AbortController()
    await Promise.all(Array.from({ length: 40 }, () => http.exchange(request(url, { signal }))))
    process.off('warning', note)
    expect(warnings).toEqual([])
  })
})
