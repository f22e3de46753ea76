/** The options that say how to read a file of people, the same for every command that reads one. */
import { basename } from 'node:path'
import type { Command } from 'commander'
import { AppError, toWireError } from '@shared/errors'
import { isCountryCode } from '@shared/domain/phone-number'
import { sameNumberChoice, type SameNumber } from '@shared/contract/drafts'
import {
  secondNumbers,
  type ColumnMapping,
  type PhoneColumn,
  type ReadOptions,
  type SecondNumbers,
  type SourceInput,
} from '@shared/contract/recipients'
import { applyMap, collect, findColumn, positive, readMap } from './arguments'
import { usageError } from './failure'
import type { Session } from './session'

export interface FileOptions {
  readonly country?: string
  readonly map?: readonly string[]
  readonly encoding?: string
  readonly delimiter?: string
  readonly header?: boolean
  readonly headerRow?: string
  readonly sheet?: string
  readonly includeHidden?: boolean
  readonly migrate?: boolean
  readonly decimal?: string
  readonly dates?: string
  readonly where?: readonly string[]
  readonly secondPhone?: readonly string[]
  readonly numbers?: string
}

export function withFileOptions(command: Command): Command {
  return command
    .option('--country <CODE>')
    .option('--map <MAPPING>', '', collect)
    .option('--encoding <NAME>')
    .option('--delimiter <CHARACTER>')
    .option('--header')
    .option('--no-header')
    .option('--header-row <N>')
    .option('--sheet <NAME>')
    .option('--include-hidden')
    .option('--migrate')
    .option('--decimal <SIGN>')
    .option('--dates <FIRST>')
    .option('--where <CONDITION>', '', collect)
    .option('--second-phone <COLUMN...>')
    .option('--numbers <CHOICE>')
}

/** What rows with one number get. Throws AppError usage. */
export function sameNumberOf(options: { readonly sameNumber?: string }, { words }: Session): SameNumber {
  const { sameNumber = 'first' } = options
  const read = sameNumberChoice.safeParse(sameNumber)
  if (!read.success) throw usageError(words.say('bad.sameNumber', { value: sameNumber }))
  return read.data
}

const delimiters: Readonly<Record<string, ReadOptions['delimiter']>> = {
  ';': ';',
  ',': ',',
  '|': '|',
  '\t': '\t',
  tab: '\t',
  '\\t': '\t',
}

const decimals: Readonly<Record<string, ReadOptions['decimal']>> = {
  comma: 'comma',
  ',': 'comma',
  point: 'point',
  '.': 'point',
}

export function fileSource(path: string, options: FileOptions, session: Session): SourceInput {
  const { words } = session
  const { delimiter, decimal, dates, headerRow } = options
  if (path === '') throw new AppError('file_not_found', { file: path })
  if (delimiter !== undefined && !Object.hasOwn(delimiters, delimiter)) {
    throw usageError(words.say('bad.delimiter', { value: delimiter }))
  }
  if (decimal !== undefined && !Object.hasOwn(decimals, decimal)) {
    throw usageError(words.say('bad.decimal', { value: decimal }))
  }
  if (dates !== undefined && dates !== 'day' && dates !== 'month') {
    throw usageError(words.say('bad.dates', { value: dates }))
  }
  return {
    kind: 'file',
    path,
    // a command does what its line says: no conditions from an earlier file
    where: [...(options.where ?? [])],
    options: {
      encoding: options.encoding ?? null,
      delimiter: delimiter === undefined ? null : (delimiters[delimiter] ?? null),
      hasHeader: options.header ?? null,
      headerRow: headerRow === undefined ? null : positive(headerRow, '--header-row', session, { whole: true }),
      sheet: options.sheet ?? null,
      includeHidden: options.includeHidden === true,
      decimal: decimal === undefined ? null : (decimals[decimal] ?? null),
      dates: dates ?? null,
    },
  }
}

export async function countryOf(options: { country?: string }, session: Session): Promise<string> {
  const country = options.country?.trim().toUpperCase()
  return country === undefined ? (await session.request('settings.get', undefined)).country : knownCountry(country)
}

/** Throws AppError country_unknown. */
export function knownCountry(code: string): string {
  const country = code.trim().toUpperCase()
  if (!isCountryCode(country)) throw new AppError('country_unknown', { country: code })
  return country
}

interface MapReading {
  readonly source: SourceInput
  readonly country: string
  readonly options: FileOptions
}

/** The columns that `--map` and `--second-phone` name, looked up in the file; null where they name none. */
export async function mappingOf(
  session: Session,
  { source, country, options }: MapReading,
): Promise<ColumnMapping | null> {
  const wish = readMap(options.map, session)
  const second = secondOf(options, session)
  if (source.kind !== 'file' || (Object.keys(wish).length === 0 && second === null)) return null
  const seen = await session
    .request('contacts.inspect', { source, country, migrate: false })
    .catch(async (thrown: unknown) => {
      if (toWireError(thrown).code !== 'file_no_phone_column') throw thrown
      // nothing looks like numbers: any mapping shows the columns
      const mapping = { phone: 0, name: null }
      const view = await session.request('contacts.inspect', { source, country, migrate: false, mapping })
      return { ...view, mapping: null }
    })
  const file = basename(source.path)
  const columns = [...new Set(second?.columns.map((column) => findColumn(column, seen.columns, file)))]
  const mapping = applyMap(wish, withFirstPhone(seen, columns), seen.columns, file)
  return second === null ? mapping : { ...mapping, second: { ...second, columns } }
}

/** The mapping where a column that was named as the second is not also the first, if others hold numbers. */
function withFirstPhone(
  { mapping, phoneColumns }: { readonly mapping: ColumnMapping | null; readonly phoneColumns: readonly PhoneColumn[] },
  second: readonly number[],
): ColumnMapping | null {
  if (mapping === null || !second.includes(mapping.phone)) return mapping
  const phone = phoneColumns.find(({ column }) => !second.includes(column))?.column
  return phone === undefined ? mapping : { ...mapping, phone }
}

/** What `--second-phone` and `--numbers` say; null where neither is given. Throws AppError usage. */
function secondOf(
  { secondPhone, numbers }: FileOptions,
  { words }: Session,
): (Omit<SecondNumbers, 'columns'> & { readonly columns: readonly string[] }) | null {
  if (secondPhone === undefined && numbers === undefined) return null
  const use = secondNumbers.shape.use.safeParse(numbers ?? 'first')
  if (!use.success) throw usageError(words.say('bad.numbers', { value: numbers ?? '' }))
  return { columns: secondPhone ?? [], sameCell: true, use: use.data }
}
