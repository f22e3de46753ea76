/** Answers off the wire: however their bytes are cut, and wherever two readers could differ. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGrowingBytes } from '@core/providers/growing-bytes'
import { createAnswerReader, type AnswerReader, type Reading } from '@core/providers/http-answer-reader'

const cap = 1000

interface Read {
  readonly reading: Reading
  readonly status: number
  readonly body: string
  readonly keepMs: number | null
}

function seen(reader: AnswerReader, reading: Reading): Read {
  return { reading, status: reader.status(), body: reader.body().toString('latin1'), keepMs: reader.keepMs() }
}

/** What is read of `wire`, given in pieces that end at `cuts`; the connection then ends where more is waited for. */
function read(wire: string, cuts: readonly number[] = []): Read {
  const bytes = Buffer.from(wire, 'latin1')
  const reader = createAnswerReader(cap)
  const ends = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b)
  let from = 0
  for (const end of [...ends, bytes.length]) {
    if (end === from) continue
    const reading = reader.push(bytes.subarray(from, end))
    from = end
    if (reading !== 'more') return seen(reader, reading)
  }
  return seen(reader, reader.end())
}

const head = (status: number, fields: readonly string[] = []): string =>
  [`HTTP/1.1 ${status} Fine`, ...fields, '', ''].join('\r\n')
const sized = (body: string, fields: readonly string[] = []): string =>
  head(200, [...fields, `Content-Length: ${body.length}`]) + body
const chunked = (pieces: readonly string[], trailer = ''): string =>
  head(200, ['Transfer-Encoding: chunked']) +
  pieces.map((piece) => `${piece.length.toString(16)};note=1\r\n${piece}\r\n`).join('') +
  `0\r\n${trailer}\r\n`

const text = fc.string({ unit: fc.constantFrom('{', '}', '"', ':', 'a', ' ', 'é', '\r', '\n', '0'), maxLength: 60 })
const answers = fc.oneof(
  text.map((body) => ({ wire: sized(body), body })),
  fc
    .array(text.filter((piece) => piece !== ''))
    .map((pieces) => pieces.slice(0, 10))
    .map((pieces) => ({ wire: chunked(pieces, 'X-Sum: 1\r\n'), body: pieces.join('') })),
  text.map((body) => ({ wire: head(200) + body, body })),
  text.map((body) => ({ wire: head(100) + head(103, ['Link: <a>']) + sized(body), body })),
)

