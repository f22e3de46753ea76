/**
 * What a person types into a search box, as an FTS5 query that cannot fail: words only, each quoted, so that quotes, `*`,
 * `NEAR`, `-`, emoji or a NUL mean nothing to FTS5. Accents and case are ignored by the index's tokenizer.
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

/** Null where the text holds no word: such a search finds nothing. */
export function ftsMatch(text: string, { column, complete }: MatchOptions = {}): string | null {
  const words = (text.normalize('NFC').match(word) ?? []).slice(0, mostWords)
  if (words.length === 0) return null
  const terms = words.map((term, index) => {
    if (complete === undefined || index < words.length - 1) return `"${term}"`
    const longer = complete(term)
    if (longer === null) return `"${term}"*`
    return `(${[term, ...longer].map((other) => `"${other.replaceAll('"', '')}"`).join(' OR ')})`
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
