/** The number formats that Excel has built in (ECMA-376 Part 1 §18.8.30), and custom ones, as Excel shows them in French and English. */
import { describe, expect, it } from 'vitest'
import { CellFormats } from '@core/recipients/spreadsheet/cell-format'

const french = new CellFormats('fr')
const english = new CellFormats('en')
const day = '46027'
const half = '0.354166666666667'

/** Format, stored number, French, English (United Kingdom). */
const builtIn: readonly (readonly [id: number, stored: string, fr: string, en: string])[] = [
  [0, '1234.5', '1234,5', '1234.5'],
  [1, '1234.5', '1235', '1235'],
  [2, '1234.5', '1234,50', '1234.50'],
  [3, '1234567', '1 234 567', '1,234,567'],
  [4, '1234.5', '1 234,50', '1,234.50'],
  [9, '0.155', '16%', '16%'],
  [10, '0.155', '15,50%', '15.50%'],
  [11, '1234.5', '1,23E+03', '1.23E+03'],
  [12, '1.5', '1 1/2', '1 1/2'],
  [13, '1.25', '1 1/4', '1 1/4'],
  [14, day, '05/01/2026', '05/01/2026'],
  [15, day, '05-janv-26', '05-Jan-26'],
  [16, day, '05-janv', '05-Jan'],
  [17, day, 'janv-26', 'Jan-26'],
  [18, half, '8:30 AM', '8:30 AM'],
  [19, half, '8:30:00 AM', '8:30:00 AM'],
  [20, half, '08:30', '08:30'],
  [21, half, '08:30:00', '08:30:00'],
  [22, '46027.354166666667', '05/01/2026 08:30', '05/01/2026 08:30'],
  [45, '0.0625', '30:00', '30:00'],
  [46, '1.0625', '25:30:00', '25:30:00'],
  [47, '0.0625', '30:00,0', '30:00.0'],
  [48, '1234.5', '1,2E+3', '1.2E+3'],
  [49, '1234.5', '1234,5', '1234.5'],
]
const custom: readonly (readonly [code: string, stored: string, fr: string, en: string])[] = [
  ['#,##0\\ "FCFA"', '12500', '12 500 FCFA', '12,500 FCFA'],
  ['#,##0\\ [$F CFA-40C]', '12500', '12 500 F CFA', '12,500 F CFA'],
  ['[$$-409]#,##0.00', '1234.5', '$1 234,50', '$1,234.50'],
  ['#,##0.00\\ [$€-1]', '1234.5', '1 234,50 €', '1,234.50 €'],
  ['#,##0\\ "F"', '-12500', '-12 500 F', '-12,500 F'],
  ['#,##0;(#,##0)', '-2500', '(2 500)', '(2,500)'],
  ['#,##0;\\-#,##0;"-"', '0', '-', '-'],
  ['#,##0,\\ "k"', '12500', '13 k', '13 k'],
  ['0.0,,\\ "M"', '2500000', '2,5 M', '2.5 M'],
  ['00000', '42', '00042', '00042'],
  ['00\\ 00\\ 00\\ 00\\ 00', '707123637', '07 07 12 36 37', '07 07 12 36 37'],
  ['0.0"/20"', '12.5', '12,5/20', '12.5/20'],
  ['[<10]"non admis";"admis"', '9.99', 'non admis', 'non admis'],
  ['[Red][>1000]#,##0;[Blue]0', '12500', '12 500', '12,500'],
  ['d mmmm yyyy', day, '5 janvier 2026', '5 January 2026'],
  ['dddd d mmmm', day, 'lundi 5 janvier', 'Monday 5 January'],
  ['[$-40C]d\\ mmmm\\ yyyy;@', day, '5 janvier 2026', '5 janvier 2026'],
  ['[$-809]d mmmm yyyy', day, '5 January 2026', '5 January 2026'],
  ['dd/mm/yy', day, '05/01/26', '05/01/26'],
  ['hh"h"mm', half, '08h30', '08h30'],
  ['[h]:mm', '1.0625', '25:30', '25:30'],
  ['[mm]" min"', '0.0625', '90 min', '90 min'],
  ['0.00%', '0.0825', '8,25%', '8.25%'],
  ['# ?/4', '1.75', '1 3/4', '1 3/4'],
  ['General', '0.1', '0,1', '0.1'],
  ['General', '0.30000000000000004', '0,3', '0.3'],
  ['Standard', '237677123410', '237677123410', '237677123410'],
]

describe('a number format', () => {
  it.each(builtIn)('that is built in, %i, shows %s as %s and %s', (id, stored, fr, en) => {
    expect([french.number(stored, french.builtIn(id)).text, english.number(stored, english.builtIn(id)).text]).toEqual([
      fr,
      en,
    ])
  })

  it.each(custom)('%s shows %s as %s and %s', (code, stored, fr, en) => {
    expect([french.number(stored, code).text, english.number(stored, code).text]).toEqual([fr, en])
  })

  it('that is built in for amounts has the groups and the decimal sign of the language', () => {
    for (const id of [5, 6, 7, 8, 37, 38, 39, 40, 41, 42, 43, 44]) {
      expect(french.number('1234567.5', french.builtIn(id)).text).toMatch(/1 234 56[78](?:,50)?/)
      expect(english.number('1234567.5', english.builtIn(id)).text).toMatch(/1,234,56[78](?:\.50)?/)
    }
  })

  it('shows a cell the same way each time, more different ones than are remembered too', () => {
    const shown = (): string[] =>
      Array.from({ length: 2_500 }, (_, index) => french.number(`${index}.5`, '#,##0.00').text)
    expect(shown()).toEqual(shown())
    expect(french.number('2400.5', '0.0').text).toBe('2400,5')
  })
})