describe('an answer is read', () => {
  it('the same however its bytes are cut', () => {
    fc.assert(
      fc.property(answers, fc.array(fc.nat(2000), { maxLength: 40 }), ({ wire, body }, cuts) => {
        const whole = read(wire)
        expect(whole).toMatchObject({ reading: 'whole', status: 200, body })
        expect(read(wire, cuts)).toEqual(whole)
      }),
    )
  })

  it('byte by byte', () => {
    const wire = chunked(['{"a":', '1}'])
    expect(
      read(
        wire,
        Array.from({ length: wire.length }, (_, index) => index),
      ),
    ).toMatchObject({ reading: 'whole', body: '{"a":1}' })
  })

  it('never as whole when it was cut off', () => {
    fc.assert(
      fc.property(
        answers.filter(({ wire }) => /content-length|chunked/i.test(wire)),
        fc.nat(),
        ({ wire }, cut) => {
          expect(read(wire.slice(0, cut % wire.length)).reading).toBe('malformed')
        },
      ),
    )
  })

  it('from nothing but noise without being taken for one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (noise) => {
        const { reading } = read(noise)
        expect(reading === 'malformed' || noise.startsWith('HTTP/1.')).toBe(true)
      }),
    )
  })

  it('without a body where its status has none', () => {
    expect(read(head(204))).toMatchObject({ reading: 'whole', status: 204, body: '', keepMs: null })
    expect(read(head(304, ['Content-Length: 9']))).toMatchObject({ reading: 'whole', body: '' })
  })

  it.each(['Transfer-Encoding: chunked', 'Content-Length: 9', 'Content-Length: nine'])(
    'without a body where its status has none, even with %s',
    (field) => {
      for (const status of [204, 304]) expect(read(head(status, [field]))).toMatchObject({ reading: 'whole', body: '' })
    },
  )

  it('with chunk sizes as old servers pad them', () => {
    const wire = `${head(200, ['Transfer-Encoding: chunked'])}0000000002  \r\nab\r\n0\r\n\r\n`
    expect(read(wire)).toMatchObject({ reading: 'whole', body: 'ab' })
  })

  it('with bytes in a value that only look like blanks', () => {
    const reader = createAnswerReader(cap)
    reader.push(Buffer.from(head(200, ['X-A: \t voilà \t', 'Content-Length: 0'])))
    expect(Buffer.from(reader.header('x-a') ?? '', 'latin1').toString()).toBe('voilà')
  })

  it('in linear time where a value is mostly blanks', () => {
    const wire = head(200, [`X-A: a${' '.repeat(16_000)}b`, 'Content-Length: 0'])
    const spent = (): number => {
      const from = process.cpuUsage()
      expect(read(wire).reading).toBe('whole')
      return process.cpuUsage(from).user
    }
    // a pattern that tries every blank takes 300 ms each time; the fastest of several is without other threads' work
    expect(Math.min(...Array.from({ length: 5 }, spent))).toBeLessThan(100_000)
  })

  it('with folded and repeated fields as the standard says', () => {
    const reader = createAnswerReader(cap)
    reader.push(
      Buffer.from(head(200, ['X-A: 1', ' 2', 'x-a: 3', 'Content-Type: a', 'content-type: b', 'Content-Length: 0'])),
    )
    expect([reader.header('x-a'), reader.header('content-type'), reader.header('x-b')]).toEqual([
      '1 2, 3',
      'a',
      undefined,
    ])
  })
})

