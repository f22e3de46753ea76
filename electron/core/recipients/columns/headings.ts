/**
 * Names of columns as people see them: the heading as it stands in the file, never empty, never twice the same.
 * Placeholders and remembered mappings depend on these names, so the same headings always give the same names.
 */

import { cleanCell } from '../clean-cell'
import { headingKey } from '@shared/domain/template-heading'
import type { Language } from '@shared/language'

const invented: Readonly<Record<Language, string>> = { fr: 'Colonne', en: 'Column' }

const invisible = /[\u200b-\u200f\u2060\ufeff]/g
const opening = /["“”„'‘’«]/u
const closing = /["“”'’»]/u
/** What the language of messages takes for its own. */
const signs: Readonly<Record<string, string>> = { '|': '/', '{': '(', '}': ')' }

/** Of a heading as a name; the rest of the cell is cut. */
const longestHeading = 1_000

/**
 * One line, single spaces, composed accents; what a person would read in the cell, such that a message can name it: without
 * bars and braces, and not all in quotes, which would be a text and no heading.
 */
function cleanHeading(heading: string): string {
  const line = cleanCell(heading.slice(0, longestHeading)).normalize('NFC').replace(/\s+/g, ' ').trim()
  let named = line.replace(/[|{}]/g, (sign) => signs[sign] ?? sign)
  named = withoutOuterQuotes(named)
  // joiners inside an emoji stay
  return named.replace(invisible, '').trim() === '' ? '' : named
}

/** `« "Nom" »` → `Nom`. Only pairs go: `5"` stays. */
function withoutOuterQuotes(text: string): string {
  let start = 0
  let end = text.length
  while (end - start > 1 && opening.test(text.charAt(start)) && closing.test(text.charAt(end - 1))) {
    start++
    end--
    while (start < end && text.charAt(start) === ' ') start++
    while (start < end && text.charAt(end - 1) === ' ') end--
  }
  return text.slice(start, end)
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
  // where to go on counting the copies of a heading: a heading a thousand times is named in one pass
  const nextCopy = new Map<string, number>()
  // real headings keep their name even where an invented one further left would want it
  const reserved = new Set(headings.map(headingKey))
  const names: string[] = []
  for (let index = 0; index < Math.max(width, headings.length); index++) {
    const heading = cleanHeading(headings[index] ?? '')
    const base = heading === '' ? `${invented[language]} ${index + 1}` : heading
    const baseKey = headingKey(base)
    let name = base
    let key = baseKey
    let copy = nextCopy.get(baseKey) ?? 2
    while (taken.has(key) || (name !== heading && reserved.has(key))) {
      name = `${base} (${copy++})`
      key = headingKey(name)
    }
    nextCopy.set(baseKey, copy)
    taken.add(key)
    names.push(name)
  }
  return names
}
