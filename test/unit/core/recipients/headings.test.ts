/** Whatever a file calls its columns, each has a name of its own that a message can call. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { nameColumns } from '@core/recipients/columns/headings'
import { bindTemplate, parseTemplate } from '@shared/domain/template'

function called(names: readonly string[], index: number): string {
  const parsed = parseTemplate(`{{ ${names[index] ?? ''} }}`)
  const bound = parsed.ok ? bindTemplate(parsed.template, names) : null
  return bound?.ok === true ? bound.render(names.map((_, column) => `cell ${column}`)).text : ''
}

const sign = fc.constantFrom(
  '"',
  "'",
  '«',
  '»',
  '“',
  '”',
  '|',
  '{',
  '}',
  '%',
  '🎁',
  '\u200b',
  ' ',
  'Nom',
  'if',
  '[',
  ']',
  '(2)',
  '==',
  '\n',
)
const heading = fc.oneof(
  fc.array(sign, { maxLength: 6 }).map((signs) => signs.join('')),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
)

describe('the names of columns', () => {
  test.prop([fc.array(heading, { minLength: 1, maxLength: 6 })], { numRuns: 1000 })(
    'can all be called in a message',
    (headings) => {
      const names = nameColumns(headings, headings.length, 'fr')
      expect(names.map((_, index) => called(names, index))).toEqual(names.map((_, index) => `cell ${index}`))
    },
  )

  it('keep what people wrote, but for what a message takes for its own', () => {
    expect(
      nameColumns(['🎁 [Cadeau] "VIP"', '"VIP"', 'Prix | net', '{{ Nom }}', '\u200b', '« Ville »'], 6, 'fr'),
    ).toEqual(['🎁 [Cadeau] "VIP"', 'VIP', 'Prix / net', '(( Nom ))', 'Colonne 5', 'Ville'])
  })
})
