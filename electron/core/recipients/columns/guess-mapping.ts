/**
 * Which column holds the phone number and which the name, judged by headings (French and English) and by what the cells
 * hold; says how sure it is and why. A person's choice (`phone=COL`) replaces the guess.
 */
import type { ColumnMapping, PhoneColumn } from '@shared/contract/recipients'
import { parsePhoneNumber, type CountryCode } from '@shared/domain/phone-number'
import { headingWords } from './headings'
import { requireCountry } from '../classify/require-country'
import type { RecipientSource } from '../open-source'

/** What spoke for the column: its heading, its cells, both, or that it is the only one. */
type GuessReason = 'heading_and_content' | 'heading' | 'content' | 'only_column'

export interface MappingGuess {
  /** null: no column looks like phone numbers. */
  readonly mapping: ColumnMapping | null
  /** Columns with usable numbers among the first rows, most first. */
  readonly phoneColumns: readonly PhoneColumn[]
  /** 0 to 1; below 0.6 a person should look. */
  readonly confidence: number
  readonly reason: GuessReason | null
}

type Guessable = Pick<RecipientSource, 'columns' | 'head' | 'hasHeader'>

/** Cells that are read as numbers to find their column. */
const mostCells = 20_000

interface Score extends PhoneColumn {
  readonly heading: number
  /** Share of the filled cells, damaged ones counted as half. */
  readonly content: number
}

/**
 * The column with most usable numbers, headings break ties; the other columns with numbers are told beside it.
 * @param country ISO 3166-1 alpha-2, for numbers without calling code
 * @throws AppError country_unknown
 */
