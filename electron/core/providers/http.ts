/**
 * The one HTTP client of the gateways. It alone answers the question "could the gateway have seen the body?":
 *
 * - `not_sent`: provably no byte of the request left (name, connection, TLS, abort before the first byte). Safe to retry.
 * - `unknown`: at least one byte was handed to the system and no whole answer came back.
 * - `answer`: a whole answer; what it means is the adapter's business.
 *
 * How the proof works: nothing of a request, not even its headers, is written before its connection stands (for https:
 * before the certificate was verified), so every failure before that one call is provably unsent. A kept connection is
 * written to only after the event loop has polled the sockets once more, so that a close which already arrived is seen;
 * a kept connection found dead that way is replaced once by a fresh one.
 *
 * When time is up, or on an abort, what the sockets hold already is read first.
 *
 * It writes to sockets itself: node:http costs three to four times the processor time for one small exchange
 * (docs/performance.md), and hides from us what was written when. Answers are read strictly (http-answer-reader.ts).
 * TLS is always verified, whatever the environment says. Redirects are never followed. `exchange` never throws.
 */
import { wireError, type ErrorCode, type WireError } from '@shared/errors'
import type { Clock } from '../clock'
import { createAnswerReader, type AnswerReader, type Reading } from './http-answer-reader'
import { decodeBody, isPlain, textOf, unreadableBody, type DecodedBody } from './http-body'
import { createConnections, targetOf, type Connection, type ConnectionUser, type Target } from './http-connections'
import { failureCode } from './http-failure'
import { requestText } from './http-request-text'
import { onAbort, pollOnce } from './http-waiting'
import { retryAfterMs } from './retry-after'

interface HttpTimeouts {
  /** Name, connection and TLS together. Default 10 000. */
  readonly connectMs: number
  /** The whole exchange, to the last byte of the answer; 10 s more after a sleep. Default 60 000. */
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
  /** Closes every connection. Exchanges under way end as `unknown` or `not_sent`, later ones are not sent. */
  close(): void
}

/** A time limit that is noticed this late was overslept. */
const sleptMs = 2_000
/** What the answer is waited for after a sleep. */
const afterSleepMs = 10_000

const defaultTimeouts: HttpTimeouts = { connectMs: 10_000, totalMs: 60_000 }
const defaultLimits: HttpLimits = { timeouts: defaultTimeouts, bodyBytes: 1_048_576, idleMs: 4_000 }

