/**
 * What a thousand contacts are found by, in memory: for each a line of its name, digits and field values, folded (see
 * fold-text.ts). SQLite hands over the slice as one block of bytes, which is folded as it is read: ten times as fast as row
 * by row. The text holds UTF-8, one byte a character: needles are brought to the same form, and lengths stay what they are.
 */
import { foldText } from './fold-text'
import type { Db } from './open'
import { statement } from './statement'

/** A slice holds the contacts whose id, divided by this, is its number: contact_slice counts with the same figure. */
export const sliceBits = 10
export const sliceSize = 1 << sliceBits

/** A note of many pages is found by its beginning. */
const longestLine = 4000

export interface ContactSlice {
  readonly text: string
  /** Where the line of each id begins, and where the last one ends; nothing lies between where there is no such contact. */
  readonly starts: Uint32Array
  readonly nameEnds: Uint32Array
}

// Lengths come first, so that nothing in a name or field can be taken for the end of a row. A range of the primary key is
// walked in its order.
const rowsOfSlice = `
  SELECT CAST(group_concat(concat(id, ' ', octet_length(name), ' ', octet_length(fields), ' ', substr(phone, 2), ' ', name, fields), '') AS BLOB)
  FROM contact WHERE id BETWEEN @first AND @last`

export function readSlice(db: Db, number: number): ContactSlice {
  const first = number * sliceSize
  const rows = statement(db, rowsOfSlice)
    .pluck()
    .get({ first, last: first + sliceSize - 1 }) as Buffer | null
  return rows === null ? emptySlice : sliceOf(rows)
}

export const emptySlice: ContactSlice = {
  text: '',
  starts: new Uint32Array(sliceSize + 1),
  nameEnds: new Uint32Array(sliceSize),
}

function sliceOf(rows: Buffer): ContactSlice {
  const starts = new Uint32Array(sliceSize + 1)
  const nameEnds = new Uint32Array(sliceSize)
  const lines = new FoldedLines(rows)
  let place = 0
  while (lines.hasMore()) {
    const id = lines.number()
    const nameLength = lines.number()
    const fieldsLength = lines.number()
    const own = id % sliceSize
    starts.fill(lines.used, place, own + 1)
    nameEnds.fill(lines.used, place, own + 1)
    place = own + 1
    const phone = lines.skipWord()
    lines.beginLine()
    lines.text(nameLength)
    nameEnds[own] = lines.used
    lines.separate()
    lines.copy(phone.from, phone.to)
    lines.separate()
    lines.values(fieldsLength)
    lines.separate()
  }
  starts.fill(lines.used, place)
  nameEnds.fill(lines.used, place)
  return { text: lines.toString(), starts, nameEnds }
}

const newline = 0x0a
const space = 0x20
const quote = 0x22
const colon = 0x3a
const backslash = 0x5c

/** Written over by each slice in turn: a million contacts would else leave hundreds of megabytes for the collector. */
const scratch = Buffer.allocUnsafeSlow(1 << 19)

/** Reads rows as SQLite gave them and writes lines. Local variables in the loops: a million contacts have a hundred million bytes. */
class FoldedLines {
  readonly #rows: Buffer
  #at = 0
  #bytes: Buffer
  #limit = 0
  used = 0

  constructor(rows: Buffer) {
    this.#rows = rows
    const room = rows.length + longestLine
    this.#bytes = room <= scratch.length ? scratch : Buffer.allocUnsafeSlow(room)
  }

  hasMore(): boolean {
    return this.#at < this.#rows.length
  }

  number(): number {
    let value = 0
    for (;;) {
      const byte = this.#rows[this.#at++] ?? space
      if (byte === space) return value
      value = value * 10 + byte - 0x30
    }
  }

