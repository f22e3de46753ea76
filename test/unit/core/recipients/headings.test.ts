/** Whatever a file calls its columns, each has a name of its own that a message can call. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { nameColumns } from '@core/recipients/columns/headings'
import { atMostLinear, growthOf } from '../../../helpers/growth'
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

describe('hostile headings', () => {
  it.each<[string, (size: number) => string[]]>([
    ['one heading many times', (size) => Array<string>(size).fill('Nom')],
    ['headings that look like copies', (size) => Array.from({ length: size }, (_, index) => `Nom (${index % 50})`)],
    ['a heading of quotes', (size) => ['“'.repeat(size * 10)]],
  ])('take time in proportion to their number (%s)', async (_name, make) => {
    const growth = await growthOf((size) => {
      const headings = make(size)
      nameColumns(headings, headings.length, 'fr')
    }, 4_000)
    expect(growth).toBeLessThan(atMostLinear)
  })

  it('are cut at 1,000 characters', () => {
    expect(nameColumns(['x'.repeat(5000)], 1, 'fr')[0]).toHaveLength(1000)
  })
})
