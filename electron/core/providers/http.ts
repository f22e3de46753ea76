/**
 * The one HTTP client of the gateways. It alone answers the question "could the gateway have seen the body?":
 *
 * - `not_sent`: provably no byte of the request left (name, connection, TLS, abort before the first byte). Safe to retry.
 * - `unknown`: at least one byte was handed to the system and no whole answer came back.
 * - `answer`: a whole answer; what it means is the adapter's business.
 *
 * How the proof works: nothing of a request, not even its headers, is written before its connection stands (for https:
 * before the certificate was verified), so every failure before that call is provably unsent. A kept connection is
 * written to only after the event loop has polled the sockets once more, so that a close which already arrived is seen;
 * a kept connection found dead that way is replaced once by a fresh one.
 *
 * TLS is always verified, whatever the environment says. Redirects are never followed. `exchange` never throws.
 */
import http from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import { rootCertificates } from 'node:tls'
import { wireError, type ErrorCode, type WireError } from '@shared/errors'
import type { Clock } from '../clock'
import { decodeBody, textOf, unreadableBody, type DecodedBody } from './http-body'
import { failureCode } from './http-failure'
import { wireHeaders } from './http-headers'
import { onAbort, pollOnce } from './http-waiting'
import { retryAfterMs } from './retry-after'

interface HttpTimeouts {
  /** Name, connection and TLS together. Default 10 000. */
  readonly connectMs: number
  /** The whole exchange, to the last byte of the answer. Default 60 000. */
  readonly totalMs: number
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  /** Absolute, http: or https:. */
  readonly url: string
  /** Content-Length, Host and Accept-Encoding are added. Values above U+00FF travel as UTF-8, as vendors' own samples send them. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly signal: AbortSignal
  readonly timeouts?: Partial<HttpTimeouts>
  /** Largest answer in bytes where the client's own limit is too small: a gateway that gives its whole archive at once. */
  readonly bodyBytes?: number
}

export interface HttpAnswer {
  readonly kind: 'answer'
  readonly status: number
  /** Lower case, with parameters; '' where the answer has none. */
  readonly contentType: string
  /** From Retry-After, null without one. */
  readonly retryAfterMs: number | null
  /** Decoded text without byte order mark. */
  readonly body: string
  /** The body is over the cap or could not be inflated; `body` is then ''. */
  readonly truncated: boolean
}

type HttpFailure =
  { readonly kind: 'not_sent'; readonly error: WireError } | { readonly kind: 'unknown'; readonly error: WireError }

export type HttpExchange = HttpAnswer | HttpFailure

interface HttpLimits {
  readonly timeouts: HttpTimeouts
  /** Largest answer in bytes, before and after inflating. Default 1 MiB. */
  readonly bodyBytes: number
  /** A kept connection idle for longer is closed, not reused. Default 4 000, below the usual server's 5 s. */
  readonly idleMs: number
}

export interface HttpClientOptions {
  readonly clock: Clock
  readonly limits?: Partial<HttpLimits>
  /** PEM certificates trusted besides the well-known ones (a company's proxy). */
  readonly extraCertificates?: readonly string[]
}

export interface HttpClient {
  exchange(request: HttpRequest): Promise<HttpExchange>
  /** Closes the kept connections. Exchanges under way end as `unknown` or `not_sent`. */
  close(): void
}

const defaultTimeouts: HttpTimeouts = { connectMs: 10_000, totalMs: 60_000 }
const defaultLimits: HttpLimits = { timeouts: defaultTimeouts, bodyBytes: 1_048_576, idleMs: 4_000 }

/** Where a URL leads, parsed once: campaigns ask the same few addresses thousands of times. */
interface Target {
  readonly secure: boolean
  readonly host: string
  readonly options: http.RequestOptions
}

/** A socket that has stood at least once (for https: with its certificate verified). */
const standing = new WeakSet<Socket>()

