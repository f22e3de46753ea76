/** What is proposed after two braces, and what is written. */
import { describe, expect, it } from 'vitest'
import { parseTemplate } from '@shared/domain/template'
import { openPlaceholderAt, placeholderSource, suggestHeadings } from '@/components/composer/autocomplete'

/** `|` is the caret. */
const at = (marked: string) => openPlaceholderAt(marked.replace('¦', ''), marked.indexOf('¦'))

describe('an open placeholder', () => {
  it('is where the caret stands after two braces', () => {
    expect(at('Bonjour {{¦')).toEqual({ start: 8, query: '' })
    expect(at('Bonjour {{ Pré¦ et la suite')).toEqual({ start: 8, query: 'Pré' })
  })

  it('is none in plain text, in a finished chip, after a filter, or on another line', () => {
    expect(at('Bonjour ¦')).toBeNull()
    expect(at('{{ Pré¦nom }}')).toBeNull()
    expect(at('{{ Prénom }} ¦')).toBeNull()
    expect(at('{{ Prénom | ¦')).toBeNull()
    expect(at('{{ Prénom\n¦')).toBeNull()
  })

  it('is open before another, finished one', () => {
    expect(at('{{¦ et {{ Nom }}')).toEqual({ start: 0, query: '' })
  })
})

describe('the columns proposed', () => {
  const columns = ['Nom', 'Prénom', 'Nom du quartier', 'Montant dû']

  it('are all at first, then those that begin so, then those that hold it', () => {
    expect(suggestHeadings(columns, '')).toEqual(columns)
    expect(suggestHeadings(columns, 'nom')).toEqual(['Nom', 'Nom du quartier', 'Prénom'])
  })

  it('do not mind accents and case', () => {
    expect(suggestHeadings(columns, 'PRENOM')).toEqual(['Prénom'])
    expect(suggestHeadings(columns, 'du')).toEqual(['Nom du quartier', 'Montant dû'])
  })

  it('are eight at most', () => {
    expect(
      suggestHeadings(
        Array.from({ length: 30 }, (_, index) => `Colonne ${index}`),
        'col',
      ),
    ).toHaveLength(8)
  })
})

describe('what is written', () => {
  it('is a placeholder, with its fallback in quotes that the fallback does not hold', () => {
    expect(placeholderSource('Prénom')).toBe('{{ Prénom }}')
    expect(placeholderSource('Prénom', ' cher client ')).toBe('{{ Prénom | default: "cher client" }}')
    expect(placeholderSource('Prénom', 'le "grand" chef')).toBe(`{{ Prénom | default: 'le "grand" chef' }}`)
  })

  it.each(['cher client', 'l’ami', "l'ami", 'le "grand" chef', `"l'un" et l'autre`])(
    'can be read again: %s',
    (fallback) => {
      expect(parseTemplate(placeholderSource('Montant dû (F)', fallback)).ok).toBe(true)
    },
  )
})
