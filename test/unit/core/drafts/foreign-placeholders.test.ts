import { describe, expect, it } from 'vitest'
import { foreignPlaceholder } from '@core/drafts/foreign-placeholders'

const columns = ['Nom', 'Prénom', 'Reste à payer']

describe('a column named in the marks of another program', () => {
  it.each([
    '{Nom}',
    '{ nom }',
    '{prenom}',
    '[Nom]',
    '[PRÉNOM]',
    '<Nom>',
    '<<Nom>>',
    '«Nom»',
    '« Prénom »',
    '%Nom%',
    '#Nom#',
    '${Nom}',
    '{Reste à payer}',
    '[Reste_à_payer]',
  ])('%s is told', (text) => {
    expect(foreignPlaceholder(`Bonjour ${text}, merci`, columns)).toBe(text)
  })

  it.each([
    'Bonjour {{Nom}}',
    '{% if Nom %}[ok]{% endif %}',
    'Classe [CM2]',
    'Nom : {{Nom}}',
    '50 % de Nom, 20 %',
    'a < b > c',
    '{}',
    'Bonjour Nom',
    "{{Nom | default: '[Nom]'}}",
  ])('%s is a text', (text) => {
    expect(foreignPlaceholder(text, columns)).toBeNull()
  })
})
