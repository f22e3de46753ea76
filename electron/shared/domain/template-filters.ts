/**
 * The filters of templates: a closed list of small, pure functions from text to text. None can fail on a cell: what a
 * filter does not understand, it leaves as it is, because a wrong amount or date in an SMS is worse than an unformatted one.
 */
import { groupDecimal, readDecimal, roundDecimal } from './decimal'
import { prepareDate } from './template-date'
import { headingKey } from './template-heading'

export type TemplateLocale = 'fr' | 'en'
export type FilterArgument = string | number
/** What a cell is besides its text, for the first filter behind it. */
export interface CellMeaning {
  /** Canonical decimal where the source or the column says it; null: the text says it. */
  number(): string | null
  /** ISO day. */
  day(): string | null
}
export type Filter = (value: string, locale: TemplateLocale, meaning?: CellMeaning) => string

/** Every filter with the other names it answers to (French first), as shown in the editor's help. */
export const filterAliases = {
  default: ['defaut', 'par_defaut'],
  upper: ['majuscules', 'majuscule', 'upcase'],
  lower: ['minuscules', 'minuscule', 'downcase'],
  capitalize: ['nom_propre', 'capitales', 'capitale', 'capitalise'],
  trim: ['rogner', 'strip'],
  first_word: ['premier_mot'],
  number: ['nombre'],
  date: [],
  truncate: ['tronquer'],
} as const satisfies Record<string, readonly string[]>
export type FilterName = keyof typeof filterAliases

const names = new Map<string, FilterName>()
for (const [name, aliases] of Object.entries(filterAliases) as [FilterName, readonly string[]][]) {
  names.set(name, name)
  for (const alias of aliases) names.set(alias, name)
}

/** All spellings, for suggestions. */
export const filterSpellings: readonly string[] = Array.from(names.keys())

/** The filter that this spelling means; case, accents and `-` for `_` don't count. Null where there is none. */
export function filterNamed(spelling: string): FilterName | null {
  const key = headingKey(spelling).normalize('NFD').replace(/\p{M}/gu, '').replace(/-/g, '_')
  return names.get(key) ?? null
}

/** The filter with its arguments set, or null where the arguments are not of its form. */
export function prepareFilter(name: FilterName, args: readonly FilterArgument[]): Filter | null {
  const [first, second] = args
  switch (name) {
    case 'default':
      if (typeof first !== 'string' || args.length > 1) return null
      return (value) => (isBlank(value) ? first : value)
    case 'upper':
      return args.length > 0 ? null : (value) => value.toUpperCase()
    case 'lower':
      return args.length > 0 ? null : (value) => value.toLowerCase()
    case 'capitalize':
      return args.length > 0 ? null : capitalizeName
    case 'trim':
      return args.length > 0 ? null : (value) => value.trim()
    case 'first_word':
      return args.length > 0 ? null : (value) => /\S+/.exec(value)?.[0] ?? ''
    case 'number':
      if (args.length > 1 || (first !== undefined && !isCount(first, 6))) return null
      return (value, locale, meaning) =>
        formatNumber(value, locale, { decimals: first, known: meaning?.number() ?? null })
    case 'date':
      if (args.length > 1 || typeof first === 'number') return null
      return prepareDate(first ?? 'court')
    case 'truncate':
      if (!isCount(first, 2_000) || args.length > 2 || typeof second === 'number') return null
      return (value) => truncate(value, first, second ?? '')
  }
}

/** Nothing but white space, or nothing at all. */
export function isBlank(value: string): boolean {
  return value.length === 0 || value.trim().length === 0
}

function isCount(argument: FilterArgument | undefined, most: number): argument is number {
  return typeof argument === 'number' && Number.isInteger(argument) && argument >= 0 && argument <= most
}

/** Particles that stay small inside a French name: Marie de la Tour, Jean d'Almeida. */
const particles = new Set(['de', 'du', 'des', 'et', 'épse'])

/**
 * A name as it is written: «KOUASSI JEAN-PIERRE» → «Kouassi Jean-Pierre», «n'guessan» → «N'Guessan»,
 * «MARIE DE LA TOUR» → «Marie de la Tour», «jean d’almeida» → «Jean d’Almeida».
 */
function capitalizeName(value: string): string {
  let after = ''
  return value.toLowerCase().replace(/[\p{L}\p{M}\p{N}]+/gu, (word, offset: number, whole: string) => {
    const before = whole.charAt(offset - 1)
    const joined = before === '-' || before === "'" || before === '’'
    const elided = word === 'd' && /['’]/.test(whole.charAt(offset + word.length))
    const small =
      offset > 0 &&
      !joined &&
      (elided || particles.has(word) || ((word === 'la' || word === 'le' || word === 'les') && after === 'de'))
    after = word
    return small ? word : word.charAt(0).toUpperCase() + word.slice(1)
  })
}

/** Grouped with plain spaces in French (a no-break space would cost the whole SMS its 160 characters), commas in English. */
function formatNumber(
  value: string,
  locale: TemplateLocale,
  { decimals, known }: { readonly decimals: number | undefined; readonly known: string | null },
): string {
  const read = readDecimal(value)
  const number = known ?? (read?.kind === 'exact' ? read.value : null)
  if (number === null) return value
  return groupDecimal(decimals === undefined ? number : roundDecimal(number, decimals), locale, ' ')
}

/** At most `length` characters, the ending included where something was cut. */
function truncate(value: string, length: number, ending: string): string {
  if (value.length <= length) return value
  const points = Array.from(value)
  if (points.length <= length) return value
  const end = Array.from(ending).slice(0, length)
  return (
    points
      .slice(0, length - end.length)
      .join('')
      .trimEnd() + end.join('')
  )
}
