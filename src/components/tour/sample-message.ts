/**
 * The message of the tour: three columns of the sample file, one of them with a fallback, all of it in GSM-7 so that only
 * what the cells hold can cost more.
 */
import { headingKey } from '@shared/domain/template-heading'
import { headingsOf } from '../templates/template-sample'

const messages = {
  fr: 'Bonjour {{ Prénom | default: "cher client" }}, il vous reste {{ Montant dû (FCFA) }} FCFA à régler avant le {{ Échéance }}. Merci de passer au magasin. Boutique Awa',
  en: 'Hello {{ Prénom | default: "dear customer" }}, you have {{ Montant dû (FCFA) }} FCFA left to pay before {{ Échéance }}. Please visit the shop. Awa shop',
} as const

/** Those who still owe; their second numbers. */
export const sampleFilter = 'Montant dû (FCFA) > 0'
export const sampleSecondPhone = 'Téléphone 2'

/** Empty where the file lacks a column of the message: the person then writes their own. */
export function sampleMessage(columns: readonly string[], language: 'fr' | 'en'): string {
  const known = new Set(columns.map(headingKey))
  const text = messages[language]
  return headingsOf(text).every((heading) => known.has(headingKey(heading))) ? text : ''
}
