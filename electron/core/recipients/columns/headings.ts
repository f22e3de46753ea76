/**
 * Names of columns as people see them: the heading as it stands in the file, never empty, never twice the same.
 * Placeholders and remembered mappings depend on these names, so the same headings always give the same names.
 */

import { headingKey } from '@shared/domain/template-heading'
import type { Language } from '@shared/language'

const invented: Readonly<Record<Language, string>> = { fr: 'Colonne', en: 'Column' }

const invisible = /[\u200b-\u200f\u2060\ufeff]/g
const inQuotes = /^["“”„'‘’«](.*)["“”'’»]$/su
/** What the language of messages takes for its own. */
const signs: Readonly<Record<string, string>> = { '|': '/', '{': '(', '}': ')' }

/** Of a heading as a name; the rest of the cell is cut. */
const longestHeading = 1_000

/**
 * One line, single spaces, composed accents; what a person would read in the cell, such that a message can name it: without
 * bars and braces, and not all in quotes, which would be a text and no heading.
 */
function cleanHeading(heading: string): string {
  const line = heading.slice(0, longestHeading).normalize('NFC').replace(/\s+/g, ' ').trim()
  let named = line.replace(/[|{}]/g, (sign) => signs[sign] ?? sign)
  for (let bare = inQuotes.exec(named)?.[1]; bare !== undefined; bare = inQuotes.exec(named)?.[1]) named = bare.trim()
  // joiners inside an emoji stay
  return named.replace(invisible, '').trim() === '' ? '' : named
}

/** For recognising words: accents and punctuation do not matter either. `N° Tél.` → `n tel` */
export function headingWords(heading: string): string {
  return headingKey(heading)
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()
}

/**
 * One distinct name per column: `Nom`, `Nom (2)`; an empty heading becomes `Colonne 3` (its position).
 * @param headings cells of the heading row; empty where the file has none
 * @param width number of columns, at least headings.length
 */
export function nameColumns(headings: readonly string[], width: number, language: Language): string[] {
  const taken = new Set<string>()
  // real headings keep their name even where an invented one further left would want it
  const reserved = new Set(headings.map(headingKey))
  const names: string[] = []
  // where counting goes on, so that ten thousand equal headings cost no more than ten thousand others
  const nextCopy = new Map<string, number>()
  for (let index = 0; index < Math.max(width, headings.length); index++) {
    const heading = cleanHeading(headings[index] ?? '')
    const base = heading === '' ? `${invented[language]} ${index + 1}` : heading
    let name = base
    let copy = nextCopy.get(headingKey(base)) ?? 2
    for (; taken.has(headingKey(name)) || (name !== heading && reserved.has(headingKey(name))); copy++) {
      name = `${base} (${copy})`
    }
    nextCopy.set(headingKey(base), copy)
    taken.add(headingKey(name))
    names.push(name)
  }
  return names
}
