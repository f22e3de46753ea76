import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellValue } from '@shared/domain/cell-value'
import { bindCondition, parseCondition } from '@shared/domain/template'
import type { Judgement } from '@shared/domain/template-condition'

const today = '2026-03-05'

function judge(text: string, cell: string, typed: CellValue | null = null): Judgement {
  const parsed = parseCondition(text)
  if (!parsed.ok) throw new Error(`${parsed.error.code} at ${parsed.error.column}`)
  const bound = bindCondition(parsed.condition, ['n', 'Classe', 'Montant'])
  if (!bound.ok) throw new Error(`unknown ${bound.error.heading}`)
  return bound.condition.judge({ values: [cell, 'CM2', '100'], typed: [typed] }, today)
}

describe('a condition', () => {
  it.each<[string, string, boolean, Judgement['cell']]>([
    ['n >= 10', '9,5', false, 'fine'],
    ['n > 0', '12 500 FCFA', true, 'fine'],
    ['n > 0', '', false, 'empty'],
    ['n > 0', 'beaucoup', false, 'unread'],
    ['n != 0', 'beaucoup', true, 'unread'],
    ['n > 12 000', '12500F', true, 'fine'],
    ['n > 12 000 FCFA', '12500', true, 'fine'],
    ['n > 5000', '12.500', true, 'doubtful'],
    ['n > 0', '12.500', true, 'fine'],
    ['n >= 10 %', '15%', true, 'fine'],
    ['n >= 10', '15 %', true, 'fine'],
    ['n >= 0,1', '15 %', true, 'fine'],
    ['n >= 0,2', '15 %', false, 'fine'],
    ['n < 0', '(500)', true, 'fine'],
    ['n = Montant', '100', true, 'fine'],
    ['n > Montant', '99,5', false, 'fine'],
    ['n = CM2', 'cm2 ', true, 'fine'],
    ['n = "CM2"', 'CM1', false, 'fine'],
    ['n parmi CM1, CM2', 'cm2', true, 'fine'],
    ['n one of CM1, "CM2"', 'CE1', false, 'fine'],
    ["n n'est pas parmi CM1 ou CM2", 'CE1', true, 'fine'],
    ['n is not one of CM1; CM2', 'CM1', false, 'fine'],
    ['n parmi 1, 2', '2,0', true, 'fine'],
    ['n est vide', ' ', true, 'fine'],
    ['n n’est pas vide', ' ', false, 'fine'],
    ['n is not empty', 'x', true, 'fine'],
    ['n contient dup', 'M. DUPONT', true, 'fine'],
    ['n ne contient pas "dup"', 'M. DUPONT', false, 'fine'],
    ['n contains pont', 'x', false, 'fine'],
    ['n dans les 3 jours', '08/03/2026', true, 'fine'],
    ['n dans les 3 jours', '09/03/2026', false, 'fine'],
    ['n dans les 3 jours', '04/03/2026', false, 'fine'],
    ['n within 3 days', '2026-03-05', true, 'fine'],
    ['n in 3 days', '8 mars 2026', true, 'fine'],
    ['n il y a 30 jours', '03/02/2026', true, 'fine'],
    ['n 2 days ago', '03/03/2026', true, 'fine'],
    ['n dans les 7 derniers jours', '01/03/2026', true, 'fine'],
    ["n est aujourd'hui", '05/03/2026 10:00', true, 'fine'],
    ["n = aujourd'hui", '05/03/2026', true, 'fine'],
    ["n < aujourd'hui + 7", '11/03/2026', true, 'fine'],
    ['n <= today - 2 days', '03/03/2026', true, 'fine'],
    ['n = demain', '06/03/2026', true, 'fine'],
    ['n dans les 3 jours', 'bientôt', false, 'unread'],
    ['n dans les 3 jours', '', false, 'empty'],
    ['n >= 05/03/2026', '2026-03-04', false, 'fine'],
    ['n = "05/03/2026"', '5 mars 2026', true, 'fine'],
    ['n > 2:00', '2h30', true, 'fine'],
    ['n > 24', '26:30', true, 'fine'],
    ['n', 'FAUX', false, 'fine'],
    ['n', 'x', true, 'fine'],
  ])('%s of %s is %s, cell %s', (text, cell, holds, read) => {
    expect(judge(text, cell)).toEqual({ holds, cell: read })
  })

  it.each<[string, string, CellValue, boolean]>([
    ['n >= 10', '9,875', { kind: 'number', value: '9.875' }, false],
    ['n = 12500', '12 500 FCFA', { kind: 'number', value: '12500', style: 'currency' }, true],
    ['n >= 10', '15 %', { kind: 'number', value: '0.15', style: 'percent' }, true],
    ['n = 05/01/2026', '5 janvier 2026', { kind: 'date', iso: '2026-01-05' }, true],
    ['n > 24', '26:30', { kind: 'duration', seconds: 95_400 }, true],
    ['n', 'FAUX', { kind: 'boolean', value: false }, false],
    ['n = vrai', 'VRAI', { kind: 'boolean', value: true }, true],
    ['n = non', 'FALSE', { kind: 'boolean', value: false }, true],
    ['n est vide', '', { kind: 'error', code: '#N/A' }, true],
  ])('%s of a typed cell %s', (text, shown, typed, holds) => {
    expect(judge(text, shown, typed).holds).toBe(holds)
  })

  it.each([
    ['n >', 'bad_condition'],
    ['', 'bad_condition'],
    ['n > 12.500', 'ambiguous_number'],
    ['n %} x', 'bad_condition'],
    ['n parmi', 'bad_condition'],
    ['x'.repeat(501), 'template_too_long'],
  ])('%s is refused: %s', (text, code) => {
    const parsed = parseCondition(text)
    expect(parsed.ok ? null : parsed.error.code).toBe(code)
  })

  it('a word near a column’s name is taken for a mistake, not for a text', () => {
    const parsed = parseCondition('n = Montnt')
    const bound = parsed.ok ? bindCondition(parsed.condition, ['n', 'Montant']) : null
    expect(bound).toMatchObject({ ok: false, error: { heading: 'Montnt', suggestion: 'Montant' } })
  })

  it('an order and its opposite never hold both, and one of them holds where the cell is read', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.integer({ min: -1000, max: 1000 }), (cell, limit) => {
        const below = judge(`n < ${limit}`, cell)
        const notBelow = judge(`n >= ${limit}`, cell)
        expect(below.holds && notBelow.holds).toBe(false)
        expect(below.cell).toBe(notBelow.cell)
        if (below.cell === 'fine') expect(below.holds || notBelow.holds).toBe(true)
        else if (below.cell !== 'doubtful') expect(below.holds || notBelow.holds).toBe(false)
      }),
    )
  })
})
