import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { joinRows } from '@core/recipients/join-rows'

const joined = (heading: string, cells: readonly string[], language: 'fr' | 'en' = 'fr'): string | undefined =>
  joinRows(
    cells.map((cell, index) => ({ values: [`child ${index}`, cell] })),
    ['Prénom', heading],
    language,
  ).values[1]

describe('rows of one number as one row', () => {
  it.each([
    ['Prénom', ['Awa', 'Moussa'], 'Awa et Moussa'],
    ['Prénom', ['Awa', 'Moussa', 'Ali'], 'Awa, Moussa et Ali'],
    ['Prénom', ['Awa', 'Awa '], 'Awa'],
    ['Prénom', ['Awa', ''], 'Awa'],
    ['Classe', ['CM2', 'CE1'], 'CM2 et CE1'],
    // numbers that are no amounts
    ['Âge', ['6', '8'], '6 et 8'],
    ['Matricule', ['2024001', '2024002'], '2024001 et 2024002'],
    ['Moyenne', ['12,5', '9'], '12,5 et 9'],
    // amounts
    ['Solde', ['12 500', '8 000'], '20 500'],
    ['Montant dû', ['5000', '5000'], '10000'],
    ['Reste à payer', ['12 500 FCFA', '8 000 FCFA'], '20 500 FCFA'],
    ['Scolarité', ['12 500 FCFA', '500 FCFA'], '13 000 FCFA'],
    ['Solde', ['5000', '-2000'], '3000'],
    ['Solde', ['5000', ''], '5000'],
    // two readings, or two units: both are shown
    ['Solde', ['12.500', '8.000'], '12.500 et 8.000'],
    ['Solde', ['5000 FCFA', '2000'], '5000 FCFA et 2000'],
    ['Solde', ['15 %', '20 %'], '15 % et 20 %'],
    // decimals, signs and units as the cells have them
    ['Solde', ['12,5', '8'], '20,5'],
    ['Solde', ['1 500,50', '2000'], '3 500,50'],
    ['Solde', ['1.500,50', '2.000,50'], '3.501,00'],
    ['Solde', ['1,500.50', '2,000.25'], '3,500.75'],
    ['Solde', ["1'500", "2'500"], "4'000"],
    ['Solde', ['1\u202f500\u00a0FCFA', '2 000 FCFA'], '3 500\u00a0FCFA'],
    ['Solde', ['(500)', '2000'], '1500'],
    ['Solde', ['500-', '200'], '-300'],
    ['Solde', ['- 500', '500'], '0'],
    ['Solde', ['0,1', '0,2'], '0,3'],
    ['Solde', ['$1,200.50', '$0.50'], '$1,201.00'],
    ['Cantine', ['5 000 F', 'voir bureau'], '5 000 F et voir bureau'],
    ['Solde', ['5000 FCFA', '20 €'], '5000 FCFA et 20 €'],
    ['Solde', ['5000', 'payé'], '5000 et payé'],
  ])('%s: %j become %j', (heading, cells, right) => {
    expect(joined(heading, cells)).toBe(right)
  })

  it('lists in the language of the messages', () => {
    expect(joined('Name', ['Awa', 'Moussa'], 'en')).toBe('Awa and Moussa')
  })

  it('keeps a number and takes the earliest date of a spreadsheet', () => {
    const rows = [
      {
        values: ['12 500', '20/01/2026'],
        typed: [
          { kind: 'number', value: '12500' },
          { kind: 'date', iso: '2026-01-20' },
        ],
      },
      {
        values: ['8 000', '05/01/2026'],
        typed: [
          { kind: 'number', value: '8000' },
          { kind: 'date', iso: '2026-01-05' },
        ],
      },
    ] as const
    expect(joinRows(rows, ['Solde', 'Échéance'], 'fr')).toEqual({
      values: ['20 500', '05/01/2026'],
      typed: [
        { kind: 'number', value: '20500' },
        { kind: 'date', iso: '2026-01-05' },
      ],
      unsummed: [],
    })
  })

  it.each(['comma', 'point'] as const)('reads an amount as its column is read (%s)', (decimal) => {
    const readings = [null, { decimal, dates: null }]
    const rows = ['1.250', '2.500'].map((cell, index) => ({ values: [`child ${index}`, cell], readings }))
    const { values, typed, unsummed } = joinRows(rows, ['Prénom', 'Solde'], 'fr')
    expect(typed?.[1]).toEqual({ kind: 'number', value: decimal === 'comma' ? '3750' : '3.75' })
    expect(values[1]).toBe(decimal === 'comma' ? '3.750' : '3.750')
    expect(unsummed).toEqual([])
  })

  it('adds up cells that each column of its file reads in its own way', () => {
    const rows = [
      { values: ['Awa', '1.250'], readings: [null, { decimal: 'comma', dates: null }] },
      { values: ['Ali', '1.250'], readings: [null, { decimal: 'point', dates: null }] },
    ] as const
    expect(joinRows(rows, ['Prénom', 'Solde'], 'fr').typed?.[1]).toEqual({ kind: 'number', value: '1251.25' })
  })

  it.each([
    ['no number', 'payé', 1],
    ['two readings', '1.250', 1],
    ['another unit', '20 €', 1],
    ['a percentage', '15 %', 1],
  ])('says which cell made that there is no sum: %s', (_, cell, at) => {
    const rows = ['5000', cell].map((value, index) => ({ values: [`child ${index}`, value] }))
    const { unsummed, typed } = joinRows(rows, ['Prénom', 'Solde'], 'fr')
    expect(unsummed).toEqual([{ row: rows[at], column: 1 }])
    expect(typed).toBeUndefined()
  })

  it('shows no amount where a cell is an error: the others would look like the whole', () => {
    const rows = [
      { values: ['Awa', '5000'] },
      { values: ['Ali', ''], typed: [null, { kind: 'error', code: '#N/A' }] },
    ] as const
    expect(joinRows(rows, ['Prénom', 'Solde'], 'fr')).toEqual({
      values: ['Awa et Ali', ''],
      typed: [null, { kind: 'error', code: '#N/A' }],
      unsummed: [{ row: rows[1], column: 1 }],
    })
  })

  it('counts a row that is written twice once', () => {
    const row = { values: ['Awa', '5000'] }
    expect(joinRows([row, row], ['Prénom', 'Solde'], 'fr').values).toEqual(['Awa', '5000'])
  })

  test.prop([fc.array(fc.integer({ min: 0, max: 9_999_999 }), { minLength: 1, maxLength: 8 }), fc.boolean()])(
    'an amount is the sum of all rows',
    (amounts, isGrouped) => {
      const written = (amount: number): string =>
        isGrouped ? String(amount).replace(/\B(?=(?:\d{3})+$)/g, ' ') : String(amount)
      const sum = joined('Solde', amounts.map(written)) ?? ''
      expect(Number(sum.replaceAll(' ', ''))).toBe(amounts.reduce((left, right) => left + right, 0))
    },
  )
})
