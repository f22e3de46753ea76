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
    ['Solde', ['12,5', '8'], '12,5 et 8'],
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
