/**
 * Reads one HTTP/1.1 answer out of the bytes of a connection, however they are cut (RFC 9112). Pure. Strict: where two
 * readers could understand two things (two lengths, a line without its CR, a stray byte), the answer is `malformed`, and
 * what was asked stays unknown. An answer that runs to the end of the connection is whole when the connection ends.
 *
 * Memory is bounded by the cap whatever the pieces are: the body is copied into one buffer that grows to the cap at most,
 * and everything that came over the wire (heads, chunk lines, trailers) counts against 2 × cap + 64 KiB.
 */
import { createGrowingBytes } from './growing-bytes'

export type Reading = 'more' | 'whole' | 'too_large' | 'malformed'

export interface AnswerReader {
  /** Takes the next bytes. Once it says anything but 'more', nothing else is taken. */
  push(bytes: Buffer): Reading
  /** The other side will send nothing more. */
  end(): Reading
  /** 0 before the head was read. */
  status(): number
  /** A field's value, several joined by a comma; undefined where there is none. Names in lower case. */
  header(name: string): string | undefined
  /** As it came over the wire, chunks put together, not inflated. */
  body(): Buffer
  /** How long the connection may wait for another exchange: 0 = not at all, null = nobody said. */
  keepMs(): number | null
}

type Part = 'head' | 'length' | 'to_end' | 'chunk_head' | 'chunk' | 'chunk_end' | 'trailer' | 'whole'

const nothing = Buffer.alloc(0)
/** What an answer may hold besides twice its cap, in bytes. */
const framingBytes = 65_536
/** Longest head, chunk line or trailer, in bytes. */
const longestLines = 16_384
const statusLine = /^HTTP\/1\.([01]) (\d{3})(?: |$)/
const fieldLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)$/
const chunkLine = /^([0-9A-Fa-f]{1,16})[ \t]*(?:;|$)/
/** A folded line where no field stands before it (section 2.2). */
const foldedStart = /^[^\r]*\r\n[ \t]/
const strayByte = /\0|\r(?!\n)|(?<!\r)\n/
/** Of these a second one is passed over; two lengths or codings contradict each other. */
const firstCounts: ReadonlySet<string> = new Set(['content-type', 'retry-after'])
const once: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding'])

/** Without the blanks around it. Neither `trim`, which takes bytes of UTF-8 for blanks, nor a pattern, which takes quadratic time. */
function bare(value: string): string {
  let from = 0
  let to = value.length
  while (from < to && isBlank(value.charCodeAt(from))) from++
  while (to > from && isBlank(value.charCodeAt(to - 1))) to--
  return value.slice(from, to)
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9
}

