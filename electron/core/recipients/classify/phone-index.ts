/**
 * Which numbers were seen and on which line first, in 12 bytes a slot: a million numbers take about 25 MB, in a Map 50 MB.
 * The import into contacts has no such room: its memory is at its limit already (test/bench/contacts-import.bench.ts).
 * It grows in small pieces, so that no single claim holds the event loop.
 */

/** Pieces of the table, each growing by itself: rehashing one of a million numbers' takes about a millisecond. */
const pieces = 128
const smallestPiece = 16
/** Share of slots in use above which a piece doubles. */
const mostFull = 0.7

interface Piece {
  /** Digits of the number; 0 marks a free slot. Fifteen digits (E.164) fit a double exactly. */
  readonly digits: Float64Array
  readonly lines: Uint32Array
  count: number
}

export class PhoneIndex {
  readonly #pieces: Piece[] = Array.from({ length: pieces }, () => emptyPiece(smallestPiece))

  /**
   * Remembers a number and returns null, or returns the line on which it was first seen.
   * @param phone E.164 with `+`
   */
  claim(phone: string, line: number): number | null {
    const digits = Number(phone.slice(1))
    if (!Number.isSafeInteger(digits) || digits <= 0) throw new RangeError('not an E.164 number')
    const hash = hashOf(digits)
    const index = hash % pieces
    const piece = this.#pieces[index] ?? emptyPiece(smallestPiece)
    const slot = findSlot(piece, digits, hash)
    if (piece.digits[slot] === digits) return piece.lines[slot] ?? 0
    put(piece, slot, digits, line)
    if (piece.count > piece.digits.length * mostFull) this.#pieces[index] = doubled(piece)
    return null
  }
}

function emptyPiece(length: number): Piece {
  return { digits: new Float64Array(length), lines: new Uint32Array(length), count: 0 }
}

/** The slot that holds the number, or the free one where it belongs. */
function findSlot(piece: Piece, digits: number, hash: number): number {
  const mask = piece.digits.length - 1
  let slot = Math.floor(hash / pieces) & mask
  for (let found = piece.digits[slot]; found !== 0 && found !== digits; found = piece.digits[slot]) {
    slot = (slot + 1) & mask
  }
  return slot
}

function put(piece: Piece, slot: number, digits: number, line: number): void {
  piece.digits[slot] = digits
  piece.lines[slot] = line
  piece.count++
}

function doubled(piece: Piece): Piece {
  const next = emptyPiece(piece.digits.length * 2)
  piece.digits.forEach((digits, slot) => {
    if (digits !== 0) put(next, findSlot(next, digits, hashOf(digits)), digits, piece.lines[slot] ?? 0)
  })
  return next
}

/** 32 bits. Numbers of one country differ in their last digits: both halves are mixed (the finaliser of MurmurHash3). */
function hashOf(digits: number): number {
  let hash = Math.imul(digits % 4_294_967_296, 0x9e3779b1) ^ Math.imul(Math.floor(digits / 4_294_967_296), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
