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
  readonly date?: DateLie
  /** The numbers (digits with `+`) whose entries have the lies of `text`, `phone` and `date`. Default: all. */
  readonly only?: ReadonlySet<string>
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
  two: (phone: string) => `${phone} / +22501020304`,
  two_spaced: (phone: string) => `${phone.slice(-8)} 01020304`,
  second_end: (phone: string) => `${phone}/81`,
  decimal: (phone: string) => `${phone.slice(1)}.0`,
  exponent: (phone: string) => `${phone[1] ?? ''},${phone.slice(2, 7)}E+12`,
  rounded: (phone: string) => `${phone.slice(0, -4)}0000`,
  longer: (phone: string) => `${phone}0`,
  longer_national: (phone: string) => `${phone.slice(4)}0`,
  longer_zeros: (phone: string) => `00${phone.slice(1)}0`,
  longer_spaced: (phone: string) => `${phone.replace(/(\d{2})/g, '$1 ')}0`,
  other_end: (phone: string) => `${phone.slice(0, -1)}${9 - Number(phone.at(-1))}`,
} as const satisfies Record<string, (phone: string) => string>
export type PhoneLie = keyof typeof phoneLies

/** What an archive writes for a date that it does not have yet, or in another format. The argument is epoch ms. */
export const dateLies = {
  none: (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ' '),
  epoch: () => '1970-01-01 00:00:00',
  zeros: () => '0000-00-00 00:00:00',
  french: (at: number) => new Date(at).toLocaleString('fr-FR', { timeZone: 'UTC' }),
  year_before: (at: number) => `${new Date(at).getUTCFullYear() - 1}-01-15 09:00:00`,
  half_hours: (at: number) => `${new Date(at + 19_800_000).toISOString().slice(0, 19)}+05:30`,
  no_offset: (at: number) => `${new Date(at).toISOString().slice(0, 19)}+77:77`,
  empty: () => '',
} as const satisfies Record<string, (at: number) => string>
export type DateLie = keyof typeof dateLies

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

export interface ArchivedMessage extends AcceptedMessage {
  /** As the archive writes them; UTC. */
  readonly createdAt: string
  readonly sentAt: string
}

/** What such an archive holds, in its order. */
export function archived(accepted: readonly AcceptedMessage[], lies: ArchiveLies): ArchivedMessage[] {
  const { text = 'none', eachNth = 1, order = 'oldest_first', hoursOff = 0, late = 0, only } = lies
  const isNth = (place: number, nth = 0): boolean => nth > 0 && place % nth === nth - 1
  const rows = accepted
    .slice(0, Math.max(0, accepted.length - late))
    .map((row, place) => {
      const isMeant = only === undefined || only.has(row.phone)
      const date = dateLies[isMeant ? (lies.date ?? 'none') : 'none']
      const at = row.at + hoursOff * 3_600_000
      return {
        ...row,
        text: isMeant && isNth(place, eachNth) ? textLies[text](row.text) : row.text,
        phone: phoneLies[isMeant ? (lies.phone ?? 'none') : 'none'](row.phone),
        at,
        createdAt: date(at),
        sentAt: date(at + 3_000),
      }
    })
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
    date: seldom(oneOf(Object.keys(dateLies) as DateLie[]), 'none'),
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