export function createHttpClient({ clock, limits: given, extraCertificates }: HttpClientOptions): HttpClient {
  const limits: HttpLimits = { ...defaultLimits, ...given }
  const keep: http.AgentOptions = { keepAlive: true, scheduling: 'lifo', timeout: limits.idleMs, maxFreeSockets: 256 }
  const tls = {
    rejectUnauthorized: true,
    ...(extraCertificates === undefined ? {} : { ca: [...rootCertificates, ...extraCertificates] }),
  }
  const plainAgent = new http.Agent(keep)
  const secureAgent = new https.Agent({ ...keep, ...tls })
  const targets = new Map<string, Target>()

  function target(url: string): Target {
    const known = targets.get(url)
    if (known !== undefined) return known
    const { protocol, hostname, port, pathname, search } = new URL(url)
    const secure = protocol === 'https:'
    const bare = hostname.replace(/^\[|\]$/g, '')
    const fresh: Target = {
      secure,
      host: bare,
      options: {
        protocol,
        hostname: bare,
        ...(port === '' ? {} : { port: Number(port) }),
        path: pathname + search,
        agent: secure ? secureAgent : plainAgent,
        ...(secure ? tls : {}),
      },
    }
    if (targets.size >= 64) targets.clear()
    targets.set(url, fresh)
    return fresh
  }

  function exchange(request: HttpRequest): Promise<HttpExchange> {
    return new Promise((resolve) => {
      const { signal, body } = request
      if (signal.aborted) {
        resolve({ kind: 'not_sent', error: wireError('cancelled') })
        return
      }
      const timeouts = request.timeouts ?? limits.timeouts
      const bodyBytes = request.bodyBytes ?? limits.bodyBytes
      const headers = wireHeaders(request.headers, body)
      let to: Target
      try {
        to = target(request.url)
      } catch {
        resolve({ kind: 'not_sent', error: wireError('base_url_invalid') })
        return
      }

      let current: http.ClientRequest | null = null
      let written = false
      let settled = false

      const stopTotal = clock.after(timeouts.totalMs ?? limits.timeouts.totalMs, () =>
        fail('no_answer', 'connect_timeout'),
      )
      let stopConnect: (() => void) | null = null
      const stopAbort = onAbort(signal, () => fail('interrupted_sending', 'cancelled'))

      function settle(result: HttpExchange): void {
        settled = true
        stopTotal()
        stopConnect?.()
        stopAbort()
        resolve(result)
      }

      function fail(afterFirstByte: ErrorCode, beforeFirstByte: ErrorCode, detail?: string): void {
        if (settled) return
        const params = { host: to.host, ...(detail === undefined ? {} : { detail }) }
        settle(
          written
            ? { kind: 'unknown', error: wireError(afterFirstByte, params) }
            : { kind: 'not_sent', error: wireError(beforeFirstByte, params) },
        )
        current?.destroy()
      }

      function start(fresh: boolean): void {
        const options: http.RequestOptions = { ...to.options, method: request.method, headers }
        if (fresh) options.agent = false
        let outgoing: http.ClientRequest
        try {
          outgoing = to.secure ? https.request(options) : http.request(options)
        } catch {
          // a line break in a credential: Node refuses to build such a header
          settle({ kind: 'not_sent', error: wireError('config') })
          return
        }
        current = outgoing

        outgoing.on('socket', (socket) => {
          if (standing.has(socket)) {
            pollOnce(() => {
              if (settled || current !== outgoing) return
              if (socket.destroyed || !socket.writable || socket.readableEnded) {
                start(true)
                outgoing.destroy()
              } else write(outgoing, socket)
            })
            return
          }
          stopConnect ??= clock.after(timeouts.connectMs ?? limits.timeouts.connectMs, () => {
            if (!written) fail('no_answer', 'connect_timeout')
          })
          socket.once(to.secure ? 'secureConnect' : 'connect', () => {
            standing.add(socket)
            if (!settled && current === outgoing) write(outgoing, socket)
          })
        })
        outgoing.on('error', (error: NodeJS.ErrnoException) => {
          if (settled || current !== outgoing) return
          // a kept connection that closed before anything was written: provably unsent, tried once on a fresh one
          if (!written && !fresh && outgoing.reusedSocket) start(true)
          else fail('connection_cut', failureCode(error, to.secure), error.code)
        })
        outgoing.on('response', (incoming) => receive(incoming, outgoing))
      }

      function write(outgoing: http.ClientRequest, socket: Socket): void {
        stopConnect?.()
        stopConnect = null
        socket.setNoDelay(true)
        written = true
        if (body === null) outgoing.end()
        // one write for headers and body; Latin-1 keeps the bytes of UTF-8 header values as they are
        else if (headers['content-length'] === String(body.length)) outgoing.end(body, 'latin1')
        else outgoing.end(Buffer.from(body, 'utf8'))
      }

      function receive(incoming: http.IncomingMessage, outgoing: http.ClientRequest): void {
        let first: Buffer | null = null
        let more: Buffer[] | null = null
        let size = 0
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > bodyBytes) {
            if (!settled) settle(answer(incoming, unreadableBody))
            outgoing.destroy()
          } else if (first === null) first = chunk
          else (more ??= [first]).push(chunk)
        })
        incoming.on('error', () => fail('connection_cut', 'connection_lost'))
        incoming.on('end', () => {
          if (settled) return
          if (!incoming.complete) {
            fail('connection_cut', 'connection_lost')
            return
          }
          const bytes = more === null ? (first ?? Buffer.alloc(0)) : Buffer.concat(more)
          const encoding = incoming.headers['content-encoding']
          const contentType = incoming.headers['content-type'] ?? ''
          if (encoding === undefined || encoding === 'identity' || size === 0) {
            settle(answer(incoming, { body: textOf(bytes, contentType), truncated: false }))
          } else {
            void decodeBody(bytes, encoding, contentType, bodyBytes).then((decoded) => {
              if (!settled) settle(answer(incoming, decoded))
            })
          }
        })
      }

      function answer(incoming: http.IncomingMessage, { body: text, truncated }: DecodedBody): HttpAnswer {
        const retryAfter = incoming.headers['retry-after']
        return {
          kind: 'answer',
          status: incoming.statusCode ?? 0,
          contentType: (incoming.headers['content-type'] ?? '').toLowerCase(),
          retryAfterMs: retryAfter === undefined ? null : retryAfterMs(retryAfter, clock.now()),
          body: text,
          truncated,
        }
      }

      start(false)
    })
  }

  return {
    exchange,
    close() {
      plainAgent.destroy()
      secureAgent.destroy()
    },
  }
}
