import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ColumnEvidence } from '@shared/domain/column-reading'
import { readDate, readDuration } from '@shared/domain/date-text'
import { readNumber } from '@shared/domain/number-text'

const group = (digits: string, separator: string): string => digits.replace(/\B(?=(?:\d{3})+$)/g, separator)

interface Spelling {
  readonly decimal: ',' | '.'
  readonly separator: string
  readonly wrap: (figure: string) => string
  readonly negative: boolean
}

const spelling: fc.Arbitrary<Spelling> = fc
  .tuple(
    fc.constantFrom(',' as const, '.' as const),
    fc.constantFrom('', ' ', '\u00a0', '\u202f', "'", '’'),
    fc.constantFrom('plain', 'minus', 'unicode minus', 'brackets', 'trailing minus', 'plus'),
    fc.constantFrom('', ' FCFA', 'F', ' F CFA', ' XOF', ' frs', '€', ' ans'),
    fc.constantFrom('', 'FCFA ', '$', '€ '),
  )
  .map(([decimal, separator, sign, after, before]) => ({
    decimal,
    separator,
    negative: sign !== 'plain' && sign !== 'plus',
    wrap(figure: string) {
      const amount = after === '' ? `${before}${figure}` : `${figure}${after}`
      if (sign === 'minus') return `-${amount}`
      if (sign === 'unicode minus') return `\u2212${amount}`
      if (sign === 'brackets') return `(${amount})`
      if (sign === 'trailing minus') return after === '' ? `${amount}-` : `-${amount}`
      return sign === 'plus' ? `+${amount}` : amount
    },
  }))

describe('a number in a cell of text', () => {
  it('comes back from every spelling', () => {
    const amount = fc.tuple(fc.nat({ max: 999_999_999 }), fc.stringMatching(/^\d{0,4}$/))
    fc.assert(
      fc.property(amount, spelling, ([whole, fraction], { decimal, separator, wrap, negative }) => {
        const figure = group(String(whole), separator) + (fraction === '' ? '' : decimal + fraction)
        const read = readNumber(wrap(figure))
        const value = fraction === '' ? String(whole) : `${whole}.${fraction}`
        const expected = negative && /[1-9]/.test(value) ? `-${value}` : value
        expect(read).not.toBeNull()
        // the reading with the sign that it was written with
        expect(decimal === ',' ? read?.comma : read?.point).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['12,25', '12.25', '12.25', 'comma'],
    ['9,5', '9.5', '9.5', 'comma'],
    ['12500.0', '12500.0', '12500.0', 'point'],
    ['1,250', '1.250', '1250', null],
    ['12.500', '12500', '12.500', null],
    ['0,875', '0.875', '0.875', 'comma'],
    ['1234,567', '1234.567', '1234.567', 'comma'],
    ['12 500,250', '12500.250', '12500.250', 'comma'],
    ['1.250.000', '1250000', '1250000', 'comma'],
    ['1,250,000', '1250000', '1250000', 'point'],
    ['12.500,00', '12500.00', '12500.00', 'comma'],
    ['1,25E+04', '12500', '12500', 'comma'],
    ['1.2e-3', '0.0012', '0.0012', 'point'],
    ['15 %', '0.15', '0.15', null],
    ['-3 %', '-0.03', '-0.03', null],
    ['12,5%', '0.125', '0.125', 'comma'],
    ['(500)', '-500', '-500', null],
    ['500-', '-500', '-500', null],
    ['-500 FCFA', '-500', '-500', null],
    ['$-50', '-50', '-50', null],
    ['١٢٥٠٠', '12500', '12500', null],
    ['007', '7', '7', null],
    ['18 ans', '18', '18', null],
  ])('%s', (text, comma, point, proves) => {
    expect(readNumber(text)).toMatchObject({ comma, point, proves })
  })

  it.each([
    ...[
      '',
      ' ',
      '-',
      'deux',
      '1/2',
      '677 12 34 56',
      '677-12-34-56',
      '12,5,3',
      '1.2.3',
      '05.03.2026',
      'F12',
      'CM2',
      '6ème',
    ],
    ...[
      '12 50',
      '1 2500',
      '--5',
      '(-5)',
      '1e400',
      'Infinity',
      'NaN',
      '12,',
      ',',
      '2026-01-05',
      '0x10',
      '1_000',
      '#N/A',
    ],
  ])('%s is none', (text) => {
    expect(readNumber(text)).toBeNull()
  })

  it('never throws, and is always finite', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        const read = readNumber(text)
        if (read === null) return
        expect(Number.isFinite(Number(read.comma)) && Number.isFinite(Number(read.point))).toBe(true)
      }),
    )
  })
})

