import { fc, test } from '@fast-check/vitest'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { gsmCost } from '@shared/domain/gsm-alphabet'
import {
  costlyCharacters,
  maxSegments,
  measureText,
  splitSegments,
  toSmsText,
  transliterate,
} from '@shared/domain/segment'
import { decodeGsm, encodeGsm } from '../../../helpers/gsm-septets'

/** split-sms 0.1.7, an independent implementation without types: the oracle for segment counts and contents. */
const oracle = createRequire(import.meta.url)('split-sms') as {
  split(text: string): { characterSet: 'GSM' | 'Unicode'; parts: { content: string }[] }
}

const gsmChar = fc.constantFrom(
  ...Array.from('@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà'),
  ...Array.from('^{}\\[~]|€'),
)
const gsmText = fc.array(gsmChar, { maxLength: 700 }).map((chars) => chars.join(''))
const graphemes = fc.string({ unit: 'grapheme', maxLength: 400 })
const anything = fc.oneof(
  graphemes,
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.oneof(gsmChar, fc.constantFrom('😀', 'ç', '’', '\u202f', 'e\u0301', '\r', '\r\n', '\ud83d', '👨‍👩‍👧')), {
      maxLength: 400,
    })
    .map((chars) => chars.join('')),
)

describe('the GSM alphabet', () => {
  it('has 127 characters of one septet and 10 of two', () => {
    const costs = Array.from({ length: 0x10000 }, (_, unit) => gsmCost(unit))
    expect(costs.filter((cost) => cost === 1)).toHaveLength(127)
    expect(costs.filter((cost) => cost === 2)).toHaveLength(10)
  })

  it.each([
    ['@', [0x00]],
    ['é', [0x05]],
    ['à', [0x7f]],
    ['Ç', [0x09]],
    ['€', [0x1b, 0x65]],
    ['[|]', [0x1b, 0x3c, 0x1b, 0x40, 0x1b, 0x3e]],
  ])('writes %s as TS 23.038 does', (text, septets) => {
    expect(Array.from(encodeGsm(text)!)).toEqual(septets)
  })

  it('has no small ç and no circumflex', () => {
    expect(encodeGsm('ç')).toBeNull()
    expect(encodeGsm('fête')).toBeNull()
  })

  it('reads an unknown or unfinished escape as a receiver must', () => {
    expect(decodeGsm(Uint8Array.of(0x1b, 0x41, 0x1b))).toBe('A ')
  })

  test.prop([gsmText])('comes back from septets unchanged', (text) => {
    const septets = encodeGsm(text)!
    expect(decodeGsm(septets)).toBe(text)
    expect(septets).toHaveLength(measureText(text).units)
  })
})

describe('measuring a text', () => {
  it.each([
    ['', 'GSM-7', 0, 0, 160, 160],
    ['a'.repeat(160), 'GSM-7', 160, 1, 160, 0],
    ['a'.repeat(161), 'GSM-7', 161, 2, 153, 145],
    ['a'.repeat(306), 'GSM-7', 306, 2, 153, 0],
    ['a'.repeat(307), 'GSM-7', 307, 3, 153, 152],
    [`${'a'.repeat(158)}€`, 'GSM-7', 160, 1, 160, 0],
    [`${'a'.repeat(159)}€`, 'GSM-7', 161, 2, 153, 145],
    ['ç'.repeat(70), 'UCS-2', 70, 1, 70, 0],
    ['ç'.repeat(71), 'UCS-2', 71, 2, 67, 63],
    ['😀'.repeat(35), 'UCS-2', 70, 1, 70, 0],
  ])('%.12s… : %s, %i units, %i segments', (text, encoding, units, segments, perSegment, remaining) => {
    expect(measureText(text)).toEqual({ encoding, units, segments, perSegment, remaining })
  })

  it('pays for the septet lost where an escape pair would be cut', () => {
    // 152 + € + 152: 306 septets, which would be two parts if the pair could be split.
    expect(measureText(`${'a'.repeat(152)}€${'a'.repeat(152)}`)).toMatchObject({ units: 306, segments: 3 })
  })

  it('pays for the unit lost where an emoji would be cut', () => {
    expect(measureText(`${'ç'.repeat(66)}😀${'ç'.repeat(66)}`)).toMatchObject({ units: 134, segments: 3 })
  })

  it('measures what is sent: French amounts, decomposed accents and Windows line ends stay GSM-7', () => {
    expect(measureText('Solde\u00a0: 12\u202f500 FCFA')).toMatchObject({ encoding: 'GSM-7', units: 19 })
    expect(measureText('e\u0301te\u0301')).toMatchObject({ encoding: 'GSM-7', units: 3 })
    expect(measureText('a\r\nb\tc')).toMatchObject({ encoding: 'GSM-7', units: 5 })
  })

  it('keeps the sending limit at ten segments', () => {
    expect(measureText('a'.repeat(maxSegments * 153)).segments).toBe(maxSegments)
  })

  test.prop([fc.oneof(gsmText, graphemes, anything)], { numRuns: 2000 })(
    'agrees with split-sms in encoding, count and parts',
    (raw) => {
      const text = toSmsText(raw)
      fc.pre(text !== '')
      const expected = oracle.split(text)
      const measured = measureText(text)
      expect(measured.encoding).toBe(expected.characterSet === 'GSM' ? 'GSM-7' : 'UCS-2')
      expect(measured.segments).toBe(expected.parts.length)
      expect(splitSegments(text)).toEqual(expected.parts.map((part) => part.content))
    },
  )

  test.prop([anything])('cuts nothing in two, loses nothing, and overfills no part', (text) => {
    const { segments, perSegment, remaining, encoding } = measureText(text)
    const parts = splitSegments(text)
    expect(parts).toHaveLength(segments)
    expect(parts.join('')).toBe(toSmsText(text))
    for (const part of parts) {
      expect(part).not.toMatch(/\p{Cs}/u)
      const units = encoding === 'GSM-7' ? encodeGsm(part)!.length : part.length
      expect(units).toBeLessThanOrEqual(perSegment)
      if (part === parts.at(-1)) expect(remaining).toBe(perSegment - units)
    }
  })
})

