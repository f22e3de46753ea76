/** One press changes what it says and nothing else. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { measureText } from '@shared/domain/segment'
import { parseTemplate, tokenizeTemplate } from '@shared/domain/template'
import { costlyInTemplate, replaceCostly, withFallback } from '@/components/composer/edit-template'

describe('a fallback', () => {
  it('goes to every use of the column that has none', () => {
    expect(withFallback('{{ Prénom }}, {{ prénom | upper }}, {{ Nom }}', 'Prénom', 'cher client')).toBe(
      '{{ Prénom | default: "cher client" }}, {{ prénom | default: "cher client" | upper }}, {{ Nom }}',
    )
  })

  it('leaves a fallback that is there', () => {
    const source = '{{ Prénom | default: "ami" }}'
    expect(withFallback(source, 'Prénom', 'cher client')).toBe(source)
  })

  test.prop([
    fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .filter((text) => !/[\n\r"'{}‘’“”«»]/.test(text) && text.trim() !== ''),
  ])('can be read again', (fallback) => {
    expect(parseTemplate(withFallback('{{ Nom }}', 'Nom', fallback)).ok).toBe(true)
  })
})

describe('costly characters', () => {
  it('are replaced one by one or all', () => {
    expect(replaceCostly('ça, l’œuf', 'ç')).toBe('ca, l’œuf')
    expect(replaceCostly('ça, l’œuf', null)).toBe("ca, l'oeuf")
  })

  it('are replaced in fallbacks, never in headings', () => {
    expect(replaceCostly('{{ Reçu n° | default: "reçu" }}', null)).toBe('{{ Reçu n° | default: "recu" }}')
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
