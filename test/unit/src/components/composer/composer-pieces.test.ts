/** What the composer draws under the typed text: the same letters, at the same places. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { composerPieces, placeholderParts } from '@/components/composer/composer-pieces'

const columns = ['Prénom', 'Montant dû (F)']
const kinds = (source: string) => composerPieces(source, columns).map(({ kind, text }) => [kind, text])

describe('the pieces of a message', () => {
  test.prop([fc.string({ unit: 'grapheme' })])('are the text when joined, whatever it is', (source) => {
    const pieces = composerPieces(source, columns)
    expect(pieces.map(({ text }) => text).join('')).toBe(source)
    expect(pieces.map(({ start }) => start)).toEqual(
      pieces.map((_, index) => pieces.slice(0, index).reduce((sum, { text }) => sum + text.length, 0)),
    )
  })

  test.prop([fc.stringMatching(/^[{}%|"a-zé’ \n]{0,40}$/)])(
    'are the text also when it is half a placeholder',
    (source) => {
      expect(
        composerPieces(source, columns)
          .map(({ text }) => text)
          .join(''),
      ).toBe(source)
    },
  )

  it('are chips, text, and costly characters each alone', () => {
    expect(kinds('Ça va {{ Prénom }} ? Reçu l’été')).toEqual([
      ['text', 'Ça va '],
      ['placeholder', '{{ Prénom }}'],
      ['text', ' ? Re'],
      ['costly', 'ç'],
      ['text', 'u l'],
      ['costly', '’'],
      ['text', 'été'],
    ])
  })

  it('know a column whatever its case and spaces, and say which one is not there', () => {
    const [known] = composerPieces('{{ montant  DÛ (f) }}', columns)
    const [unknown] = composerPieces('{{ Adresse }}', columns)
    expect(known).toMatchObject({ kind: 'placeholder', known: true })
    expect(unknown).toMatchObject({ kind: 'placeholder', known: false })
  })

  it('keep an emoji whole', () => {
    expect(kinds('Bravo 👩🏽‍🌾')).toEqual([
      ['text', 'Bravo '],
      ['costly', '👩🏽‍🌾'],
    ])
  })

  it('mark what cannot be read', () => {
    expect(kinds('Bonjour {{ Prénom')).toEqual([
      ['text', 'Bonjour '],
      ['invalid', '{{ Prénom'],
    ])
  })
})

describe('the parts of a placeholder', () => {
  it.each([
    ['{{ Prénom }}', ['{{ ', 'Prénom', '', ' }}']],
    ['{{Prénom}}', ['{{', 'Prénom', '', '}}']],
    ['{{ Prénom | default: "cher client" }}', ['{{ ', 'Prénom', ' | default: "cher client"', ' }}']],
    ['{{ Montant dû (F) | number }}', ['{{ ', 'Montant dû (F)', ' | number', ' }}']],
  ])('%s', (text, parts) => {
    const { open, label, rest, close } = placeholderParts(text)
    expect([open, label, rest, close]).toEqual(parts)
  })
})
