/** One press changes what it says and nothing else. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { parseTemplate } from '@shared/domain/template'
import { renameHeading, withFallback } from '@/components/composer/edit-template'

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

describe('another heading', () => {
  it('takes the place of the old one in every chip, filters and all', () => {
    expect(renameHeading('Nom: {{ Nom }}, {{ Nom | upper }}', 'Nom', 'Prix $& net')).toBe(
      'Nom: {{ Prix $& net }}, {{ Prix $& net | upper }}',
    )
  })
})
