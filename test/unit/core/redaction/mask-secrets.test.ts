/** A secret that a gateway repeats is found in whatever way it is written. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { maskSecrets } from '@core/redaction/mask-secrets'

const secret = "P@ss wörd/+é'9<"

const bytes = (text: string, write: (byte: number) => string): string => [...Buffer.from(text)].map(write).join('')
const hex = (value: number): string => value.toString(16).padStart(2, '0')
const units = (text: string, write: (unit: number) => string): string =>
  text
    .split('')
    .map((unit) => write(unit.charCodeAt(0)))
    .join('')

/** How servers write back what they got. */
const encodings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'in capitals': (text) => text.toUpperCase(),
  percent: (text) => encodeURIComponent(text),
  'percent, lower case': (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  'percent, every byte': (text) => bytes(text, (byte) => `%${hex(byte).toUpperCase()}`),
  'percent, twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'percent, the address as it is': (text) => encodeURI(text),
  form: (text) => new URLSearchParams({ a: text }).toString().slice(2),
  'JSON in ASCII': (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'JSON, every character': (text) => units(text, (unit) => `\\u${unit.toString(16).padStart(4, '0').toUpperCase()}`),
  'JSON of PHP': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
  'PHP addslashes': (text) => text.replace(/['"\\]/g, '\\$&'),
  HTML: (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&#039;'),
  'HTML, hexadecimal': (text) => units(text, (unit) => `&#x${unit.toString(16)};`),
  'HTML, twice': (text) => text.replaceAll('<', '&amp;lt;').replaceAll("'", '&amp;#39;'),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'hexadecimal in capitals with colons': (text) => bytes(text, (byte) => `:${hex(byte).toUpperCase()}`).slice(1),
  'escaped bytes': (text) => bytes(text, (byte) => `\\x${hex(byte)}`),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 for addresses': (text) => Buffer.from(text).toString('base64url'),
  'base64 in a query': (text) => encodeURIComponent(Buffer.from(text).toString('base64')),
  'Basic authorization': (text) => `Basic ${Buffer.from(`user:${text}`).toString('base64')}`,
  'base64 in the middle': (text) => Buffer.from(`ab${text}:and more`).toString('base64'),
  'UTF-8 taken for Latin-1': (text) => Buffer.from(text).toString('latin1'),
  'quoted-printable': (text) => bytes(text, (byte) => `=${hex(byte).toUpperCase()}`),
}

describe('a secret in an answer', () => {
  it.each(Object.entries(encodings))('%s', (_, encode) => {
    const shown = maskSecrets(`Clé ${encode(secret)} refusée`, { password: secret })
    expect(shown).toMatch(/^Clé .*••• refusée$/)
    for (const other of Object.values(encodings)) expect(shown).not.toContain(other(secret))
  })

  it('takes the longer of two that overlap, and leaves every other word', () => {
    const secrets = { apiKey: 'key-12345', password: 'key-12345-long' }
    expect(maskSecrets('key-12345-long and key-12345, not key-1234', secrets)).toBe('••• and •••, not key-1234')
    const words = 'Solde insuffisant: 12 500 FCFA, réf. 00228-90443679 (YWJj/ZGVm)'
    expect(maskSecrets(words, { apiKey: 'SecretKey2026', password: 'ab' })).toBe(words)
  })

  it.each([199, 200, 201, 205, 206, 207, 406])('of %i characters is hidden whole', (length) => {
    const long = secret.repeat(Math.ceil(length / secret.length)).slice(0, length)
    for (const [name, encode] of Object.entries(encodings)) {
      const shown = maskSecrets(`Clé ${encode(long)} refusée`, { password: long })
      expect(shown.replace(/[•:]+/g, ''), name).toMatch(/^Clé (Basic )?={0,2} refusée$/)
    }
  })

  it('is hidden where its pattern in one piece would be refused as too large', () => {
    const long = Array.from({ length: 900 }, (_, index) => `é${index}`).join('')
    expect(maskSecrets(`Clé ${long} refusée`, { password: long })).toMatch(/^Clé •+ refusée$/)
  })

  it('is looked for in time that grows with the text alone', () => {
    const secrets = { apiKey: `${'&'.repeat(40)}%25`, password: '   a   b' }
    for (const hostile of ['&amp;', '%25', '\\', ' ', 'a+', '=', 'A']) {
      expect(maskSecrets(hostile.repeat(100_000), secrets).length).toBeGreaterThan(0)
    }
  })

  it.each(Object.entries(encodings))('cut by the one who repeats it, costs no more time: %s', (_, encode) => {
    const keys = [
      'sk-live-4eC39HqLyjWDarjtT1zdp7dc-2026-11',
      '&%25\'"<>'.repeat(6),
      'aaaa-'.repeat(9),
      `${'\\'.repeat(30)}x`,
    ]
    for (const apiKey of keys) {
      const echo = encode(apiKey)
      for (const end of [1, 2, 5]) expect(maskSecrets(`${echo.slice(0, -end)} `.repeat(50), { apiKey })).not.toBe('')
    }
  })

  test.prop([
    fc.string({ unit: 'binary', minLength: 3, maxLength: 40 }),
    fc.constantFrom(...Object.keys(encodings)),
    fc.string(),
    fc.string(),
  ])('is not left in any encoding, whatever it is made of', (any, name, before, after) => {
    fc.pre(any.trim().length >= 3 && !any.includes('•'))
    const spelled = encodings[name]?.(any) ?? any
    // short ones are left in the other case, and in the middle of base64
    fc.pre(name !== 'in capitals' || /^[!-~]{6,}$/.test(any))
    fc.pre(!/base64|Basic/.test(name) || Buffer.byteLength(any) > 3)
    const shown = maskSecrets(`${before} ${spelled} ${after}`, { apiKey: any })
    expect(shown).toContain('•••')
  })
})