describe('a column of text', () => {
  const cell = fc.constantFrom(
    '12,25',
    '9,875',
    '1.250',
    '1,250',
    '12500.0',
    '1,250,000',
    '05/03/2026',
    '25/03/2026',
    '03/25/2026',
    'Awa',
    '',
  )

  it('is decided by all its cells, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 12 }), fc.array(fc.nat()), (cells, keys) => {
        const shuffled = cells
          .map((text, index) => ({ text, key: keys[index % Math.max(1, keys.length)] ?? 0, index }))
          .sort((a, b) => a.key - b.key || b.index - a.index)
        const decide = (texts: readonly string[]) => {
          const evidence = new ColumnEvidence()
          texts.forEach((text, index) => evidence.add(text, index + 1))
          const { numbers, dates } = evidence.ambiguous({})
          return { reading: evidence.reading({}), numbers: numbers?.count ?? 0, dates: dates?.count ?? 0 }
        }
        expect(decide(shuffled.map(({ text }) => text))).toEqual(decide(cells))
      }),
    )
  })

  it.each([
    [['9,875', '8,125', '9,5', '12,25'], { decimal: 'comma', dates: null }, 0],
    [['1,250', '12,500'], { decimal: null, dates: null }, 2],
    [['1,250', '12.5'], { decimal: 'point', dates: null }, 0],
    [['12.500', '12,5', '12500.0'], { decimal: null, dates: null }, 1],
    [['05/03/2026', '25/03/2026'], { decimal: null, dates: 'day' }, 0],
    [['05/03/2026', '03/25/2026'], { decimal: null, dates: 'month' }, 0],
    [['12,5', '13,5'], null, 0],
  ])('%j', (cells, reading, doubtful) => {
    const evidence = new ColumnEvidence()
    cells.forEach((text, index) => evidence.add(text, index + 1))
    expect(evidence.reading({})).toEqual(reading)
    expect(evidence.ambiguous({}).numbers?.count ?? 0).toBe(doubtful)
  })

  it('a person’s choice decides what the column does not', () => {
    const evidence = new ColumnEvidence()
    evidence.add('1,250', 2)
    expect(evidence.reading({ decimal: 'point' })?.decimal).toBe('point')
    expect(evidence.ambiguous({ decimal: 'point' }).numbers).toBeNull()
  })
})

describe('a day or a length of time in a cell of text', () => {
  it.each([
    ['2026-01-05', '2026-01-05'],
    ['2026-01-05 00:00:00', '2026-01-05'],
    ['2026-01-05T00:00:00.000Z', '2026-01-05'],
    ['2026-01-05T10:00:00+01:00', '2026-01-05T10:00:00'],
    ['01/05/2026 12:00:00 AM', '2026-05-01'],
    ['05-janv-26', '2026-01-05'],
    ['5 janv. 2026', '2026-01-05'],
    ['1er août 2026', '2026-08-01'],
    ['lundi 5 janvier 2026', '2026-01-05'],
    ['Jan 5, 2026', '2026-01-05'],
    ['5 March 2026', '2026-03-05'],
    ['5.3.26', '2026-03-05'],
    ['13/14/2026', null],
    ['31/02/2026', null],
    ['5 rue 2026', null],
    ['1/2', null],
    ['46027', null],
  ])('%s is %s', (text, day) => {
    expect(readDate(text)?.day ?? null).toBe(day)
  })

  it.each([
    ['2:30', 9000],
    ['26:30:15', 95_415],
    ['2h30', 9000],
    ['2 h', 7200],
    ['45 min', 2700],
    ['2:75', null],
    ['deux heures', null],
  ])('%s is %s seconds', (text, seconds) => {
    expect(readDuration(text)).toBe(seconds)
  })
})