describe('the form in which a text is sent', () => {
  it.each([
    ['12\u202f500\u00a0FCFA', '12 500 FCFA'],
    ['a\r\nb\rc\u2028d\u0085e\ff', 'a\nb\nc\nd\ne\nf'],
    ['a\u0000b\u0007c\u007fd\u009fe', 'abcde'],
    ['a\ud83db\udc00c😀', 'abc😀'],
    ['zéro\u200bwidth\ufeff\u00ad', 'zérowidth'],
    ['e\u200b\u0301', 'é'],
    ['a\tb\u3000c', 'a b c'],
    ['\u2126', 'Ω'],
  ])('%j → %j', (text, sent) => {
    expect(toSmsText(text)).toBe(sent)
  })

  it('keeps emoji made of several characters whole', () => {
    expect(toSmsText('👨‍👩‍👧 ❤️ 🇨🇲')).toBe('👨‍👩‍👧 ❤️ 🇨🇲')
  })

  test.prop([anything])('is reached in one step and measured the same', (text) => {
    const sent = toSmsText(text)
    expect(toSmsText(sent)).toBe(sent)
    expect(measureText(sent)).toEqual(measureText(text))
  })
})

describe('costly characters', () => {
  it('lists each once, in order, with its count and its replacement', () => {
    expect(costlyCharacters('ça, l’œuvre de ça 👨‍👩‍👧 et 👨‍👩‍👧')).toEqual([
      { char: 'ç', index: 0, replacement: 'c', count: 2 },
      { char: '’', index: 5, replacement: "'", count: 1 },
      { char: 'œ', index: 6, replacement: 'oe', count: 1 },
      { char: '👨‍👩‍👧', index: 18, replacement: null, count: 2 },
    ])
  })

  it('leaves alone what GSM has and what sending settles by itself', () => {
    expect(costlyCharacters('é è à ù ì ò Ç É ñ ü € [ ] \u00a0 \u202f e\u0301')).toEqual([])
  })

  it.each([
    ['«\u00a0Fête\u00a0»', '" Fete "'],
    ['À bientôt…', 'A bientot...'],
    ['n° 5 – 3 × 2 ½', 'no 5 - 3 x 2 1/2'],
    ['Ɛyɛ Ŋutɔ Fɔ', 'Eye Nuto Fo'],
    ['e\u0302', 'e'],
    ['ﬁn ＡＢ №', 'fin AB No'],
    ['Ȩ́', 'E'],
    ['déjà vu, ça', 'déjà vu, ca'],
    ['1️⃣ à 2', '1 à 2'],
  ])('%s is written %s', (text, plain) => {
    expect(transliterate(text)).toBe(plain)
    expect(measureText(transliterate(text)).encoding).toBe('GSM-7')
  })

  it('replaces around what cannot be replaced', () => {
    expect(transliterate('ça 😀 日本 œ')).toBe('ca 😀 日本 oe')
  })

  it('counts a flag or a skin tone as one character', () => {
    expect(costlyCharacters('🇨🇲👍🏿').map(({ char }) => char)).toEqual(['🇨🇲', '👍🏿'])
  })

  test.prop([anything])('a text without any is GSM-7, a text with some is UCS-2', (text) => {
    expect(measureText(text).encoding).toBe(costlyCharacters(text).length === 0 ? 'GSM-7' : 'UCS-2')
  })

  test.prop([anything])('once replaced only those without replacement stay', (text) => {
    const after = transliterate(text)
    expect(transliterate(after)).toBe(after)
    expect(costlyCharacters(after).every(({ replacement }) => replacement === null)).toBe(true)
    const stays = costlyCharacters(text).some(({ replacement }) => replacement === null)
    expect(measureText(after).encoding).toBe(stays ? 'UCS-2' : 'GSM-7')
  })

  test.prop([fc.array(fc.constantFrom('a', 'ç', 'é', '’', '😀', 'œ'), { maxLength: 50 })])(
    'counts and indexes are those of the text',
    (chars) => {
      const text = chars.join('')
      for (const { char, index, count } of costlyCharacters(text)) {
        expect(text.indexOf(char)).toBe(index)
        expect(text.split(char)).toHaveLength(count + 1)
      }
    },
  )
})
