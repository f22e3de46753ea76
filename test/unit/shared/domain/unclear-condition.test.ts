/** Conditions as people write them: understood, or refused with the right spelling; never a text that no cell holds. */
import { describe, expect, it } from 'vitest'
import { bindRowCondition } from '@shared/domain/row-condition'
import { errorSentence } from '@shared/sentences/sentence'

const columns = ['Nom', 'Classe', 'Solde', 'Payé', 'Père ou mère', 'Échéance']
const said = (text: string, language: 'fr' | 'en' = 'fr'): string => {
  const bound = bindRowCondition(text, columns)
  return bound.ok ? 'understood' : errorSentence(bound.error, language).replaceAll('\u202f', ' ')
}
const holds = (text: string, classe: string): boolean | string => {
  const bound = bindRowCondition(text, columns)
  if (!bound.ok) return bound.error.code
  return bound.bound.judge({ values: ['Awa', classe, '500', 'oui', 'Sow', ''] }, '2026-03-05').holds
}

describe('a condition in other words', () => {
  it.each([
    ['Classe = CM2 ou CE1', 'Classe parmi CM2, CE1'],
    ['Classe = CM2 OU CE1', 'Classe parmi CM2, CE1'],
    ['Classe = CM2 or CE1', 'Classe parmi CM2, CE1'],
    ['Classe = CM2, CE1', 'Classe parmi CM2, CE1'],
    ['Classe = CM2; CE1', 'Classe parmi CM2, CE1'],
    ['Classe = CM2 / CE1', 'Classe parmi CM2, CE1'],
    ['Classe = CM2 | CE1', 'Classe parmi CM2, CE1'],
    ['Classe = CM2 || CE1', 'Classe parmi CM2, CE1'],
    ['Classe = "CM2" ou "CE1"', 'Classe parmi "CM2", "CE1"'],
    ['Classe = « CM2 » ou « CE1 »', 'Classe parmi "CM2", "CE1"'],
    ['Classe != CM2 et CE1', 'Classe parmi CM2, CE1'],
    ['Classe <> CM2 & CE1', 'Classe parmi CM2, CE1'],
    ['Classe parmi CM1, CM2 et CE1', 'Classe parmi CM2, CE1'],
    ['Solde = 500 ou 1', 'Solde parmi 500, 1'],
    ['Classe contient CM ou CE', 'cherchez un seul mot'],
    ['Payé = vide', 'Payé est vide'],
    ['Classe = CM*', '« Classe contient CM »'],
    ['Classe = *CM', '« Classe contient CM »'],
    ['Classe = CM?', '« Classe contient CM »'],
    ['Classe contient CM*', '« Classe contient CM »'],
    ['Classe ne contient pas CM*', '« Classe contient CM »'],
    ['Classe parmi CM*, SIL', '« Classe contient CM »'],
    ['Classe = *', 'ne remplacent aucun caractère'],
    ["Classe n'est pas parmi CM1, C?2", '« Classe contient C 2 »'],
    ['Payé != vide', 'n’est pas vide'],
    ['Classe = CM2 et Solde > 0', 'une condition par ligne ou par --where'],
    ['Classe = CM2 ou Classe = CE1', 'une condition par ligne'],
    ['Classe = CM2 && Solde > 0', 'une condition par ligne'],
    ['Solde > 0 et < 600', 'une condition par ligne'],
    ['Payé est vide et Solde > 0', 'une condition par ligne'],
    ['Classe est CM2', '« est CM2 » après « Classe » n’est pas une comparaison'],
    ['Classe in (CM2, CE1)', 'contient, parmi, est vide'],
    ['Solde supérieur à 0', 'écrivez =, ≠, <, >, ≤, ≥'],
    ['Solde entre 0 et 600', 'écrivez =, ≠, <, >, ≤, ≥'],
    ['Classe : CM2', 'n’est pas une comparaison'],
    ['Classe commence par CM', 'n’est pas une comparaison'],
    ['Soldes > 0', 'Vouliez-vous dire « Solde »'],
  ])('%s is refused: %s', (text, spelling) => {
    expect(said(text)).toContain(spelling)
  })

  it('is refused in English with English words', () => {
    expect(said('Classe = CM2 or CE1', 'en')).toContain('Classe is one of CM2, CE1')
    expect(said('Payé = empty', 'en')).toContain('Payé is empty')
    expect(said('Classe is CM2', 'en')).toContain('“is CM2” after “Classe” is no comparison')
  })

  it.each([
    ['Classe parmi (CM2, CE1)', true],
    ['Classe parmi [CM1, CM2]', true],
    ['Classe parmi CM2 ou CE1', true],
    ['Classe === CM2', true],
    ['Classe !== CM2', false],
    ['Solde => 500', true],
    ['Solde =< 499', false],
    ['Classe = "CM2 ou CE1"', false],
    ['Nom = Père ou mère', false],
    ['Père ou mère = Sow', true],
    ['Payé', true],
  ])('%s is understood', (text, right) => {
    expect(holds(text, 'CM2')).toBe(right)
  })

  it('in quotes is the very text', () => {
    expect(holds('Classe = "CM2 ou CE1"', 'CM2 ou CE1')).toBe(true)
    expect(holds('Classe = "vide"', 'vide')).toBe(true)
    expect(holds('Classe = "CM*"', 'CM*')).toBe(true)
    expect(holds('Classe contient "*"', 'CM2 *')).toBe(true)
    expect(holds('Classe parmi "CM1 et CM2", CE1', 'CM1 et CM2')).toBe(true)
  })
})
