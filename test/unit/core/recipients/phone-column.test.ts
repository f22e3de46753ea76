import { describe, expect, it } from 'vitest'
import { guessMapping } from '@core/recipients/columns/guess-mapping'

/** Three people; one of them has no number in the first column of phones, all have one in the second. */
function chosen(headings: readonly string[]): string | null {
  const cells = [
    ['Awa', '', '699123410'],
    ['Bintou', '677123411', '699123411'],
    ['Chérif', '677123412', '699123412'],
  ]
  const head = cells.map((values, index) => ({
    line: index + 2,
    values: headings.length === 2 ? [values[0] ?? '', values[2] ?? ''] : values,
  }))
  const { mapping } = guessMapping({ columns: [...headings], head, hasHeader: true }, 'CM')
  return mapping === null ? null : (headings[mapping.phone] ?? null)
}

describe('the column that is nearly full is not the one of the person', () => {
  it.each([
    'Ancien numéro',
    'Ancien tél',
    'Ancien contact',
    'Tél (ancien)',
    'Numéro de téléphone ancien',
    'Old phone',
    'Faux numéro',
    'Numéro erroné',
    'Numéro bloqué',
    'Ne pas appeler',
    'Tél. directeur',
    'Tél enseignant',
    'Contact urgence',
    'Numéro agent',
    'Tél gestionnaire',
    'Tél conseiller',
    'Tél. garant',
    'Numéro du vendeur',
    'Numéro marchand',
    'Numéro Orange Money marchand',
    'Emergency contact',
    "Advisor's phone",
    'Numéro de reçu',
    'N° transaction',
    'Numéro de contrat',
  ])('%s', (heading) => {
    expect(chosen(['Nom', 'Téléphone', heading])).toBe('Téléphone')
  })

  it.each(['WhatsApp', 'Contact', 'Tél. du responsable', 'Tél. père'])('is taken where it is: %s', (heading) => {
    expect(chosen(['Nom', 'Téléphone', heading])).toBe(heading)
  })
})

describe('a column that stands alone', () => {
  it.each(['Tél conseiller', 'Numéro agent', 'Contact anciens élèves', 'Tél. ancien élève'])('%s', (heading) => {
    expect(chosen(['Nom', heading])).toBe(heading)
  })

  it.each(['Ancien numéro', 'Faux numéro', 'Numéros bloqués'])('is asked about: %s', (heading) => {
    expect(chosen(['Nom', heading])).toBeNull()
  })
})
