/** What people type after a command, read strictly: a number that is no number, a date that is no date are refused. */
import { AppError } from '@shared/errors'
import { readDecimal } from '@shared/domain/decimal'
import type { ColumnMapping } from '@shared/contract/recipients'
import type { Session } from './session'
import { usageError } from './failure'

export function positive(value: string, option: string, session: Session, { whole = false } = {}): number {
  const number = Number(value.trim().replace(',', '.'))
  if (!/^\d+([.,]\d+)?$/.test(value.trim()) || number <= 0 || (whole && !Number.isSafeInteger(number))) {
    throw usageError(session.words.say('bad.number', { option, value }))
  }
  return number
}

/** 0 asks for any free port. */
export function port(value: string, session: Session): number {
  const number = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN
  if (!(number <= 65_535)) throw usageError(session.words.say('bad.port', { option: '--port', value }))
  return number
}

/** For options that can be repeated. */
export const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
]

/** A decimal as money is kept: `12,5` → `12.5`. `1,500` is 1500 to some and 1.5 to others, so refused. */
export function decimal(value: string): string {
  const number = readDecimal(value)
  if (number?.kind !== 'exact' || !/^\d{1,15}(\.\d{1,6})?$/.test(number.value))
    throw new AppError('price_invalid', { price: value })
  return number.value
}

export function campaignId(value: string): number {
  if (!/^\d{1,15}$/.test(value) || Number(value) < 1) throw new AppError('unknown_campaign', { campaign: value })
  return Number(value)
}

/** `YYYY-MM-DD`, a day that exists. */
export function day(value: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value.trim())
  const date = parts ? new Date(`${value.trim()}T00:00:00Z`) : null
  if (!date || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== value.trim())
    throw new AppError('date_invalid', { date: value })
  return value.trim()
}

/** A local date (start of that day, or its end) or a local date and time, as epoch ms. */
export function moment(value: string, edge: 'start' | 'end' = 'start'): number {
  const text = value.trim()
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    day(text)
    return new Date(`${text}T${edge === 'start' ? '00:00:00.000' : '23:59:59.999'}`).getTime()
  }
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/.test(text))
    throw new AppError('date_invalid', { date: value })
  day(text.slice(0, 10))
  const at = new Date(text).getTime()
  if (Number.isNaN(at)) throw new AppError('date_invalid', { date: value })
  return at
}

const mappable = { phone: 'phone', name: 'name', firstname: 'firstName' } as const

/** What `--map phone=COL,name=COL,firstname=COL` says, before the columns are known. */
export type MappingWish = Readonly<Partial<Record<MappedColumn, string>>>
type MappedColumn = Exclude<keyof ColumnMapping, 'second'>

export function readMap(values: readonly string[] | undefined, session: Session): MappingWish {
  const wish: Partial<Record<MappedColumn, string>> = {}
  for (const value of values ?? []) {
    // a comma separates two mappings only where a key follows it: headings may hold commas
    for (const part of value.split(/,(?=\s*(?:phone|name|firstname)\s*=)/i)) {
      const equals = part.indexOf('=')
      const key = part.slice(0, equals).trim().toLowerCase()
      const column = part.slice(equals + 1).trim()
      if (equals < 0 || !isMappable(key) || column === '')
        throw usageError(session.words.say('bad.map', { value: part }))
      const before = wish[mappable[key]]
      if (before !== undefined && before !== column)
        throw usageError(session.words.say('bad.mapTwice', { key, one: before, other: column }))
      wish[mappable[key]] = column
    }
  }
  return wish
}

const isMappable = (key: string): key is keyof typeof mappable => Object.hasOwn(mappable, key)

const plain = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim().toLocaleLowerCase('fr')

/** A column by heading (case and outer spaces ignored), or by its number from 1. Throws file_column_unknown. */
export function findColumn(column: string, columns: readonly string[], file: string): number {
  const byHeading = columns.findIndex((heading) => plain(heading) === plain(column))
  if (byHeading >= 0) return byHeading
  if (/^\d{1,4}$/.test(column) && Number(column) >= 1 && Number(column) <= columns.length) return Number(column) - 1
  throw new AppError('file_column_unknown', { column, file, columns: columns.slice(0, 20).join(', ') })
}

/**
 * The mapping to use: what the person said over what was guessed. A name that the person chose replaces both guessed
 * ones, and no guessed name is the column of numbers. Throws AppError file_column_unknown, file_no_phone_column.
 */
export function applyMap(
  wish: MappingWish,
  guessed: ColumnMapping | null,
  columns: readonly string[],
  file: string,
): ColumnMapping {
  const chosen = (wanted: string | undefined): number | null =>
    wanted === undefined ? null : findColumn(wanted, columns, file)
  const phone = chosen(wish.phone) ?? guessed?.phone
  if (phone === undefined) throw new AppError('file_no_phone_column', { file })
  const names = wish.name === undefined && wish.firstName === undefined ? guessed : null
  const free = (column: number | null | undefined): number | null => (column === phone ? null : (column ?? null))
  const firstName = chosen(wish.firstName) ?? free(names?.firstName)
  return { phone, name: chosen(wish.name) ?? free(names?.name), ...(firstName === null ? {} : { firstName }) }
}