describe('what contradicts itself is malformed', () => {
  it.each([
    ['two lengths', head(200, ['Content-Length: 1', 'Content-Length: 1']) + 'a'],
    ['a length and chunks', head(200, ['Content-Length: 1', 'Transfer-Encoding: chunked']) + '0\r\n\r\n'],
    ['a length that is none', head(200, ['Content-Length: +1']) + 'a'],
    ['a coding that nobody asked for', head(200, ['Transfer-Encoding: gzip, chunked']) + '0\r\n\r\n'],
    ['a space before the colon', head(200, ['Content-Length : 1']) + 'a'],
    ['a line that ends in LF alone', 'HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n'],
    ['a folded line before any field', 'HTTP/1.1 200 OK\r\n Content-Length: 0\r\n\r\n'],
    ['a line break in a chunk extension', head(200, ['Transfer-Encoding: chunked']) + '1;a\nb\r\nx\r\n0\r\n\r\n'],
    ['a zero byte in a trailer', head(200, ['Transfer-Encoding: chunked']) + '0\r\nX: \0\r\n\r\n'],
    ['a chunk size that is too long', head(200, ['Transfer-Encoding: chunked']) + `${'0'.repeat(17)}\r\n\r\n`],
    ['a zero byte', head(200, ['X: a\0b'])],
    ['another protocol', '220 smtp ready\r\n\r\n'],
    ['HTTP/2 in plain', 'HTTP/2 200\r\n\r\n'],
    ['a switch of protocols', head(101)],
    ['a chunk without a size', head(200, ['Transfer-Encoding: chunked']) + '\r\n\r\n'],
    ['a chunk longer than it says', head(200, ['Transfer-Encoding: chunked']) + '1\r\nab\r\n0\r\n\r\n'],
    ['a trailer that is no field', head(200, ['Transfer-Encoding: chunked']) + '0\r\nnonsense\r\n\r\n'],
    ['an endless head', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(20_000)}`],
  ])('%s', (_, wire) => {
    expect(read(wire).reading).toBe('malformed')
  })
})

it('is too large as soon as it says so, or is', () => {
  expect(read(head(200, ['Content-Length: 1001'])).reading).toBe('too_large')
  expect(read(head(200, ['Transfer-Encoding: chunked']) + '3e9\r\n').reading).toBe('too_large')
  expect(read(head(200) + 'a'.repeat(1001)).reading).toBe('too_large')
})

describe('its connection', () => {
  it.each([
    ['is kept', sized('a'), null],
    ['is kept a second less than the other side says', sized('a', ['Keep-Alive: timeout=5, max=100']), 4000],
    ['is not kept for no time', sized('a', ['Keep-Alive: timeout=1']), 0],
    ['is not kept when it says close', sized('a', ['Connection: foo, Close']), 0],
    ['is not kept by HTTP/1.0', sized('a').replace('1.1', '1.0'), 0],
    ['is not kept when more came than was asked for', `${sized('a')}b`, 0],
    ['is not kept when the answer ran to its end', `${head(200)}a`, 0],
  ])('%s', (_, wire, keepMs) => {
    expect(read(wire)).toMatchObject({ reading: 'whole', keepMs })
  })
})

describe('memory', () => {
  const collect = (): void => {
    setFlagsFromString('--expose-gc')
    ;(runInNewContext('gc') as () => void)()
  }
  const used = (): number => {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const megabyte = 1_048_576
  /** A read of a connection: `count` chunks of one byte. */
  const oneByteChunks = (count: number, extension = ''): Buffer => Buffer.from(`1${extension}\r\nx\r\n`.repeat(count))

  it('holds the body once, whatever the pieces that it came in', () => {
    const reader = createAnswerReader(2 * megabyte)
    const before = used()
    reader.push(Buffer.from(head(200, ['Transfer-Encoding: chunked'])))
    for (let read = 0; read < 60; read++) expect(reader.push(oneByteChunks(10_000))).toBe('more')
    const grown = used() - before
    expect(grown).toBeLessThan(8 * megabyte)
    expect(reader.push(Buffer.from('0\r\n\r\n'))).toBe('whole')
    expect(reader.body().toString()).toBe('x'.repeat(600_000))
  })

  it.each([
    ['chunks with extensions', oneByteChunks(1, `;${'e'.repeat(2000)}`), 'too_large'],
    ['trailers', Buffer.concat([Buffer.from('0\r\n'), Buffer.from('X-More: 1\r\n'.repeat(100))]), 'too_large'],
  ])('ends an answer whose framing never ends: %s', (_, piece, expected) => {
    const reader = createAnswerReader(cap)
    reader.push(Buffer.from(head(200, ['Transfer-Encoding: chunked'])))
    let reading: Reading = reader.push(piece)
    const again = piece.toString().startsWith('0') ? piece.subarray(3) : piece
    let pushed = piece.length
    while (reading === 'more' && pushed < 1_000_000) {
      reading = reader.push(again)
      pushed += again.length
    }
    expect(reading).toBe(expected)
    expect(pushed).toBeLessThan(2 * cap + 70_000)
  })

  it('ends an answer that is only ever promised', () => {
    const reader = createAnswerReader(cap)
    const interim = Buffer.from(head(103, ['Link: <a>']))
    let pushed = 0
    let reading: Reading = 'more'
    while (reading === 'more' && pushed < 1_000_000) {
      reading = reader.push(interim)
      pushed += interim.length
    }
    expect(reading).toBe('malformed')
  })

  it('of a body is its bytes, however they were cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 300 }), { maxLength: 40 }), (pieces) => {
        const body = pieces.join('')
        const bytes = createGrowingBytes(5000)
        let whole = ''
        for (const piece of pieces) if (bytes.add(Buffer.from(piece))) whole += piece
        expect(bytes.bytes().toString()).toBe(whole)
        expect(bytes.size()).toBe(Buffer.byteLength(whole))
        if (Buffer.byteLength(body) <= 5000) expect(whole).toBe(body)
      }),
    )
  })
})
