/**
 * A source of a draft's recipients, opened: its columns, how it was read and mapped, and its rows, classified. Files,
 * pasted tables and typed numbers come from recipients/; a group's members are read from the database.
 */
import { resolve } from 'node:path'
import type { SourceInput, ColumnMapping } from '@shared/contract/recipients'
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import { classifyRows, type ClassifiedRow } from '../recipients/classify'
import { guessMapping } from '../recipients/guess-mapping'
import { openSource, type RecipientSource, type SourceLocation } from '../recipients/source'
import { recallMapping } from '../storage/column-mapping'
import type { SourceOrigin, SourceReading } from '../storage/recipient-source'
import { openGroup } from './read-group'

export interface OpenedSource {
  readonly kind: SourceInput['kind']
  readonly reading: Omit<SourceReading, 'positions'>
  /** To read it again; null for what has no reading to choose (groups, typed numbers). */
  readonly origin: SourceOrigin | null
  /** Where the mapping should be remembered; null where it says nothing about other files. */
  readonly shape: string | null
  /** Every row with its verdict within this source, in batches; can be read once. */
  rows(choices: RowChoices): AsyncIterable<readonly ClassifiedRow[]>
}

export interface RowChoices {
  readonly country: string
  readonly migrate: boolean
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * @throws AppError file_*, unknown_group, cancelled; file_no_phone_column where no column holds numbers;
 * file_column_unknown where the mapping names a column that is not there
 */
export async function openRecipients(
  context: CoreContext,
  input: SourceInput,
  choices: {
    readonly mapping: ColumnMapping | null
    readonly country: string
    readonly signal?: AbortSignal | undefined
  },
): Promise<OpenedSource> {
  if (input.kind === 'group') return openGroup(context, input.groupId, choices.signal)
  const { signal } = choices
  const settings = context.settings().language
  const source = await openSource(locationOf(input), {
    ...('options' in input ? input.options : {}),
    language: settings === 'en' ? 'en' : 'fr',
    signal,
  })
  const { mapping, mappedBy } = mappingOf(context, source, choices)
  return {
    kind: input.kind,
    origin: originOf(input, source),
    shape: source.hasHeader ? source.shape : null,
    reading: {
      label: source.fileName ?? '',
      encoding: source.encoding,
      delimiter: source.delimiter,
      hasHeader: source.hasHeader,
      sheets: [...source.sheetNames],
      sheet: source.sheet,
      columns: [...source.columns],
      sample: source.sample.map((row) => [...row.values]),
      mapping,
      mappedBy,
    },
    rows: ({ country, migrate, onProgress }) =>
      classifyRows(source.rows({ signal, onProgress }), {
        mapping,
        width: source.columns.length,
        country,
        migrate: migrate ? 'apply' : 'offer',
      }),
  }
}

function originOf(input: SourceInput, { stamp }: RecipientSource): SourceOrigin | null {
  switch (input.kind) {
    case 'file':
      return stamp === null ? null : { kind: 'file', path: resolve(input.path), options: input.options, stamp }
    case 'pasted':
      return { kind: 'pasted', text: input.text, options: input.options }
    case 'group':
    case 'numbers':
      return null
  }
}

function locationOf(input: Exclude<SourceInput, { kind: 'group' }>): SourceLocation {
  switch (input.kind) {
    case 'file':
      return { kind: 'file', path: input.path }
    case 'pasted':
      return { kind: 'pasted', text: input.text }
    case 'numbers':
      return { kind: 'numbers', phones: input.phones }
  }
}

function mappingOf(
  context: CoreContext,
  source: RecipientSource,
  choices: { readonly mapping: ColumnMapping | null; readonly country: string },
): { mapping: ColumnMapping; mappedBy: SourceReading['mappedBy'] } {
  if (choices.mapping !== null) {
    assertFits(source, choices.mapping)
    return { mapping: choices.mapping, mappedBy: 'person' }
  }
  const remembered = source.hasHeader ? recallMapping(context.db, source.shape) : null
  if (remembered !== null && fits(source, remembered)) return { mapping: remembered, mappedBy: 'remembered' }
  // what a person typed as numbers are numbers, good or bad
  if (source.kind === 'numbers') return { mapping: { phone: 0, name: null }, mappedBy: 'guessed' }
  const { mapping } = guessMapping(source, choices.country)
  if (mapping === null) throw new AppError('file_no_phone_column', { file: source.fileName ?? '' })
  return { mapping, mappedBy: 'guessed' }
}

function columnsOf(mapping: ColumnMapping): number[] {
  return [mapping.phone, mapping.name, mapping.firstName].flatMap((column) =>
    column === null || column === undefined ? [] : [column],
  )
}

function fits(source: RecipientSource, mapping: ColumnMapping): boolean {
  return columnsOf(mapping).every((column) => column < source.columns.length)
}

function assertFits(source: RecipientSource, mapping: ColumnMapping): void {
  const outside = columnsOf(mapping).find((column) => column >= source.columns.length)
  if (outside !== undefined) throw new AppError('file_column_unknown', { column: outside + 1 })
}
