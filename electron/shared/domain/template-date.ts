/**
 * Dates of cells, for the `date` filter, written by a pattern or by name.
 * Pure calendar days: no time zone is involved and none can shift them.
 */

import { readDate } from './date-text'

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

type Locale = 'fr' | 'en'

/**
 * Month names that stay within GSM where French allows it: «aout» is the spelling of the 1990 rectifications, and saves
 * the û that would make the SMS UCS-2.
 */
const months: Readonly<Record<Locale, readonly string[]>> = {
  fr: [
    'janvier',
    'février',
    'mars',
    'avril',
    'mai',
    'juin',
    'juillet',
    'aout',
    'septembre',
    'octobre',
    'novembre',
    'décembre',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
}
const weekdays: Readonly<Record<Locale, readonly string[]>> = {
  fr: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
}

/** Day before month, as in French, where the text alone is known. Null where it is no such day. */
function readDay(text: string): Day | null {
  const [year, month, day] = (readDate(text)?.day.slice(0, 10) ?? '').split('-').map(Number)
  return year === undefined || month === undefined || day === undefined ? null : { year, month, day }
}

type Part = string | ((day: Day, locale: Locale) => string)

const named: Readonly<Record<string, string>> = {
  court: 'dd/mm/yyyy',
  short: 'dd/mm/yyyy',
  long: 'd mmmm yyyy',
  complet: 'dddd d mmmm yyyy',
  full: 'dddd d mmmm yyyy',
}

const fields: Readonly<Record<string, (day: Day, locale: Locale) => string>> = {
  d: ({ day }) => String(day),
  dd: ({ day }) => String(day).padStart(2, '0'),
  dddd: ({ year, month, day }, locale) => weekdays[locale][new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '',
  m: ({ month }) => String(month),
  mm: ({ month }) => String(month).padStart(2, '0'),
  mmmm: ({ month }, locale) => months[locale][month - 1] ?? '',
  yy: ({ year }) => String(year % 100).padStart(2, '0'),
  yyyy: ({ year }) => String(year),
}

/**
 * Prepares a format: `court`/`short`, `long`, `complet`/`full`, or a pattern of d dd dddd m mm mmmm yy yyyy (in French
 * j jj jjjj m mm mmmm aa aaaa) with anything but letters between. The result leaves a cell that is no date as it is.
 * Null where the format is none of these.
 */
export function prepareDate(
  format: string,
): ((cell: string, locale: Locale, meaning?: { day(): string | null }) => string) | null {
  const pattern = named[format.trim().toLowerCase()] ?? format
  const parts: Part[] = []
  let hasField = false
  for (const run of pattern.match(/\p{L}+|\P{L}+/gu) ?? []) {
    if (!/\p{L}/u.test(run)) {
      parts.push(run)
      continue
    }
    const field = fields[run.toLowerCase().replace(/j/g, 'd').replace(/a/g, 'y')]
    if (!field) return null
    parts.push(field)
    hasField = true
  }
  if (!hasField) return null
  const ordinal = /^(?:dddd )?d mmmm/.test(pattern.toLowerCase().replace(/j/g, 'd'))
  return (cell, locale, meaning) => {
    const day = readDay(meaning?.day() ?? cell)
    if (!day) return cell
    let text = ''
    for (const part of parts) {
      // French writes the first of the month «1er mars».
      if (part === fields.d && ordinal && locale === 'fr' && day.day === 1) text += '1er'
      else text += typeof part === 'string' ? part : part(day, locale)
    }
    return text
  }
}
