/**
 * Hides an account's secrets in text that a server sent: as they are, and in the encodings in which servers repeat what they
 * got (percent and form encoding, JSON and HTML escapes, hexadecimal, base64), nested and in either case.
 */

const mask = '•••'
/** Shorter ones occur in ordinary words by chance. */
const shortest = 3
/** From here on a secret is also recognised in the other case. */
const caseIgnoredFrom = 6
/** A longer secret is looked for in pieces: the pattern of a whole one would be refused as too large. */
const longestPattern = 200

type Secrets = Readonly<Record<string, string>>

interface Spellings {
  readonly patterns: readonly RegExp[]
  /** What base64 makes of each secret at each of its three alignments, without the characters that neighbours change. */
  readonly base64: readonly string[]
}

const known = new WeakMap<Secrets, Spellings>()

/**
 * The text with `•••` for every secret in it.
 * @param secrets by field; those under three characters are left, and in the middle of base64 those under four bytes
 */
export function maskSecrets(text: string, secrets: Secrets): string {
  const { patterns, base64 } = spellingsOf(secrets)
  let masked = text
  for (const pattern of patterns) masked = masked.replace(pattern, mask)
  if (base64.length === 0) return masked
  return masked.replace(base64Word, (word) => {
    const plain = plainBase64(word)
    return base64.some((spelling) => plain.includes(spelling)) ? mask : word
  })
}

function spellingsOf(secrets: Secrets): Spellings {
  let spellings = known.get(secrets)
  if (spellings === undefined) {
    const values = [
      ...new Set(Object.values(secrets).flatMap((value) => [value, value.trim(), value.trim().replace(/\s+/g, ' ')])),
    ]
      .filter((value) => value.length >= shortest)
      .sort((one, other) => other.length - one.length)
    spellings = {
      patterns: values.flatMap(piecesOf).flatMap((piece) => [characterPattern(piece), hexPattern(piece)]),
      base64: values.flatMap(base64Spellings),
    }
    known.set(secrets, spellings)
  }
  return spellings
}

/** Of 6 characters at least where the secret has as many: the last one takes what would be too short alone. */
function piecesOf(secret: string): string[] {
  const characters = Array.from(secret)
  const pieces: string[] = []
  for (let start = 0; start < characters.length;) {
    const rest = characters.length - start
    const length = rest < longestPattern + caseIgnoredFrom ? rest : longestPattern
    pieces.push(characters.slice(start, start + length).join(''))
    start += length
  }
  return pieces
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
const hexDigits = (digits: string): string => digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
const hexOf = (value: number, length: number): string => hexDigits(value.toString(16).padStart(length, '0'))

/** What JSON writes after the backslash. */
const escapeLetters: Readonly<Record<string, string>> = { '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't' }
const entityNames: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }
/** `&` as HTML repeats it, escaped up to three times. */
const ampersand = '&(?:amp;){0,3}'

/**
 * Every character in any of its spellings, each by itself: encoders differ in which ones they touch. No text fits two of them,
 * which keeps the search linear; a row of backslashes is one, since each doubling makes it longer.
 */
function characterPattern(secret: string): RegExp {
  const flags = secret.length >= caseIgnoredFrom ? 'gi' : 'g'
  return new RegExp(Array.from(secret.replace(/\\+/g, '\\'), spellingOf).join(''), flags)
}

function spellingOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const units = character.split('').map((unit) => unit.charCodeAt(0))
  const bytes = [...Buffer.from(character, 'utf8')]
  const each = (values: readonly number[], write: (value: number) => string): string => values.map(write).join('')
  const byBytes = (values: readonly number[]): string[] => [
    each(values, (byte) => `[%=](?:25){0,3}${hexOf(byte, 2)}`),
    each(values, (byte) => `\\\\{1,4}x${hexOf(byte, 2)}`),
  ]
  const ways = [
    ...byBytes(bytes),
    // Latin-1; a spelling stated twice would make the search of a cut echo take for ever
    ...(code > 0x7f && code <= 0xff ? byBytes([code]) : []),
    each(units, (unit) => `\\\\{1,4}[uU](?:${hexOf(unit, 4)}|\\{0*${hexOf(unit, 1)}\\})`),
    each(units, (unit) => `${ampersand}#(?:0*${unit}|[xX]0*${hexOf(unit, 1)});`),
    ...(code > 0xffff ? [`${ampersand}#(?:0*${code}|[xX]0*${hexOf(code, 1)});`] : []),
    ...(character in escapeLetters ? [`\\\\{1,4}${escapeLetters[character]}`] : []),
    ...(character in entityNames ? [`${ampersand}${entityNames[character]};`] : []),
    // UTF-8 read as Latin-1
    ...(code > 0x7f ? [String.fromCharCode(...bytes)] : []),
    ...(/[\w\s\\]/.test(character) ? [] : [`\\\\{1,4}${escaped(character)}`]),
    escaped(character),
  ]
  const spelling = `(?:${[...ways, ...(character === ' ' ? ['\\+', `${ampersand}nbsp;`] : [])].join('|')})`
  return character === '\\' ? `${spelling}+` : spelling
}

function hexPattern(secret: string): RegExp {
  return new RegExp([...Buffer.from(secret, 'utf8')].map((byte) => hexOf(byte, 2)).join('[\\s:-]?'), 'g')
}

/** With what percent encoding and JSON make of `+`, `/` and `=`. */
const base64Word = /(?:[\w+/-]|%2[BbFf]|\\\/){4,}(?:=|%3[Dd]){0,2}/g
const plainBase64 = (word: string): string =>
  word
    .replace(/%2b|-/gi, '+')
    .replace(/%2f|\\\/|_/gi, '/')
    .replace(/%3d|=/gi, '')

function base64Spellings(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8')
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    const own = whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
    return own.length >= 4 ? [own] : []
  })
}
