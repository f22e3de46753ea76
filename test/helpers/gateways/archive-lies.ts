/**
 * Archives that are not what was accepted: altered texts and numbers, wrong clocks, pages cut short, entries doubled, lost,
 * late or in another order. Tests choose them one by one; the torture harness draws them from a seed.
 */
import type { AcceptedMessage } from './fake-gateway'

export interface ArchiveLies {
  readonly text?: TextLie
  /** To every text, or only to each nth one. Default 1. */
  readonly eachNth?: number
  readonly phone?: PhoneLie
  readonly order?: 'oldest_first' | 'newest_first' | 'by_number'
  /** Every nth entry comes twice, with an id of its own. 0: none. */
  readonly doubleEachNth?: number
  /** Every nth entry is missing. 0: none. */
  readonly omitEachNth?: number
  /** So many of the newest entries are not there yet. */
  readonly late?: number
  readonly hoursOff?: number
  /** Entries per page at most. */
  readonly cap?: number
  /** The first page again, whatever is asked for. */
  readonly ignoresOffsets?: boolean
  /** No entry beyond this place. */
  readonly depth?: number
  /** Entries have no id. */
  readonly nameless?: boolean
}

export const textLies = {
  none: (text: string) => text,
  numeric_entities: (text: string) => text.replace(/['"&<>]/g, (char) => `&#0${char.charCodeAt(0)};`),
  named_entities: (text: string) =>
    text.replace(/['"&<>éèàç]/g, (char) => `&${entityNames[char] ?? `#${char.charCodeAt(0)}`};`),
  backslashes: (text: string) => text.replace(/(['"\\])/g, '\\$1'),
  curly_quotes: (text: string) => text.replace(/'/g, '’'),
  straight_quotes: (text: string) => text.replace(/[’‘]/g, "'"),
  cut: (text: string) => text.slice(0, 20),
  without_accents: (text: string) => text.normalize('NFD').replace(/\p{M}/gu, ''),
  decomposed: (text: string) => text.normalize('NFD'),
  mojibake: (text: string) => Buffer.from(text, 'utf8').toString('latin1'),
  question_marks: (text: string) => text.replace(/[^\x20-\x7e]/g, '?'),
  upper: (text: string) => text.toUpperCase(),
  lower: (text: string) => text.toLowerCase(),
  spaces: (text: string) => text.replace(/ /g, '  '),
  no_spaces: (text: string) => text.replace(/\s/g, ''),
  line_breaks: (text: string) => text.replace(/ /g, '\r\n'),
  empty: () => '',
} as const satisfies Record<string, (text: string) => string>
export type TextLie = keyof typeof textLies

export const phoneLies = {
  none: (phone: string) => phone,
  no_plus: (phone: string) => phone.slice(1),
  zeros: (phone: string) => `00${phone.slice(1)}`,
  national: (phone: string) => phone.slice(4),
  spaced: (phone: string) => phone.replace(/(\d{2})/g, '$1 ').trim(),
  masked: (phone: string) => `${phone.slice(0, -4)}****`,
  empty: () => '',
} as const satisfies Record<string, (phone: string) => string>
export type PhoneLie = keyof typeof phoneLies

const entityNames: Readonly<Record<string, string>> = {
  "'": 'apos',
  '"': 'quot',
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  é: 'eacute',
  è: 'egrave',
  à: 'agrave',
  ç: 'ccedil',
}

/** What such an archive holds, in its order. */
export function archived(accepted: readonly AcceptedMessage[], lies: ArchiveLies): AcceptedMessage[] {
  const { text = 'none', eachNth = 1, phone = 'none', order = 'oldest_first', hoursOff = 0, late = 0 } = lies
  const isNth = (place: number, nth = 0): boolean => nth > 0 && place % nth === nth - 1
  const rows = accepted
    .slice(0, Math.max(0, accepted.length - late))
    .map((row, place) => ({
      ...row,
      text: isNth(place, eachNth) ? textLies[text](row.text) : row.text,
      phone: phoneLies[phone](row.phone),
      at: row.at + hoursOff * 3_600_000,
    }))
    .filter((_, place) => !isNth(place, lies.omitEachNth))
    .flatMap((row, place) => (isNth(place, lies.doubleEachNth) ? [row, { ...row, id: `${row.id}0000` }] : [row]))
  if (order === 'newest_first') rows.reverse()
  if (order === 'by_number') rows.sort((left, right) => left.phone.localeCompare(right.phone))
  return rows
}

/** One page of it. */
export function pageOf<Row>(rows: readonly Row[], from: number, to: number, lies: ArchiveLies): Row[] {
  const { cap = 50, ignoresOffsets = false, depth = Number.POSITIVE_INFINITY } = lies
  const start = ignoresOffsets ? 0 : from
  return rows.slice(0, depth).slice(start, Math.min(start + (to - from), start + cap))
}

/** The same lies for the same seed. */
export function liesOf(seed: number): ArchiveLies {
  let state = (seed * 48_271 + 11) % 2_147_483_647 || 1
  const below = (count: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % count
  }
  const oneOf = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value
  const seldom = <Value>(value: Value, usual: Value): Value => (below(3) === 0 ? value : usual)
  return {
    text: oneOf(Object.keys(textLies) as TextLie[]),
    eachNth: 1 + below(5),
    phone: seldom(oneOf(Object.keys(phoneLies) as PhoneLie[]), 'none'),
    order: oneOf(['oldest_first', 'newest_first', 'by_number']),
    doubleEachNth: seldom(2 + below(9), 0),
    omitEachNth: seldom(2 + below(40), 0),
    late: seldom(below(60), 0),
    hoursOff: seldom(below(25) - 12, 0),
    cap: oneOf([10, 25, 50, 100]),
    ignoresOffsets: below(8) === 0,
    depth: seldom(50 + below(200), Number.POSITIVE_INFINITY),
    nameless: below(4) === 0,
  }
}
