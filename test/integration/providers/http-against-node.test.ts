/**
 * Our reading of answers against Node's own parser: one server on loopback writes the same raw bytes, in the same random
 * cuts, to both. Where ours says that an answer is whole, Node's must have read the same one. Where Node reads one that ours
 * refuses, the reason is a decision of this list.
 */
import { request } from 'node:http'
import { createServer, type AddressInfo, type Server } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '@core/clock'
import { createHttpClient } from '@core/providers/http'
import { textOf } from '@core/providers/http-body'
import { retryAfterMs } from '@core/providers/retry-after'

interface Read {
  readonly status: number
  readonly contentType: string
  readonly retryAfterMs: number | null
  readonly body: string
}

/** What the server says next, and where it cuts it. */
let wire = Buffer.alloc(0)
let cuts: readonly number[] = []
let server: Server
let url = ''

beforeAll(async () => {
  server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      const ends = [...cuts.map((cut) => cut % (wire.length + 1)).sort((a, b) => a - b), wire.length]
      let from = 0
      const next = (): void => {
        const end = ends.shift()
        if (end === undefined) {
          socket.end()
          return
        }
        socket.write(wire.subarray(from, end))
        from = end
        systemClock.soon(next)
      }
      next()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => server.close())

async function readByUs(): Promise<Read | null> {
  const client = createHttpClient({ clock: systemClock })
  const { signal } = new AbortController()
  const read = await client.exchange({ method: 'GET', url, headers: {}, body: null, signal })
  client.close()
  if (read.kind === 'answer' && !read.truncated) {
    const { kind: _, truncated: __, ...rest } = read
    return rest
  }
  expect(read.kind).not.toBe('not_sent')
  return null
}

function readByNode(): Promise<Read | null> {
  return new Promise((resolve) => {
    const refused = (): void => resolve(null)
    const outgoing = request(url, { agent: false, insecureHTTPParser: false }, (incoming) => {
      const pieces: Buffer[] = []
      incoming.on('data', (piece: Buffer) => pieces.push(piece))
      incoming.on('error', refused)
      incoming.on('end', () => {
        if (!incoming.complete) {
          refused()
          return
        }
        const { 'content-type': type = '', 'retry-after': after } = incoming.headers
        resolve({
          status: incoming.statusCode ?? 0,
          contentType: type.toLowerCase(),
          retryAfterMs: after === undefined ? null : retryAfterMs(after, systemClock.now()),
          body: textOf(Buffer.concat(pieces), type),
        })
      })
    })
    outgoing.on('error', refused)
    outgoing.on('upgrade', (_, socket) => {
      socket.destroy()
      refused()
    })
    outgoing.end()
  })
}

/** What follows the last head (an interim answer has one of its own). */
function afterHead(text: string): string {
  const last = Math.max(0, text.lastIndexOf('HTTP/1.'))
  const end = text.indexOf('\r\n\r\n', last)
  return end === -1 ? '' : text.slice(end + 4)
}

function longerThanItSays(text: string): boolean {
  const length = /content-length:\s*(\d+)[ \t]*\r\n/i.exec(text.slice(Math.max(0, text.lastIndexOf('HTTP/1.'))))
  return length !== null && afterHead(text).length > Number(length[1])
}

type Decision = readonly [why: string, holds: (text: string) => boolean]

/** Node reads these, we do not: the message then stays doubtful, it is never counted wrongly. */
const stricter: readonly Decision[] = [
  ['a switch of protocols was not asked for', (text) => /HTTP\/1\.[01] 101/.test(text)],
  ['no status is below 100', (text) => /HTTP\/1\.[01] 0\d\d/.test(text)],
  ['no other version was offered', (text) => /HTTP\/(?!1\.[01] )/.test(text)],
  ['an empty line may stand before a request, not before an answer', (text) => /(?:^|\r\n\r\n)[\r\n]+HTTP/.test(text)],
  ['no coding but chunked was asked for', (text) => /transfer-encoding:(?!\s*chunked[ \t]*\r\n)/i.test(text)],
  ['a zero byte, in a reason phrase too, comes from something that is not HTTP', (text) => text.includes('\0')],
  ['chunked is applied once', (text) => (text.match(/transfer-encoding:/gi)?.length ?? 0) > 1],
]

/** We read these, Node does not. None of them leaves in doubt where the answer ends or what it says. */
const looser: readonly Decision[] = [
  ['204 and 304 end with their head (RFC 9112 section 6.3)', (text) => /HTTP\/1\.[01] (?:204|304)/.test(text)],
  ['what comes after the answer costs the connection, not the answer', longerThanItSays],
  ['the same after the last chunk', (text) => /(?:^|\r\n)0+(?:[ \t;].*)?\r\n(?:.+\r\n)*\r\n[^]/.test(afterHead(text))],
  ['a folded line is one line (section 5.2)', (text) => /\r\n[ \t]/.test(text)],
  ['a control character may be kept in a value (RFC 9110 section 5.5)', (text) => /(?![\0\t\r\n])\p{Cc}/u.test(text)],
  [
    'blanks after a chunk’s size, as old servers pad it, and extensions of any form (section 7.1.1)',
    (text) => /^[0-9a-f]+(?:[ \t]+\r|[ \t]*;)/im.test(afterHead(text)),
  ],
  [
    'the fields of an interim answer frame nothing',
    (text) => /^HTTP\/1.1 1\d\d .*\r\n(?:.+\r\n)*content-length/i.test(text),
  ],
]

const word = fc.string({ unit: fc.constantFrom('a', '{', '}', '"', ':', ' ', '0', '\r\n', 'é'), maxLength: 12 })
const named = (name: string, values: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(name, name.toLowerCase(), name.toUpperCase()), fc.constantFrom(...values))
    .map(([a, b]) => a + b)
const field = fc.oneof(
  named('Content-Type', [': text/html; charset=ISO-8859-1', ':application/json', ':  Text/Plain \t', ':', ': a\r\n b']),
  named('Retry-After', [': 7', ':\t120 ', ': soon']),
  named('Connection', [': close', ': Keep-Alive', ':keep-alive, x']),
  named('Keep-Alive', [': timeout=5, max=100']),
  named('Set-Cookie', [': a=b; path=/', `: ${'c'.repeat(3000)}`]),
  named('X-Odd', [': caf\u00e9', ': a\tb', ': a\u0001b', ' : b', ': a\0b', ': a\nb']),
)
const status = fc.constantFrom(
  '200 OK',
  '200 OK',
  '200',
  '204 No Content',
  '304 Not Modified',
  '413 Too Large',
  '500  x é',
  '999 Odd',
)
const start = fc.oneof(
  { weight: 8, arbitrary: status.map((text) => `HTTP/1.1 ${text}`) },
  status.map((text) => `HTTP/1.0 ${text}`),
  fc.constantFrom(
    'HTTP/1.2 200 OK',
    'HTTP/2.0 200 OK',
    'HTTP/1.1  200 OK',
    'http/1.1 200 OK',
    'HTTP/1.1 099 Low',
    'HTTP/1.1 101 S',
    '\r\nHTTP/1.1 200 OK',
    'HTTP/1.1 20 OK',
    'HTTP/1.1 200OK',
  ),
)
const chunk = fc
  .tuple(
    word.filter((text) => text !== ''),
    fc.constantFrom('', '', ';a=b', ' ; a="x;y"', ';a=\n', '  '),
    fc.boolean(),
  )
  .map(([text, extension, long]) => {
    const size = text.length.toString(16)
    return `${long ? size.toUpperCase().padStart(9, '0') : size}${extension}\r\n${text}\r\n`
  })
const trailer = fc.constantFrom('', '', 'X-Sum: 1\r\n', 'Content-Type: late\r\n', 'nonsense\r\n')
/** Framing fields and the body that goes with them, or does not. */
const framed = fc.oneof(
  { weight: 3, arbitrary: word.map((body) => [`Content-Length: ${body.length}`, body] as const) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.array(chunk, { maxLength: 3 }), trailer)
      .map(([chunks, last]) => ['Transfer-Encoding: chunked', `${chunks.join('')}0\r\n${last}\r\n`] as const),
  },
  word.map((body) => ['X-To-End: yes', body] as const),
  fc.tuple(
    fc.constantFrom(
      'Content-Length: 5\r\nContent-Length: 5',
      'Content-Length: 5\r\nTransfer-Encoding: chunked',
      'Transfer-Encoding: gzip, chunked',
      'Transfer-Encoding: identity',
      'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked',
      'Transfer-Encoding: Chunked',
      'Content-Length: +5',
      'Content-Length: 5, 5',
      'Content-Length: 0x5',
      'Content-Length: ',
      'Content-Length:\r\n 5',
    ),
    fc.constantFrom('hello', '5\r\nhello\r\n0\r\n\r\n', 'hello and more'),
  ),
)
const interim = fc.constantFrom(
  '',
  '',
  '',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nLink: <a>\r\nContent-Length: 3\r\n\r\n',
)
const valid = fc
  .tuple(interim, start, fc.array(field, { maxLength: 3 }), framed)
  .map(
    ([before, first, fields, [framing, body]]) => `${before}${[first, ...fields, framing].join('\r\n')}\r\n\r\n${body}`,
  )
