/** The costly characters of a message, and the message without them. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { costlyInTemplate, replaceCostly } from '@shared/domain/costly-template'
import { measureText } from '@shared/domain/segment'
import { tokenizeTemplate } from '@shared/domain/template'

describe('costly characters', () => {
  it('are replaced one by one or all', () => {
    expect(replaceCostly('ça, l’œuf', 'ç')).toBe('ca, l’œuf')
    expect(replaceCostly('ça, l’œuf', null)).toBe("ca, l'oeuf")
  })

  it('are replaced in fallbacks, never in headings', () => {
    expect(replaceCostly('{{ Reçu n° | default: "reçu" }}', null)).toBe('{{ Reçu n° | default: "recu" }}')
  })

  it('are replaced in every kind of quotes, where the fallback still ends where it did', () => {
    expect(replaceCostly('{{ Nom | default: \'ça\' }} {{ Nom | default: “ça” }} {{ "ça" }}', null)).toBe(
      '{{ Nom | default: \'ca\' }} {{ Nom | default: “ca” }} {{ "ca" }}',
    )
    const quoting = '{{ Nom | default: "dit « oui » | ça" }}'
    expect(replaceCostly(quoting, null)).toBe(quoting)
    expect(replaceCostly('{{ Nom "ç" | default: "ç" }}', null)).toBe('{{ Nom "ç" | default: "c" }}')
  })

  it('stay where nothing stands for them', () => {
    expect(replaceCostly('Bravo 🎉 ça', null)).toBe('Bravo 🎉 ca')
  })

  it('written with a combining mark are replaced too', () => {
    expect(replaceCostly('garc\u0327on', null)).toBe('garcon')
  })

  it('are listed where a person can change them: text and fallbacks', () => {
    const found = costlyInTemplate('{{ Reçu | default: "garçon" }} l’été 🎉')
    expect(found.map(({ char, replacement }) => [char, replacement])).toEqual([
      ['ç', 'c'],
      ['’', "'"],
      ['🎉', null],
    ])
  })

  test.prop([fc.string({ unit: 'grapheme', maxLength: 60 })])(
    'gone, the text costs no more, and the chips are as many',
    (source) => {
      const cheap = replaceCostly(source, null)
      const chips = (text: string) => tokenizeTemplate(text).filter(({ kind }) => kind === 'placeholder').length
      if (!/[{%}]/.test(source)) expect(measureText(cheap).segments).toBeLessThanOrEqual(measureText(source).segments)
      expect(chips(cheap)).toBe(chips(source))
    },
  )
})