export function guessMapping(source: Guessable, country: string): MappingGuess {
  const code = requireCountry(country)
  const rows = source.head.slice(0, Math.max(20, Math.floor(mostCells / source.columns.length)))
  const scores = source.columns.map((column, index): Score => ({
    column: index,
    heading: source.hasHeader ? phoneHeading(column) : 0,
    ...phoneContent(
      rows.map((row) => row.values[index] ?? ''),
      code,
    ),
  }))
  const isEmpty = rows.length === 0
  const candidates = scores.filter(
    ({ heading, content }) =>
      heading >= 0 &&
      (content >= 0.3 || heading >= 0.9 || (heading >= 0.7 && content > 0) || (heading > 0.3 && isEmpty)),
  )
  let best: Score | null = null
  for (const candidate of candidates) if (best === null || isBetter(candidate, best)) best = candidate
  const only = scores.length === 1 ? scores[0] : undefined
  const chosen = best ?? (only !== undefined && only.heading >= 0 && only.content > 0 ? only : null)
  const phoneColumns = candidates
    .filter(({ usable }) => usable > 0)
    .sort((left, right) => right.usable - left.usable)
    .slice(0, mostPhoneColumns)
    .map(({ column, usable }) => ({ column, usable }))
  if (chosen === null) return { mapping: null, phoneColumns, confidence: 0, reason: null }
  return {
    mapping: { phone: chosen.column, ...guessName(source, chosen.column) },
    phoneColumns,
    confidence: Math.min(1, chosen.content * 0.6 + chosen.heading * 0.4),
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

const mostPhoneColumns = 20

/**
 * A heading of other numbers (invoices, accounts) must not win by a few cells: without heading, a column counts half. The
 * number of somebody else (an adviser, a guarantor) never wins against a column of phones, however few that one holds.
 */
function isBetter(score: Score, best: Score): boolean {
  if (score.heading === somebodyElse && isOwnPhone(best)) return false
  if (best.heading === somebodyElse && isOwnPhone(score)) return true
  const weight = ({ usable, heading }: Score): number => usable * (heading > 0 ? 1 : 0.5)
  if (weight(score) !== weight(best)) return weight(score) > weight(best)
  if (score.heading !== best.heading) return score.heading > best.heading
  return score.content > best.content
}

/** Score of a heading that names the phone of somebody who is not the person of the row. */
const somebodyElse = 0.1
const other =
  'direct(?:eur|rice)s?|enseignant[es]*|instit(?:uteur|utrice)?s?|maitres?|maitresses?|prof|profs|professeurs?|teachers?|principal|' +
  'surveillant[es]*|secretaires?|secretariat|conseill(?:er|ere)s?|advis[eo]rs?|agents?|agence|gestionnaires?|charges?|' +
  'superviseurs?|supervisors?|collect(?:eur|rice)s?|collectors?|commercia(?:l|ux|le)|vend(?:eur|euse)s?|sellers?|caiss(?:ier|iere)|' +
  'livreurs?|chauffeurs?|drivers?|medecins?|docteur|dr|doctors?|infirmi(?:er|ere)s?|garants?|guarantors?|avalistes?|cautions?|' +
  'temoins?|witness|parrains?|marraines?|referrers?|urgences?|emergency|marchands?|merchants?|expedit(?:eur|rice)|senders?|emett(?:eur|rice)'
const phoneWord =
  'tels?|telephones?|phones?|numeros?|num|n|no|numbers?|contacts?|portables?|mobiles?|gsm|whatsapp|cellulaires?|cells?|lignes?'
/** A number that is no longer, or not to be, written to. */
const useless =
  `(?:anciens?|anciennes?|old|previous|former|faux|fausse) (?:${phoneWord})|(?:${phoneWord}) (?:\\w+ )?(?:anciens?|old)(?= $)|` +
  'errone(?:e?s?)|invalides?|invalid|incorrects?|wrong|bloque(?:e?s?)|blocked|desactive(?:e?s?)|resilie(?:e?s?)|' +
  'perdus?|perdues?|hors service|desabonne(?:e?s?)|desinscrit[es]*|ne (?:pas|plus)|do not|stop'

function isOwnPhone({ heading, usable }: Score): boolean {
  return heading >= 0.7 && usable > 0
}

/** 1 surely phones … 0 says nothing, -1 surely something else. */
function phoneHeading(heading: string): number {
  const words = ` ${headingWords(heading)} `
  const has = (pattern: string): boolean => new RegExp(` (?:${pattern}) `).test(words)
  if (has(useless)) return -1
  if (has('fax|telefax|telecopie|telecopieur|email|e mail|mail|courriel|date|montant|amount|solde|balance|prix|price'))
    return -1
  if (
    has(
      'nom|noms|name|adresse|address|type|label|libelle|indicatif|country code|modele|marque|operateur|operator|reseau|network',
    )
  )
    return 0
  if (has(other) && has(phoneWord)) return somebodyElse
  if (has('portables?|mobiles?|gsm|whatsapp|whatsap|cellulaires?|cells?|cellphones?|msisdn')) return 1
  if (has('tels?|telephones?|telephonique|phones?|telefone'))
    return has(
      'fixe|domicile|bureau|home|office|work|landline|business|company|car|pager|callback|radio|assistants?|travail',
    )
      ? 0.75
      : 0.95
  if (has('sms|destinataires?|recipients?')) return 0.8
  if (
    has(
      'clients?|customers?|factures?|invoices?|comptes?|accounts?|dossiers?|ordre|order|serie|cni|matricule|id|transactions?|recus?|receipts?|references?|ref|tickets?|quittances?|contrats?|polices?|bordereaux?|cheques?|chq',
    )
  )
    return 0
  if (has('numeros?|numbers?|num|nums|contacts?|appels?')) return 0.7
  if (has('n|no')) return 0.35
  return 0
}

const repairable: ReadonlySet<string> = new Set(['old_numbering', 'scientific_notation', 'several_numbers'])

/** The cells that hold a number; old and damaged ones, and those that hold several, are counted as half. */
function phoneContent(
  cells: readonly string[],
  country: CountryCode,
): { readonly content: number; readonly usable: number } {
  const filled = cells.filter((cell) => cell.trim() !== '')
  let usable = 0
  let damaged = 0
  for (const cell of filled) {
    if (!/\d/.test(cell)) continue
    const parsed = parsePhoneNumber(cell, country, { migrate: 'off' })
    if (parsed.ok) usable++
    else if (repairable.has(parsed.reason)) damaged++
  }
  return { usable: usable + damaged / 2, content: (usable + damaged / 2) / Math.max(filled.length, 1) }
}

/** How forms ask: «Quel est votre nom ?», «Veuillez indiquer votre téléphone». */
const question =
  /^(?:quel(?:le)?s? (?:est|sont) |what (?:is|are|s) |(?:veuillez |merci de |please )?(?:indique[rz]|entre[rz]|saisi(?:r|ssez)|donne[rz]|ecri(?:re|vez)|enter|give) )?(?:le |la |les |l |votre |vos |the |your )?/
const firstNameWords = /^(?:prenoms?|first ?names?|given ?names?|forenames?)(?: |$)/
const fullNameWords =
  /^(?:(?:noms? (?:et |& )?prenoms?|prenoms? (?:et |& )?noms?|noms? complets?|full ?names?|names?|noms? (?:du |de la |de l )?(?:client|clients|eleve|enfant|parent|membre|contact|patient|repondant)|customer names?|client names?|contact names?|raison sociale|destinataires?|clients?|customers?|eleves?|students?|patients?|membres?|members?|beneficiaires?|fideles?|parents?|tuteurs?|designation|intitule|titulaires?|enfants?|repondants?|saved name|display name|comment vous appelez vous|comment vous appelle t on)(?: |$))/
const lastNameWords =
  /^(?:noms?(?: de famille)?|last ?names?|sur ?names?|family ?names?)(?: billing| shipping| facturation| livraison)?$/

function guessName(source: Guessable, phone: number): Omit<ColumnMapping, 'phone'> {
  if (!source.hasHeader) return { name: null }
  const find = (pattern: RegExp): number | null => {
    const index = source.columns.findIndex(
      (column, at) => at !== phone && pattern.test(headingWords(column).replace(question, '')),
    )
    return index === -1 ? null : index
  }
  const last = find(lastNameWords)
  const first = find(firstNameWords)
  if (last !== null && first !== null) return { name: last, firstName: first }
  return { name: last ?? find(fullNameWords) ?? first }
}