const damage = fc.tuple(
  fc.constantFrom('cut', 'drop', 'insert', 'double', 'lf'),
  fc.nat(400),
  fc.constantFrom('\0', '\r', '\n', ' ', ':', 'a', '0', '\t', ','),
)
/** Node takes `chunked` with a tab behind it for another coding, against section 5.6.3 of RFC 9110: nothing to compare with. */
const comparable = (text: string): boolean => !/chunked *\t/i.test(text)
const answers = fc.tuple(valid, fc.option(damage, { freq: 2 })).map(([text, hurt]) => {
  if (hurt === null) return text
  const [how, where, byte] = hurt
  const at = where % text.length
  if (how === 'cut') return text.slice(0, at)
  if (how === 'drop') return text.slice(0, at) + text.slice(at + 1)
  if (how === 'insert') return text.slice(0, at) + byte + text.slice(at)
  if (how === 'double') return text.slice(0, at) + text.slice(Math.max(0, at - 9))
  return text.slice(0, at) + text.slice(at).replace('\r\n', '\n')
})

it('an answer that we take as whole is the one that Node reads, and what only Node reads is on the list', async () => {
  await fc.assert(
    fc.asyncProperty(answers.filter(comparable), fc.array(fc.nat(4000), { maxLength: 5 }), async (text, at) => {
      wire = Buffer.from(text, 'latin1')
      cuts = at
      const [ours, nodes] = [await readByUs(), await readByNode()]
      if (ours !== null && nodes !== null) expect(ours).toEqual(nodes)
      else if (nodes !== null) expect(stricter.some(([, holds]) => holds(text))).toBe(true)
      else if (ours !== null) expect(looser.some(([, holds]) => holds(text))).toBe(true)
    }),
    // always the same answers: the lists were found with tens of thousands of others, and a new difference is no accident of today
    { numRuns: 1500, seed: 9112 },
  )
})
