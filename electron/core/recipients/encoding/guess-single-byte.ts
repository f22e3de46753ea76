/**
 * Which encoding of one byte a character a text that is not UTF-8 has: Windows-1252 (Excel for Windows), Mac Roman (Excel for
 * Mac), CP850 (DOS and old accounting programs) or Latin-9. Told apart by the letters: é is E9, 8E or 82, and a text in the
 * wrong one has `Ž` or `‚` in the middle of words. Windows-1252 where nothing speaks for another.
 */
import { createTextDecoding, type TextEncoding } from './text-encoding'

const candidates = ['windows-1252', 'macintosh', 'cp850', 'iso-8859-15'] as const satisfies readonly TextEncoding[]

/** How many texts of each pair of neighbours were seen. 128 high bytes × 3 × 3 kinds of neighbours. */
export class ByteNeighbours {
  readonly #counts = new Uint32Array(128 * 9)

  /** Bytes of the text in order; a neighbour in another chunk is not seen. */
  add(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index] ?? 0
      if (byte < 128) continue
      const slot = (byte - 128) * 9 + kindOf(bytes[index - 1]) * 3 + kindOf(bytes[index + 1])
      this.#counts[slot] = (this.#counts[slot] ?? 0) + 1
    }
  }

  guess(): { readonly encoding: TextEncoding; readonly isDoubtful: boolean } {
    const scores = candidates.map((encoding) => ({ encoding, ...this.#score(encoding) }))
    const [usual] = scores
    let best = usual
    for (const score of scores) if (best !== undefined && score.points > best.points) best = score
    if (best === undefined || usual === undefined) return { encoding: 'windows-1252', isDoubtful: false }
    const rivals = scores.filter(({ encoding, text }) => encoding !== best.encoding && text !== best.text)
    const nearest = Math.max(...rivals.map(({ points }) => points), Number.NEGATIVE_INFINITY)
    const total = this.#counts.reduce((sum, count) => sum + count, 0)
    return { encoding: best.encoding, isDoubtful: best.points - nearest < total || best.points <= 0 }
  }

  /** Points for each byte as that encoding's character, and the characters themselves. */
  #score(encoding: TextEncoding): { readonly points: number; readonly text: string } {
    const decoding = createTextDecoding(encoding)
    let points = 0
    let text = ''
    for (let byte = 0; byte < 128; byte++) {
      const char = decoding.write(Buffer.from([byte + 128]))
      for (let around = 0; around < 9; around++) {
        const count = this.#counts[byte * 9 + around] ?? 0
        if (count === 0) continue
        points += count * pointsOf(char, Math.floor(around / 3), around % 3)
        if (!text.endsWith(char)) text += char
      }
    }
    return { points, text }
  }
}

const other = 0
const lower = 1
const upper = 2

function kindOf(byte: number | undefined): number {
  if (byte === undefined) return other
  if (byte >= 97 && byte <= 122) return lower
  // a high byte next to another says nothing
  return byte >= 65 && byte <= 90 ? upper : other
}

const frenchSmall = 'éèàêçôîûùïëâœ'
const frenchCapital = 'ÉÈÀÊÇÔÎÛÙÏËÂŒ'
const foreignSmall = 'áíóúãõñüöäæÿ'
const foreignCapital = 'ÁÍÓÚÃÕÑÜÖÄÆŸ'
const signs = '’‘“”«»°€–—…·§²³½¼¾£©®™\u00a0\u202f'

function pointsOf(char: string, left: number, right: number): number {
  const insideWord = left !== other && right !== other
  const besideSmall = left === lower || right === lower
  if (frenchSmall.includes(char)) return left === upper && right === upper ? -1 : 4
  if (frenchCapital.includes(char)) return left === lower ? -4 : right === lower && left === upper ? -2 : 3
  if (foreignSmall.includes(char)) return left === upper && right === upper ? -2 : 1
  if (foreignCapital.includes(char)) return left === lower ? -4 : besideSmall ? 0 : 1
  if (char === '’' || char === '‘') return insideWord || left !== other ? 3 : 0
  if (signs.includes(char)) return insideWord ? -3 : 1
  return insideWord ? -4 : -1
}
