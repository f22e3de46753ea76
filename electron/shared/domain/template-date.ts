/**
 * Dates of spreadsheet cells, for the `date` filter: read from ISO or day/month/year, written by a pattern or by name.
 * Pure calendar days: no time zone is involved and none can shift them.
 */

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

type Locale = 'fr' | 'en'

const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}[^]{0,30})?$/
const dayFirst = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}[^]{0,30})?$/

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

/** `2026-03-05`, `2026-03-05T09:30`, `05/03/2026`, `5.3.26`: day before month, as in French. Null where it is no such day. */
function readDay(text: string): Day | null {
  const trimmed = text.trim()
  const fromIso = iso.exec(trimmed)
  if (fromIso) return existing(Number(fromIso[1]), Number(fromIso[2]), Number(fromIso[3]))
  const fromDay = dayFirst.exec(trimmed)
  if (!fromDay) return null
  const year = Number(fromDay[3])
  return existing(fromDay[3]?.length === 2 ? 2000 + year : year, Number(fromDay[2]), Number(fromDay[1]))
}

function existing(year: number, month: number, day: number): Day | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1000 ? { year, month, day } : null
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
export function prepareDate(format: string): ((cell: string, locale: Locale) => string) | null {
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
  return (cell, locale) => {
    const day = readDay(cell)
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