/** `cap`: largest body in bytes. */
export function createAnswerReader(cap: number): AnswerReader {
  let part: Part = 'head'
  /** Bytes that are not understood yet. */
  let rest: Buffer = nothing
  let status = 0
  let version = 1
  let headers = new Map<string, string>()
  const content = createGrowingBytes(cap)
  let wireBytes = 0
  /** Bytes that the body, or the chunk, still lacks. */
  let missing = 0
  let ranToEnd = false

  /** The text before `mark`, taken off `rest`; null where it is not there yet, false where it is too long. */
  const takeUntil = (mark: string): string | null | false => {
    const at = rest.indexOf(mark, 0, 'latin1')
    if (at > longestLines || (at === -1 && rest.length > longestLines)) return false
    if (at === -1) return null
    const text = rest.toString('latin1', 0, at)
    rest = rest.subarray(at + mark.length)
    return text
  }

  const readFields = (lines: readonly string[]): boolean => {
    headers = new Map()
    for (const line of lines) {
      const match = fieldLine.exec(line)
      if (match === null) return false
      const [, spelled = '', padded = ''] = match
      const value = bare(padded)
      const name = spelled.toLowerCase()
      const before = headers.get(name)
      if (before === undefined) headers.set(name, value)
      else if (once.has(name)) return false
      else if (!firstCounts.has(name)) headers.set(name, `${before}, ${value}`)
    }
    return true
  }

  /** Where the body is, section 6.3; null when the fields contradict each other. */
  const framing = (): Part | null => {
    // these two end with their head, whatever their fields say
    if (status === 204 || status === 304) return 'whole'
    const length = headers.get('content-length')
    const coding = headers.get('transfer-encoding')
    if (coding !== undefined) return coding.toLowerCase() === 'chunked' && length === undefined ? 'chunk_head' : null
    if (length !== undefined && !/^\d{1,15}$/.test(length)) return null
    if (length === undefined) return 'to_end'
    missing = Number(length)
    return missing === 0 ? 'whole' : 'length'
  }

  const readHead = (): Reading | null => {
    const text = takeUntil('\r\n\r\n')
    if (text === null) return 'more'
    if (text === false || strayByte.test(text) || foldedStart.test(text)) return 'malformed'
    // a folded line is one line (section 5.2)
    const [first = '', ...lines] = text.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
    const match = statusLine.exec(first)
    if (match === null || !readFields(lines)) return 'malformed'
    version = Number(match[1])
    status = Number(match[2])
    if (status < 100 || status === 101) return 'malformed'
    // an interim answer: the real one follows
    if (status < 200) return null
    const next = framing()
    if (next === null) return 'malformed'
    part = next
    return missing > cap ? 'too_large' : null
  }

  /** False when the body is over the cap. */
  const takeBody = (most: number): boolean => {
    const piece = rest.subarray(0, most)
    rest = rest.subarray(piece.length)
    missing -= piece.length
    return content.add(piece)
  }

  const readChunkHead = (): Reading | null => {
    const line = takeUntil('\r\n')
    if (line === null) return 'more'
    const match = line === false || strayByte.test(line) ? null : chunkLine.exec(line)
    if (match === null) return 'malformed'
    missing = Number.parseInt(match[1] ?? '', 16)
    part = missing === 0 ? 'trailer' : 'chunk'
    return content.size() + missing > cap ? 'too_large' : null
  }

  /** One step; null = look at the next part. */
  const step = (): Reading | null => {
    switch (part) {
      case 'head':
        return readHead()
      case 'length':
      case 'chunk':
        takeBody(missing)
        if (missing > 0) return 'more'
        part = part === 'length' ? 'whole' : 'chunk_end'
        return null
      case 'to_end':
        return takeBody(rest.length) ? 'more' : 'too_large'
      case 'chunk_head':
        return readChunkHead()
      case 'chunk_end':
        if (rest.length < 2) return 'more'
        if (takeUntil('\r\n') !== '') return 'malformed'
        part = 'chunk_head'
        return null
      case 'trailer': {
        const line = takeUntil('\r\n')
        if (line === null) return 'more'
        if (line === '') part = 'whole'
        else if (line === false || strayByte.test(line) || !fieldLine.test(line)) return 'malformed'
        return null
      }
      case 'whole':
        return 'whole'
    }
  }

  return {
    push(bytes) {
      wireBytes += bytes.length
      if (wireBytes > 2 * cap + framingBytes) return part === 'head' ? 'malformed' : 'too_large'
      rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
      let reading: Reading | null = null
      while (reading === null) reading = step()
      return reading
    },
    end() {
      if (part !== 'to_end') return part === 'whole' ? 'whole' : 'malformed'
      ranToEnd = true
      part = 'whole'
      return 'whole'
    },
    status: () => status,
    header: (name) => headers.get(name),
    body: () => content.bytes(),
    keepMs() {
      if (part !== 'whole' || ranToEnd || version === 0 || rest.length > 0) return 0
      if (/(?:^|,)\s*close\s*(?:,|$)/i.test(headers.get('connection') ?? '')) return 0
      const hint = /(?:^|[,;\s])timeout=(\d{1,6})/i.exec(headers.get('keep-alive') ?? '')
      // a second before the other side closes it
      return hint === null ? null : Math.max(0, Number(hint[1]) * 1000 - 1000)
    },
  }
}
