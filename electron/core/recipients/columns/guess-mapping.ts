/**
 * Which column holds the phone number and which the name, judged by headings (French and English) and by what the cells
 * hold; says how sure it is and why. A person's choice (`phone=COL`) replaces the guess.
 */
import type { ColumnMapping } from '@shared/contract/recipients'
import { parsePhoneNumber, type CountryCode } from '@shared/domain/phone-number'
import { headingWords } from './headings'
import { requireCountry } from '../classify/require-country'
import type { RecipientSource } from '../open-source'

/** What spoke for the column: its heading, its cells, both, or that it is the only one. */
type GuessReason = 'heading_and_content' | 'heading' | 'content' | 'only_column'

export interface MappingGuess {
  /** null: no column looks like phone numbers. */
  readonly mapping: ColumnMapping | null
  /** 0 to 1; below 0.6 a person should look. */
  readonly confidence: number
  readonly reason: GuessReason | null
}

type Guessable = Pick<RecipientSource, 'columns' | 'sample' | 'hasHeader'>

/**
 * @param country ISO 3166-1 alpha-2, for numbers without calling code
 * @throws AppError country_unknown
 */
export function guessMapping(source: Guessable, country: string): MappingGuess {
  const code = requireCountry(country)
  const scores = source.columns.map((column, index) => ({
    index,
    heading: source.hasHeader ? phoneHeading(column) : 0,
    content: phoneContent(
      source.sample.map((row) => row.values[index] ?? ''),
      code,
    ),
  }))
  const isEmpty = source.sample.length === 0
  const candidates = scores.filter(
    ({ heading, content }) =>
      heading >= 0 &&
      (content >= 0.3 || heading >= 0.9 || (heading >= 0.7 && content > 0) || (heading > 0.3 && isEmpty)),
  )
  let best: (typeof scores)[number] | null = null
  for (const candidate of candidates) {
    if (best === null || total(candidate) > total(best)) best = candidate
  }
  const only = scores.length === 1 ? scores[0] : undefined
  const chosen = best ?? (only !== undefined && only.heading >= 0 && only.content > 0 ? only : null)
  if (chosen === null) return { mapping: null, confidence: 0, reason: null }
  return {
    mapping: { phone: chosen.index, ...guessName(source, chosen.index) },
    confidence: Math.min(1, total(chosen)),
    reason:
      best === null
        ? 'only_column'
        : chosen.heading > 0
          ? chosen.content > 0
            ? 'heading_and_content'
            : 'heading'
          : 'content',
  }
}

function total(score: { readonly heading: number; readonly content: number }): number {
  return score.content * 0.6 + score.heading * 0.4
}

/** 1 surely phones … 0 says nothing, -1 surely something else. */
function phoneHeading(heading: string): number {
  const words = ` ${headingWords(heading)} `
  const has = (pattern: string): boolean => new RegExp(` (?:${pattern}) `).test(words)
  if (has('fax|telefax|telecopie|telecopieur|email|e mail|mail|courriel|date|montant|amount|solde|balance|prix|price'))
    return -1
  if (has('nom|noms|name|adresse|address|type|modele|marque|operateur|operator|reseau|network')) return 0
  if (has('portables?|mobiles?|gsm|whatsapp|whatsap|cellulaires?|cells?|cellphones?|msisdn')) return 1
  if (has('tels?|telephones?|telephonique|phones?|telefone'))
    return has('fixe|domicile|bureau|home|office|work|landline') ? 0.75 : 0.95
  if (has('sms|destinataires?|recipients?')) return 0.8
  if (has('clients?|customers?|factures?|invoices?|comptes?|accounts?|dossiers?|ordre|order|serie|cni|matricule|id'))
    return 0
  if (has('numeros?|numbers?|num|nums|contacts?|appels?')) return 0.7
  if (has('n|no')) return 0.35
  return 0
}

/** Share of the filled cells that hold a number, old and damaged ones counted as half. */
function phoneContent(cells: readonly string[], country: CountryCode): number {
  const filled = cells.filter((cell) => cell.trim() !== '')
  if (filled.length === 0) return 0
  let points = 0
  for (const cell of filled) {
    const parsed = parsePhoneNumber(cell, country, { migrate: 'off' })
    if (parsed.ok) points += 1
    else if (parsed.reason === 'old_numbering' || parsed.reason === 'scientific_notation') points += 0.5
  }
  return points / filled.length
}

const firstNameWords = /^(?:le |votre |your )?(?:prenoms?|first ?names?|given ?names?|forenames?)(?: |$)/
const fullNameWords =
  /^(?:(?:noms? (?:et |& )?prenoms?|prenoms? (?:et |& )?noms?|noms? complets?|full ?names?|names?|noms? (?:du |de la |de l )?(?:client|clients|eleve|parent|membre|contact|patient)|customer names?|client names?|contact names?|raison sociale|destinataires?|clients?|customers?|eleves?|students?|patients?|membres?|members?|beneficiaires?|fideles?|parents?|tuteurs?|designation)(?: |$))/
const lastNameWords = /^(?:noms?(?: de famille)?|last ?names?|sur ?names?|family ?names?)$/

function guessName(source: Guessable, phone: number): Omit<ColumnMapping, 'phone'> {
  if (!source.hasHeader) return { name: null }
  const find = (pattern: RegExp): number | null => {
    const index = source.columns.findIndex((column, at) => at !== phone && pattern.test(headingWords(column)))
    return index === -1 ? null : index
  }
  const last = find(lastNameWords)
  const first = find(firstNameWords)
  if (last !== null && first !== null) return { name: last, firstName: first }
  return { name: last ?? find(fullNameWords) ?? first }
}
