import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CellFormats } from '@core/recipients/spreadsheet/cell-format'
import { canonicalNumber, isoMoment } from '@core/recipients/spreadsheet/cell-number'
import { isDecimal } from '@shared/domain/decimal'
import { isGsmText } from '@shared/domain/gsm-alphabet'

const french = new CellFormats('fr')
const english = new CellFormats('en')
const french1904 = new CellFormats('fr', true)

describe('what a French Excel shows', () => {
  it.each([
    // formats that come with Excel
    ['12500', 0, '12500'],
    ['9.875', 0, '9,875'],
    ['0.333333333333333', 0, '0,333333333'],
    ['12500.4', 1, '12500'],
    ['12500.5', 2, '12500,50'],
    ['12500', 3, '12 500'],
    ['12500.5', 4, '12 500,50'],
    ['-12500', 5, '-12 500 €'],
    ['-12500', 6, '-12 500 €'],
    ['12500.5', 7, '12 500,50 €'],
    ['12500.5', 8, '12 500,50 €'],
    ['0.155', 9, '16%'],
    ['0.155', 10, '15,50%'],
    ['12500', 11, '1,25E+04'],
    ['1.5', 12, '1 1/2'],
    ['1.25', 13, '1 1/4'],
    ['46027', 14, '05/01/2026'],
    ['46027', 15, '05-janv-26'],
    ['46027', 16, '05-janv'],
    ['46027', 17, 'janv-26'],
    ['0.75', 18, '6:00 PM'],
    ['0.75', 19, '6:00:00 PM'],
    ['0.75', 20, '18:00'],
    ['0.75', 21, '18:00:00'],
    ['46027.3541666667', 22, '05/01/2026 08:30'],
    ['-12500', 37, '-12 500'],
    ['-12500', 38, '-12 500'],
    ['-12500.5', 39, '-12 500,50'],
    ['-12500.5', 40, '-12 500,50'],
    ['12500', 41, '12 500'],
    ['0', 41, '-'],
    ['12500', 42, '12 500 €'],
    ['12500.5', 43, '12 500,50'],
    ['12500.5', 44, '12 500,50 €'],
    ['0.0107638888888889', 45, '15:30'],
    ['1.0625', 46, '25:30:00'],
    ['677123456', 49, '677123456'],
  ])('stored %s, built-in format %i: %s', (stored, id, shown) => {
    expect(french.number(stored, french.builtIn(id)).text).toBe(shown)
  })

  it.each([
    ['12500', '#,##0\\ "FCFA"', '12 500 FCFA'],
    ['12500', '#,##0\\ [$FCFA]', '12 500 FCFA'],
    ['12500', '#,##0\\ [$XAF-40C]', '12 500 XAF'],
    ['12500', '[$XOF]\\ #,##0', 'XOF 12 500'],
    ['12500', '_-* #,##0\\ "€"_-;\\-* #,##0\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-', '12 500 €'],
    ['-12500', '#,##0\\ "F";[Red]\\-#,##0\\ "F"', '-12 500 F'],
    ['-12500', '#,##0_);(#,##0)', '(12 500)'],
    ['0', '#,##0;\\-#,##0;"rien"', 'rien'],
    ['5', ';;;', ''],
    ['0.15', '0%', '15%'],
    ['0.1234', '0.0\\ %', '12,3 %'],
    ['46027', '[$-40C]d\\ mmmm\\ yyyy;@', '5 janvier 2026'],
    ['46027', '[$-40C]dddd\\ d\\ mmmm\\ yyyy;@', 'lundi 5 janvier 2026'],
    ['46235', '[$-40C]d\\ mmmm\\ yyyy;@', '1 aout 2026'],
    ['46027', 'mmm\\-yy', 'janv-26'],
    ['46027', 'dd/mm/yyyy', '05/01/2026'],
    ['46027', 'yyyy\\-mm\\-dd', '2026-01-05'],
    ['46027', 'm/d/yyyy', '05/01/2026'],
    ['46027', '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 'lundi 5 janvier 2026'],
    ['1.0625', '[h]:mm', '25:30'],
    ['0.0625', '[mm]:ss', '90:00'],
    ['46027.354166666664', 'hh:mm', '08:30'],
    ['0.354166666666667', 'h"h"mm', '8h30'],
    ['12', '"FACT-"0000', 'FACT-0012'],
    ['12', '0000', '0012'],
    ['9.875', '0.00', '9,88'],
    ['2.375', '0.000" kg"', '2,375 kg'],
    ['1.005', '0.00', '1,01'],
    ['707070707', '0#" "##" "##" "##" "##', '07 07 07 07 07'],
    ['677123456', '"+237 "000" "00" "00" "00', '+237 677 12 34 56'],
    ['1500000', '[>999999]0.0,,"M";[>999]0.0,"k";0', '1,5M'],
    ['9', '[>=10]"Admis";"Refusé"', 'Refusé'],
    ['12500', 'Standard', '12500'],
    ['12.5', 'General" kg"', '12,5 kg'],
  ])('stored %s as %s: %s', (stored, code, shown) => {
    expect(french.number(stored, code).text).toBe(shown)
  })

  it.each([
    ['237677123456', '237677123456'],
    ['2.37677123456E+11', '237677123456'],
    ['1E+20', '100000000000000000000'],
    ['1.0000000000000001E-5', '0,00001'],
    ['12345.678900000001', '12345,6789'],
    ['0.30000000000000004', '0,3'],
    ['-0', '0'],
    ['oui', 'oui'],
  ])('stored %s without a format: %s, never with an exponent', (stored, shown) => {
    expect(french.number(stored, 'General').text).toBe(shown)
  })

  it('puts the words of a format around text', () => {
    expect(french.text('Awa', '"M. "@')).toBe('M. Awa')
    expect(french.text('Awa', '0;0;0;"(inconnu)"')).toBe('(inconnu)')
    expect(french.text(' Awa ', '_-@_-')).toBe(' Awa ')
    expect(french.text('Awa', '@')).toBe('Awa')
  })

  it('is English where the person reads English, with the day first', () => {
    expect(english.number('12500.5', '#,##0.00').text).toBe('12,500.50')
    expect(english.number('46027', english.builtIn(14)).text).toBe('05/01/2026')
    expect(english.number('46027', 'd mmmm yyyy').text).toBe('5 January 2026')
    expect(english.boolean(true).text).toBe('TRUE')
  })

  it('never turns an SMS into UCS-2 by a format', () => {
    for (const code of ['#,##0.00\\ "F"', 'dddd\\ d\\ mmmm\\ yyyy', 'd\\ mmm\\ yy', '0.0\\ %', '#,##0\\ "€"']) {
      for (let month = 0; month < 12; month++) {
        expect(isGsmText(french.number(String(46027 + month * 30.4), code).text)).toBe(true)
      }
    }
  })
})

describe('the value beside what is shown', () => {
  it.each([
    ['12500', '#,##0\\ "FCFA"', { kind: 'number', value: '12500', style: 'currency' }],
    ['12500', '_-* #,##0\\ "€"_-', { kind: 'number', value: '12500', style: 'currency' }],
    ['0.15', '0%', { kind: 'number', value: '0.15', style: 'percent' }],
    ['33333.333333333336', '#,##0', { kind: 'number', value: '33333.3333333333' }],
    ['2.375', '0.000" kg"', { kind: 'number', value: '2.375' }],
    ['46027', 'mmm\\-yy', { kind: 'date', iso: '2026-01-05' }],
    ['46027.354166666664', 'hh:mm', { kind: 'date', iso: '2026-01-05T08:30:00' }],
    ['0.354166666666667', 'hh:mm', { kind: 'duration', seconds: 30_600 }],
    ['1.0625', '[h]:mm', { kind: 'duration', seconds: 91_800 }],
    ['-5', 'dd/mm/yyyy', { kind: 'error', code: '#####' }],
    ['9999999', 'dd/mm/yyyy', { kind: 'error', code: '#####' }],
    ['oui', 'General', null],
  ])('stored %s as %s', (stored, code, value) => {
    expect(french.number(stored, code).value).toEqual(value)
  })

  it('is the same day in either of Excel’s calendars', () => {
    expect(french.number('46387', 'dd/mm/yyyy').value).toEqual({ kind: 'date', iso: '2026-12-31' })
    expect(french1904.number('44925', 'dd/mm/yyyy')).toEqual({
      text: '31/12/2026',
      value: { kind: 'date', iso: '2026-12-31' },
    })
    expect(french1904.number('1.0625', '[h]:mm').text).toBe('25:30')
    expect(isoMoment(1)).toBe('1900-01-01')
    expect(isoMoment(61)).toBe('1900-03-01')
  })

  it('is a canonical decimal for every number that a file can store', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (number) => {
        const value = canonicalNumber(String(number))
        expect(value).not.toBeNull()
        expect(isDecimal(value!)).toBe(true)
        expect(Number(value)).toBe(Number(number.toPrecision(15)) + 0)
      }),
    )
  })
})

describe('a format code of a stranger', () => {
  it('of any kind shows something, and never throws', () => {
    const piece = fc.constantFrom(
      '0',
      '#',
      ',',
      '.',
      '[',
      ']',
      '"',
      '\\',
      ';',
      '@',
      'd',
      'm',
      'y',
      'h',
      's',
      '%',
      'E+',
      '*',
      '_',
      '?',
      '/',
      '[$',
      '-40C]',
      'General',
      '€',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (pieces, number) => {
          const shown = new CellFormats('fr').number(String(number), pieces.join(''))
          expect(typeof shown.text).toBe('string')
          expect(shown.value).not.toBeNull()
        },
      ),
      { numRuns: 500 },
    )
  })

  it('longer than Excel allows is none', () => {
    expect(french.number('12500', '['.repeat(150_000)).text).toBe('12500')
    expect(french.number('12500', `#,##0${'"F"'.repeat(100)}`).text).toBe('12500')
  })
})