export function createHttpClient({ clock, limits: given, extraCertificates }: HttpClientOptions): HttpClient {
  const limits: HttpLimits = { ...defaultLimits, ...given }
  const connections = createConnections({ clock, idleMs: limits.idleMs, extraCertificates })
  const targets = new Map<string, Target>()
  let closed = false

  function target(url: string): Target {
    const known = targets.get(url)
    if (known !== undefined) return known
    const fresh = targetOf(url)
    if (targets.size >= 64) targets.clear()
    targets.set(url, fresh)
    return fresh
  }

  function exchange(request: HttpRequest): Promise<HttpExchange> {
    return new Promise((resolve) => {
      const { signal } = request
      if (signal.aborted || closed) {
        resolve({ kind: 'not_sent', error: wireError('cancelled') })
        return
      }
      let to: Target
      try {
        to = target(request.url)
      } catch {
        resolve({ kind: 'not_sent', error: wireError('base_url_invalid') })
        return
      }
      const text = requestText(to, request)
      if (text === null) {
        resolve({ kind: 'not_sent', error: wireError('config') })
        return
      }
      const timeouts = request.timeouts ?? limits.timeouts
      const bodyBytes = request.bodyBytes ?? limits.bodyBytes

      let current: Connection | null = null
      let written = false
      let settled = false
      /** The answer came whole, and is being inflated. */
      let whole = false
      /** Grows with every piece of the answer. */
      let pieces = 0

      const totalMs = timeouts.totalMs ?? limits.timeouts.totalMs
      const dueAt = clock.monotonic() + totalMs
      const giveUp = (): void => afterReading(() => fail('no_answer', 'connect_timeout'))
      let stopTotal = clock.after(totalMs, () => {
        // the computer slept: what the gateway repeats meanwhile may still be on its way
        if (written && clock.monotonic() - dueAt > sleptMs) stopTotal = clock.after(afterSleepMs, giveUp)
        else giveUp()
      })
      let stopConnect: (() => void) | null = null
      const stopAbort = onAbort(signal, () => afterReading(() => fail('interrupted_sending', 'cancelled')))

      function stopWaiting(): void {
        stopTotal()
        stopConnect?.()
        stopAbort()
      }

      function settle(result: HttpExchange): void {
        settled = true
        stopWaiting()
        resolve(result)
      }

      function fail(afterFirstByte: ErrorCode, beforeFirstByte: ErrorCode, detail?: string): void {
        if (settled || whole) return
        const params = { host: to.host, ...(detail === undefined ? {} : { detail }) }
        settle(
          written
            ? { kind: 'unknown', error: wireError(afterFirstByte, params) }
            : { kind: 'not_sent', error: wireError(beforeFirstByte, params) },
        )
        current?.drop()
      }

      /**
       * Timers run before sockets are read: an answer that is there already, as after a sleep, counts first. Goes on while
       * more of it comes.
       */
      function afterReading(end: () => void): void {
        if (settled || !written) {
          end()
          return
        }
        const seen = pieces
        pollOnce(() => (pieces > seen ? afterReading(end) : end()))
      }

      /** A kept connection that moved before anything was written is dead: provably unsent, tried once on a fresh one. */
      function startedAgain(): boolean {
        if (written || closed || current?.kept !== true) return false
        current.drop()
        start(true)
        return true
      }

      function start(fresh: boolean): void {
        const reader = createAnswerReader(bodyBytes)
        const user: ConnectionUser = {
          stands: () => write(),
          data: (bytes) => {
            pieces += 1
            if (!startedAgain()) receive(reader, reader.push(bytes))
          },
          ended: () => {
            if (!startedAgain()) receive(reader, reader.end())
          },
          failed: (error) => {
            if (startedAgain()) return
            if (error === null) fail('connection_cut', 'connection_lost')
            else fail('connection_cut', failureCode(error, to.secure), error.code)
          },
        }
        const connection = connections.take(to, user, fresh)
        current = connection
        if (!connection.kept) {
          stopConnect ??= clock.after(timeouts.connectMs ?? limits.timeouts.connectMs, () => {
            if (!written) fail('no_answer', 'connect_timeout')
          })
          return
        }
        pollOnce(() => {
          if (settled || current !== connection) return
          if (connection.socket.writable) write()
          else if (!startedAgain()) fail('connection_cut', 'connection_lost')
        })
      }

      function write(): void {
        stopConnect?.()
        stopConnect = null
        written = true
        // one write for head and body; Latin-1 (where it is no Buffer) keeps the bytes of UTF-8 header values as they are
        if (text !== null) current?.socket.write(text, 'latin1')
      }

      function receive(reader: AnswerReader, reading: Reading): void {
        if (settled || reading === 'more') return
        if (reading === 'malformed') {
          fail('connection_cut', 'connection_lost')
          return
        }
        if (reading === 'too_large') {
          settle(answer(reader, unreadableBody))
          current?.drop()
          return
        }
        current?.keep(reader.keepMs())
        // from here on it may carry somebody else's exchange
        current = null
        const encoding = reader.header('content-encoding')
        const contentType = reader.header('content-type') ?? ''
        const bytes = reader.body()
        if (encoding === undefined || isPlain(encoding) || bytes.length === 0) {
          settle(answer(reader, { body: textOf(bytes, contentType), truncated: false }))
        } else {
          // the answer is whole: no abort and no time limit turns it into an unknown one while it is inflated
          whole = true
          stopWaiting()
          void decodeBody(bytes, encoding, contentType, bodyBytes).then((decoded) => settle(answer(reader, decoded)))
        }
      }

      function answer(reader: AnswerReader, { body, truncated }: DecodedBody): HttpAnswer {
        const retryAfter = reader.header('retry-after')
        return {
          kind: 'answer',
          status: reader.status(),
          contentType: (reader.header('content-type') ?? '').toLowerCase(),
          retryAfterMs: retryAfter === undefined ? null : retryAfterMs(retryAfter, clock.now()),
          body,
          truncated,
        }
      }

      start(false)
    })
  }

  return {
    exchange,
    close() {
      closed = true
      connections.close()
    },
  }
}
