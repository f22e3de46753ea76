/** Figures of gateways: what each spelling is worth, and which ones are never guessed. */
import { fc, it as property } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { decimalFigure, readFigure, shownFigure } from '@core/providers/figure'
import { groupDecimal } from '@shared/domain/decimal'

describe('a figure', () => {
  it.each<[unknown, string, string | null]>([
    [1785, '1785', null],
    [0.1, '0.1', null],
    [-3, '-3', null],
    ['1785', '1785', null],
    [' 0 ', '0', null],
    ['007', '7', null],
    ['1785.00', '1785.00', null],
    ['1785,50', '1785.50', null],
    ['0.125', '0.125', null],
    ['12 500', '12500', null],
    ['12\u00a0500', '12500', null],
    ['12\u202f500,25', '12500.25', null],
    ['12\u2009500', '12500', null],
    ["12'500", '12500', null],
    ['12’500.50', '12500.50', null],
    ['1,250.50', '1250.50', null],
    ['1.250,50', '1250.50', null],
    ['1,250,500', '1250500', null],
    ['1.250.500', '1250500', null],
    ['12 500 FCFA', '12500', null],
    ['12 500 F CFA', '12500', null],
    ['12 500 F.CFA', '12500', null],
    ['12500F', '12500', null],
    ['FCFA 12 500', '12500', null],
    ['12 500 XOF', '12500', 'XOF'],
    ['XAF 1,250.50', '1250.50', 'XAF'],
    ['12,50 €', '12.50', 'EUR'],
    ['$ 3.20', '3.20', 'USD'],
    ['1 785 SMS', '1785', 'sms'],
    ['1785 crédits', '1785', 'sms'],
    ['1785 (SMS)', '1785', 'sms'],
    ['-500', '-500', null],
    ['− 500 FCFA', '-500', null],
    ['FCFA -500', '-500', null],
    ['+7', '7', null],
    ['-0', '0', null],
    ['1000000000000000001', '1000000000000000001', null],
  ])('%j is %s', (given, value, unit) => {
    expect(readFigure(given)).toEqual({ kind: 'read', value, unit })
  })

  it.each([
    '12,500',
    '12.500',
    '12,500 FCFA',
    'XOF 12.500',
    '-1,250',
    '1,25,000.50',
    '12 50',
    '12.500.50',
    '1e3',
    '0x10',
    '(500)',
    '500-',
    '12 500 / 20 000',
    '30 jours',
    '2026-11-26',
    'XOF 500 FCFA',
    '9'.repeat(41),
  ])('%j is shown as it came, and never taken for a number', (given) => {
    expect(readFigure(given)).toEqual({ kind: 'unreadable', text: given.slice(0, 40) })
    expect(decimalFigure(given)).toBeNull()
    expect(shownFigure(given)).toBe(given.slice(0, 40))
  })

  it.each([undefined, null, '', ' ', 'beaucoup', 'null', true, [], {}, Number.NaN, Number.POSITIVE_INFINITY])(
    '%j is none',
    (given) => {
      expect(readFigure(given)).toEqual({ kind: 'none' })
      expect(shownFigure(given)).toBeNull()
    },
  )

  it('that is too large for a number is shown digit by digit', () => {
    expect(shownFigure('1 000 000 000 000 000 001')).toBe('1000000000000000001')
    expect(shownFigure('12 500')).toBe(12_500)
  })

  const amounts = fc.tuple(fc.nat(999_999_999), fc.constantFrom('', '.5', '.25', '.05'))
  const words = fc.constantFrom('', ' FCFA', ' XOF', '\u00a0SMS', ' (F CFA)')
  property.prop([amounts, fc.constantFrom('fr', 'en', 'ch'), words, fc.boolean()])(
    'written by any of these hands is what was meant, or is not read: never another number',
    ([whole, fraction], hand, word, isNegative) => {
      const meant = `${isNegative && (whole > 0 || fraction !== '') ? '-' : ''}${whole}${fraction}`
      const spelled =
        hand === 'ch'
          ? groupDecimal(meant, 'en', ' ').replaceAll(',', '’')
          : groupDecimal(meant, hand === 'fr' ? 'fr' : 'en', '\u202f')
      const reading = readFigure(spelled + word)
      if (reading.kind === 'read') expect(reading.value).toBe(meant)
      else expect(spelled).toMatch(/^-?\d{1,3},\d{3}$/)
    },
  )
})
