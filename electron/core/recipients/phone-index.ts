/**
 * Which numbers were seen and on which line first, in 13 bytes a slot instead of a Map's fifty and more: a million
 * numbers take about 27 MB. One index can span several sources.
 */

/** Where a number was first seen. */
export interface FirstSeen {
  readonly source: number
  readonly line: number
}

const smallest = 1024
/** Share of slots in use above which the table doubles. */
const mostFull = 0.7

export class PhoneIndex {
  /** Digits of the number; 0 marks a free slot. Fifteen digits (E.164) fit a double exactly. */
  #digits = new Float64Array(smallest)
  #lines = new Uint32Array(smallest)
  #sources = new Uint8Array(smallest)
  #count = 0

  get size(): number {
    return this.#count
  }

  /**
   * Remembers a number, or tells where it was seen before.
   * @param phone E.164 with `+`
   * @param source position of the source, 0 to 255
   */
  claim(phone: string, source: number, line: number): FirstSeen | null {
    const digits = Number(phone.slice(1))
    if (!Number.isSafeInteger(digits) || digits <= 0) throw new RangeError('not an E.164 number')
    let slot = slotOf(digits, this.#digits.length)
    for (let found = this.#digits[slot]; found !== 0; found = this.#digits[slot]) {
      if (found === digits) return { source: this.#sources[slot] ?? 0, line: this.#lines[slot] ?? 0 }
      slot = slot + 1 === this.#digits.length ? 0 : slot + 1
    }
    this.#put(slot, digits, source, line)
    if (++this.#count > this.#digits.length * mostFull) this.#grow()
    return null
  }

  #put(slot: number, digits: number, source: number, line: number): void {
    this.#digits[slot] = digits
    this.#lines[slot] = line
    this.#sources[slot] = source
  }

  #grow(): void {
    const digits = this.#digits
    const lines = this.#lines
    const sources = this.#sources
    const length = digits.length * 2
    this.#digits = new Float64Array(length)
    this.#lines = new Uint32Array(length)
    this.#sources = new Uint8Array(length)
    digits.forEach((value, index) => {
      if (value === 0) return
      let slot = slotOf(value, length)
      while (this.#digits[slot] !== 0) slot = slot + 1 === length ? 0 : slot + 1
      this.#put(slot, value, sources[index] ?? 0, lines[index] ?? 0)
    })
  }
}

/** Numbers of one country differ in their last digits: multiply by a large odd constant to spread them (Knuth 6.4). */
function slotOf(digits: number, length: number): number {
  const low = Math.imul(digits % 4_294_967_296, 0x9e3779b1)
  const high = Math.imul(Math.floor(digits / 4_294_967_296), 0x85ebca6b)
  const mixed = low ^ high
  return (mixed ^ (mixed >>> 15)) & (length - 1)
}
