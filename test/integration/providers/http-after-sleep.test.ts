/** The HTTP client when its timers come late, as after a sleep: an answer that is in the socket counts before any time limit. */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Clock } from '@core/clock'
import { createHttpClient, type HttpExchange } from '@core/providers/http'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

interface SleepyClock extends Clock {
  /** Time passes, and then every timer that is due runs at once, before any socket is read. */
  sleep(ms: number): void
}

function sleepyClock(): SleepyClock {
  let at = 0
  const timers = new Set<{ readonly dueAt: number; readonly callback: () => void }>()
  return {
    now: () => at,
    monotonic: () => at,
    after(delayMs, callback) {
      const timer = { dueAt: at + delayMs, callback }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    soon: (callback) => void setImmediate(callback),
    sleep(ms) {
      at += ms
      for (const timer of [...timers].filter(({ dueAt }) => dueAt <= at)) {
        timers.delete(timer)
        timer.callback()
      }
    },
  }
}

/** Sends one request with a limit of 60 s. `answer` is called with the gateway's socket once the request is there. */
async function exchange(
  answer: (socket: Socket, clock: SleepyClock, abort: () => void) => void,
): Promise<HttpExchange> {
  const clock = sleepyClock()
  const controller = new AbortController()
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => answer(socket, clock, () => controller.abort()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const http = createHttpClient({ clock })
  closers.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => http.close(),
  )
  return http.exchange({
    method: 'POST',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`,
    headers: {},
    body: 'to=22890443679',
    signal: controller.signal,
    timeouts: { connectMs: 10_000, totalMs: 60_000 },
  })
}

const whole = (body: string): string => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`
const hour = 3_600_000

describe('an answer that is in the socket when time is up', () => {
  it.each([
    ['just now', 60_000],
    ['seconds ago', 65_000],
    ['hours ago', 8 * hour],
  ])('counts: %s', async (_, ms) => {
    const answered = await exchange((socket, clock) => {
      socket.write(whole('accepted'))
      clock.sleep(ms)
    })
    expect(answered).toMatchObject({ kind: 'answer', status: 200, body: 'accepted' })
  })

  it('counts when it is longer than one reading of the socket', async () => {
    const long = 'x'.repeat(400_000)
    const answered = await exchange((socket, clock) => {
      socket.write(whole(long))
      clock.sleep(60_000)
    })
    expect(answered).toMatchObject({ kind: 'answer', body: long })
  })

  it('counts when the gateway closed the connection after it', async () => {
    const answered = await exchange((socket, clock) => {
      socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\naccepted')
      clock.sleep(61_000)
    })
    expect(answered).toMatchObject({ kind: 'answer', body: 'accepted' })
  })

  it('counts before an abort too', async () => {
    const answered = await exchange((socket, _, abort) => {
      socket.write(whole('accepted'))
      abort()
    })
    expect(answered).toMatchObject({ kind: 'answer', body: 'accepted' })
  })
})

describe('an answer that is not there', () => {
  it.each([
    ['nothing of it', ''],
    ['half of it', 'HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nacc'],
  ])('leaves the request doubtful when time is up: %s', async (_, part) => {
    const answered = await exchange((socket, clock) => {
      if (part !== '') socket.write(part)
      clock.sleep(60_000)
    })
    expect(answered).toMatchObject({ kind: 'unknown', error: { code: 'no_answer' } })
  })

  it('is waited for ten seconds more after a sleep: the gateway may repeat what it sent meanwhile', async () => {
    const answered = await exchange((socket, clock) => {
      clock.sleep(8 * hour)
      clock.sleep(9_000)
      socket.write(whole('accepted'))
    })
    expect(answered).toMatchObject({ kind: 'answer', body: 'accepted' })
  })

  it('leaves the request doubtful when these are over', async () => {
    const answered = await exchange((_, clock) => {
      clock.sleep(8 * hour)
      clock.sleep(10_000)
    })
    expect(answered).toMatchObject({ kind: 'unknown', error: { code: 'no_answer' } })
  })
})
