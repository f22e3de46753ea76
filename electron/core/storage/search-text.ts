/**
 * What a person types into a search box, as an FTS5 query that cannot fail: words only, each quoted, so that quotes, `*`,
 * `NEAR`, `-`, emoji or a NUL mean nothing to FTS5. Accents and case are ignored by the index's tokenizer, ligatures are not:
 * a word with one, or with the letters of one, is looked for in both spellings.
 */

/** Letters, digits and their marks: what the tokenizer (unicode61) keeps of a text. */
const word = /[\p{L}\p{N}\p{M}\p{Co}]+/gu
const mostWords = 12

export interface MatchOptions {
  /** Column of the index; all of them when absent. */
  readonly column?: string
  /** Completes the last word: the words that begin with it, or null for "every word that does", left to FTS5. */
  readonly complete?: (beginning: string) => readonly string[] | null
}

const ligatures: readonly (readonly [ligature: string, letters: string])[] = [
  ['ﬃ', 'ffi'],
  ['ﬄ', 'ffl'],
  ['œ', 'oe'],
  ['æ', 'ae'],
  ['ß', 'ss'],
  ['ĳ', 'ij'],
  ['ﬀ', 'ff'],
  ['ﬁ', 'fi'],
  ['ﬂ', 'fl'],
]
const mostSpellings = 8

/** The word first, then what it is with other ligatures. */
function spellingsOf(word: string): readonly string[] {
  const lower = word
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
  const ways = new Set([word])
  const add = (way: string): void => {
    if (way !== lower && ways.size < mostSpellings) ways.add(way)
  }
  const spelledOut = ligatures.reduce((text, [ligature, letters]) => text.replaceAll(ligature, letters), lower)
  add(spelledOut)
  for (const [ligature, letters] of ligatures) add(spelledOut.replaceAll(letters, ligature))
  add(ligatures.reduce((text, [ligature, letters]) => text.replaceAll(letters, ligature), spelledOut))
  return [...ways]
}

/** Null where the text holds no word: such a search finds nothing. */
export function ftsMatch(text: string, { column, complete }: MatchOptions = {}): string | null {
  const words = (text.normalize('NFC').match(word) ?? []).slice(0, mostWords)
  if (words.length === 0) return null
  const terms = words.map((word, index) => {
    const isLast = index === words.length - 1
    const ways = spellingsOf(word).flatMap((term) => {
      const longer = complete !== undefined && isLast ? complete(term) : []
      if (longer === null) return [`"${term}"*`]
      return [term, ...longer].map((other) => `"${other.replaceAll('"', '')}"`)
    })
    return ways.length === 1 ? ways[0] : `(${ways.join(' OR ')})`
  })
  const all = terms.join(' AND ')
  return column === undefined ? `(${all})` : `{${column}} : (${all})`
}

/**
 * The digits of something written like a phone number (spaces, dots, brackets, `+` or `00` in front), in the ways in which
 * they can stand in an E.164 number: a leading 0 is a trunk prefix in some countries and part of the number in others.
 * Empty where it is no number.
 */
export function phoneDigits(text: string): readonly string[] {
  const trimmed = text.trim()
  if (!/^\+?[\d\s.()/\u2010-\u2015-]+$/.test(trimmed)) return []
  const digits = trimmed.replace(/\D/g, '').replace(/^00/, '')
  return [...new Set([digits, digits.replace(/^0/, '')])].filter((variant) => variant !== '')
}

/** `%` and `_` taken literally, for `LIKE … ESCAPE '\'`. */
export function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
