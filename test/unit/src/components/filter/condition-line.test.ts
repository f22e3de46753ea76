/** Conditions as lines of fields and as the text that core reads: what is written is read back and means the same. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  comparisonsOf,
  kindOfColumn,
  readLine,
  valueKind,
  writeLine,
  type Comparison,
  type ConditionLine,
  type LineColumns,
} from '@/components/filter/condition-line'
import { bindRowCondition } from '@shared/domain/row-condition'

const columns: LineColumns = {
  headings: ['Élève', 'Montant dû (€)', 'Échéance', 'Classe', 'Vide'],
  kinds: ['text', 'number', 'date', 'text', 'unknown'],
}
const line = (column: number | null, comparison: Comparison, value = ''): ConditionLine => ({
  column,
  comparison,
  value,
})

describe('a line', () => {
  it.each<[ConditionLine, string, string]>([
    [line(1, 'above', '0'), 'Montant dû (€) > 0', 'Montant dû (€) > 0'],
    [line(1, 'atMost', '12 500'), 'Montant dû (€) ≤ 12 500', 'Montant dû (€) ≤ 12 500'],
    [line(3, 'equal', 'CM2'), 'Classe = "CM2"', 'Classe = "CM2"'],
    [line(3, 'oneOf', 'CM1, CM2'), 'Classe parmi "CM1", "CM2"', 'Classe is one of "CM1", "CM2"'],
    [line(1, 'oneOf', '12,5; 3'), 'Montant dû (€) parmi 12.5, 3', 'Montant dû (€) is one of 12.5, 3'],
    [line(0, 'contains', 'l\'ami "Bob"'), 'Élève contient "l\'ami "Bob""', 'Élève contains "l\'ami "Bob""'],
    [line(2, 'nextDays', '3'), 'Échéance dans les 3 jours', 'Échéance within 3 days'],
    [line(2, 'inDays', '3'), 'Échéance dans 3 jours', 'Échéance in 3 days'],
    [line(2, 'daysAgo', '1'), 'Échéance il y a 1 jour', 'Échéance 1 day ago'],
    [line(2, 'lastDays', '7'), 'Échéance dans les 7 derniers jours', 'Échéance in the last 7 days'],
    [line(2, 'today'), "Échéance est aujourd'hui", 'Échéance is today'],
    [line(2, 'before', '2026-12-01'), 'Échéance < 01/12/2026', 'Échéance < 01/12/2026'],
    [line(3, 'filled'), "Classe n'est pas vide", 'Classe is not empty'],
    [line(4, 'equal', '12'), 'Vide = 12', 'Vide = 12'],
    [line(4, 'lacks', 'x'), 'Vide ne contient pas "x"', 'Vide does not contain "x"'],
  ])('is written in the language of the window, and read back', (given, french, english) => {
    expect(writeLine(given, columns, 'fr')).toEqual({ ok: true, text: french })
    expect(writeLine(given, columns, 'en')).toEqual({ ok: true, text: english })
    for (const text of [french, english]) {
      const read = readLine(text, columns)
      expect(read && writeLine(read, columns, 'fr')).toEqual({ ok: true, text: french })
    }
  })

  it.each<[ConditionLine, string]>([
    [line(null, 'equal', 'x'), 'column'],
    [line(3, 'equal', '  '), 'value'],
    [line(3, 'equal', 'CM*'), 'wildcard'],
    [line(3, 'contains', 'C?2'), 'wildcard'],
    [line(3, 'oneOf', 'CM1, SIL*'), 'wildcard'],
    [line(4, 'lacks', '*'), 'wildcard'],
    [line(3, 'oneOf', ' , '), 'value'],
    [line(1, 'above', 'beaucoup'), 'number'],
    [line(1, 'above', '12.500'), 'ambiguous'],
    [line(1, 'oneOf', '1,2,3'), 'number'],
    [line(2, 'nextDays', '3,5'), 'days'],
    [line(2, 'before', ''), 'value'],
    [line(2, 'after', '2026-13-01'), 'date'],
  ])('is no condition yet: %j (%s)', (given, problem) => {
    expect(writeLine(given, columns, 'fr')).toEqual({ ok: false, problem })
  })

  it('is refused where the heading itself reads like a condition, or another column bears it', () => {
    const odd: LineColumns = { headings: ['Solde > dû', 'Nom', ' nom '], kinds: ['number', 'text', 'text'] }
    expect(writeLine(line(0, 'above', '1'), odd, 'fr')).toEqual({ ok: false, problem: 'unwritable' })
    expect(writeLine(line(2, 'filled'), odd, 'fr')).toEqual({ ok: false, problem: 'unwritable' })
    expect(writeLine(line(1, 'filled'), odd, 'fr').ok).toBe(true)
  })

  it.each([
    'Montant dû (€) > Vide',
    "Échéance < aujourd'hui + 7",
    'Élève',
    'Élève parmi "a, b", c',
    'Montant dû (€) > 2 h 30',
    'Inconnu > 3',
    'Échéance >= 01/12/2026',
  ])('cannot show «%s»', (text) => {
    expect(readLine(text, columns)).toBeNull()
  })

  it('compares with a quoted text, also where a column is called so', () => {
    const headings = ['"<"', '<', 'Nom']
    const written = writeLine(line(0, 'equal', '<'), { headings, kinds: ['text', 'text', 'text'] }, 'fr')
    const bound = bindRowCondition(written.ok ? written.text : '', headings)
    if (!bound.ok) throw new Error('unbound')
    expect(bound.bound.judge({ values: ['<', '', ''] }, null).holds).toBe(true)
    expect(bound.bound.judge({ values: ['zzz', 'zzz', ''] }, null).holds).toBe(false)
  })

  it('asks for the very column and value that were chosen, whatever they are', () => {
    const heading = fc.string({
      minLength: 1,
      maxLength: 12,
      unit: fc.constantFrom(...Array.from('aé CM12(€)\'".,;:=<>%{}|-')),
    })
    const value = fc.string({
      minLength: 1,
      maxLength: 12,
      unit: fc.constantFrom(...Array.from('aé CM12\'"«»“”,;=<>%{}|-')),
    })
    fc.assert(
      fc.property(
        fc.uniqueArray(heading, { minLength: 2, maxLength: 4, selector: (one) => one.trim().toLowerCase() }),
        fc.constantFrom(...comparisonsOf.text),
        value,
        (headings, comparison, typed) => {
          const own: LineColumns = { headings, kinds: headings.map(() => 'text' as const) }
          const written = writeLine(line(0, comparison, typed), own, 'fr')
          if (!written.ok) return
          const bound = bindRowCondition(written.text, headings)
          if (!bound.ok) throw new Error(written.text)
          const parts = typed.split(typed.includes(';') ? ';' : ',')
          const cells = { list: parts.find((part) => part.trim() !== '') ?? '', none: 'x' }
          const needed = valueKind(comparison)
          const cell = needed === 'list' || needed === 'none' ? cells[needed] : typed
          const judge = (text: string): boolean =>
            bound.bound.judge({ values: [text, ...headings.map(() => '?')] }, null).holds
          const isAsked = { equal: true, contains: true, oneOf: true, filled: true }[comparison as string] ?? false
          expect(judge(cell.trim())).toBe(isAsked)
          if (needed !== 'none') expect(judge('zzz')).toBe(!isAsked)
        },
      ),
      { numRuns: 3_000 },
    )
  })
})

describe('the kind of a column', () => {
  it.each([
    [['12 500', '0', '', '3'], 'number'],
    [['12 500 FCFA', '7 000 F'], 'number'],
    [['05/12/2026', '2026-12-05', '3 janv. 2027'], 'date'],
    [['CM2', 'CM1', '6e'], 'text'],
    [['1', '2', '3', '4', 'néant'], 'number'],
    [['1', 'deux', '3'], 'number'],
    [['1', 'deux'], 'text'],
    [['', ' '], 'unknown'],
    [[], 'unknown'],
  ] as const)('%j is %s', (cells, kind) => {
    expect(kindOfColumn(cells)).toBe(kind)
  })
})