  skipWord(): { from: number; to: number } {
    const from = this.#at
    while ((this.#rows[this.#at] ?? space) !== space) this.#at += 1
    this.#at += 1
    return { from, to: this.#at - 1 }
  }

  beginLine(): void {
    if (this.used + longestLine > this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes], this.used + longestLine + this.#rows.length - this.#at)
    // room for the ends of the line's parts is kept
    this.#limit = this.used + longestLine - 4
  }

  /** Ends a part, and the line after its last: no word of a search stands across. */
  separate(): void {
    this.#bytes[this.used++] = newline
  }

  copy(from: number, to: number): void {
    this.used += this.#rows.copy(this.#bytes, this.used, from, Math.min(to, from + this.#limit - this.used))
  }

  /** `length` bytes of plain text. */
  text(length: number): void {
    this.#fold(this.#at + length, false)
  }

  /** The strings that stand behind a colon in `length` bytes of a JSON object. */
  values(length: number): void {
    const rows = this.#rows
    const end = this.#at + length
    let last = 0
    while (this.#at < end) {
      const byte = rows[this.#at++] ?? 0
      if (byte === quote) {
        if (last === colon) {
          this.#fold(end, true)
          if (this.used < this.#limit) this.separate()
        } else this.#skipString(end)
      }
      if (byte > space) last = byte
    }
    this.#at = end
  }

  #skipString(end: number): void {
    const rows = this.#rows
    let at = this.#at
    for (let byte = 0; at < end && byte !== quote; at += 1) {
      byte = rows[at] ?? quote
      if (byte === backslash) at += 1
    }
    this.#at = at
  }

  /** Folds what stands before `end`, or before the quote that ends a JSON string. */
  #fold(end: number, isJson: boolean): void {
    const rows = this.#rows
    const bytes = this.#bytes
    const limit = this.#limit
    let { used } = this
    let at = this.#at
    while (at < end) {
      const byte = rows[at] ?? 0
      if (byte < 0x80 && (!isJson || (byte !== quote && byte !== backslash))) {
        at += 1
        if (used < limit) bytes[used++] = plain[byte] ?? space
        continue
      }
      if (byte === quote) {
        at += 1
        break
      }
      this.#at = at
      const folded = foldedBytes(byte === backslash ? this.#escaped() : this.#codePoint())
      at = this.#at
      // a character is written whole or not at all
      if (used + folded.length <= limit) for (const part of folded) bytes[used++] = part
    }
    this.#at = at
    this.used = used
  }

  #escaped(): number {
    const kind = this.#rows[this.#at + 1] ?? quote
    this.#at += 2
    if (kind !== 0x75) return 'bfnrt'.includes(String.fromCharCode(kind)) ? newline : kind
    const unit = this.#hexadecimal()
    const isHigh = unit >= 0xd800 && unit < 0xdc00
    if (!isHigh || this.#rows[this.#at] !== backslash || this.#rows[this.#at + 1] !== 0x75) return unit
    const second = this.#at
    this.#at += 2
    const low = this.#hexadecimal()
    if (low < 0xdc00 || low > 0xdfff) {
      // half a character, and then another escape
      this.#at = second
      return unit
    }
    return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
  }

  #hexadecimal(): number {
    this.#at += 4
    return Number.parseInt(this.#rows.toString('latin1', this.#at - 4, this.#at), 16)
  }

  /** One character of UTF-8 that is more than a byte. */
  #codePoint(): number {
    const lead = this.#rows[this.#at++] ?? 0
    const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1
    let value = lead & (0x3f >> more)
    for (let read = 0; read < more; read += 1) value = (value << 6) | ((this.#rows[this.#at++] ?? 0) & 0x3f)
    return value
  }

  toString(): string {
    return this.#bytes.toString('latin1', 0, this.used)
  }
}

const plain = Uint8Array.from({ length: 0x80 }, (_, code) => foldText(String.fromCharCode(code)).charCodeAt(0))

/** Filled as characters are met: an alphabet or two. */
const folds = new Map<number, Uint8Array>()

function foldedBytes(codePoint: number): Uint8Array {
  let bytes = folds.get(codePoint)
  if (bytes === undefined) {
    bytes = Buffer.from(foldText(codePoint > 0x10ffff ? '' : String.fromCodePoint(codePoint)))
    folds.set(codePoint, bytes)
  }
  return bytes
}

/** A folded text in the form in which slices hold theirs. */
export function needleOf(folded: string): string {
  return Buffer.from(folded).toString('latin1')
}
