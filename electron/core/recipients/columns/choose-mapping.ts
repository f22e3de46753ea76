/** Which mapping a source is read with: the person's, else the one remembered for files of this shape, else a guess. */
import type { ColumnMapping, SecondNumbers, SourceView } from '@shared/contract/recipients'
import { headingKey } from '@shared/domain/template-heading'
import { AppError } from '@shared/errors'
import { recallMapping } from '../../storage/column-mapping'
import type { Db } from '../../storage/open'
import type { RecipientSource } from '../open-source'
import { guessMapping } from './guess-mapping'

/** Second numbers of an earlier reading of the same source, by their headings. */
export interface KeptSecond extends Omit<SecondNumbers, 'columns'> {
  readonly headings: readonly string[]
}

export function keptSecond({ mapping, columns }: Pick<SourceView, 'mapping' | 'columns'>): KeptSecond | null {
  if (mapping?.second === undefined) return null
  const { columns: positions, ...second } = mapping.second
  return { ...second, headings: positions.map((column) => columns[column] ?? '') }
}

/**
 * @throws AppError file_no_phone_column where no column holds numbers; file_column_unknown where the person's mapping names
 * a column that is not there; country_unknown
 */
export function chooseMapping(
  db: Db,
  source: RecipientSource,
  choices: {
    readonly mapping: ColumnMapping | null
    readonly country: string
    /** Where the person names no mapping: second numbers as for an earlier file of this shape, none, or these. */
    readonly second: 'recalled' | 'none' | KeptSecond
  },
): Pick<SourceView, 'mappedBy' | 'phoneColumns'> & { readonly mapping: ColumnMapping } {
  // what a person typed as numbers are numbers, good or bad
  if (source.kind === 'numbers') return { mapping: { phone: 0, name: null }, mappedBy: 'guessed', phoneColumns: [] }
  const { mapping, phoneColumns } = guessMapping(source, choices.country)
  if (choices.mapping !== null) {
    assertFits(source, choices.mapping)
    return { mapping: choices.mapping, mappedBy: 'person', phoneColumns }
  }
  const remembered = source.hasHeader ? recallMapping(db, source.shape) : null
  if (remembered !== null && columnOutside(source, remembered) === undefined)
    return { mapping: withSecond(remembered, source, choices.second), mappedBy: 'remembered', phoneColumns }
  if (mapping === null) throw new AppError('file_no_phone_column', { file: source.fileName ?? '' })
  return { mapping: withSecond(mapping, source, choices.second), mappedBy: 'guessed', phoneColumns }
}

function withSecond(
  mapping: ColumnMapping,
  source: RecipientSource,
  choice: 'recalled' | 'none' | KeptSecond,
): ColumnMapping {
  if (choice === 'recalled') return mapping
  const { second: _second, ...own } = mapping
  if (choice === 'none') return own
  const { headings, ...kept } = choice
  const places = new Map(source.columns.map((heading, index) => [headingKey(heading), index]))
  const columns = headings.flatMap((heading) => places.get(headingKey(heading)) ?? [])
  // under other headings it is another table
  return columns.length < headings.length ? own : { ...own, second: { ...kept, columns } }
}

function columnOutside(source: RecipientSource, mapping: ColumnMapping): number | undefined {
  return [mapping.phone, mapping.name, mapping.firstName, ...(mapping.second?.columns ?? [])]
    .filter((column) => typeof column === 'number')
    .find((column) => column >= source.columns.length)
}

function assertFits(source: RecipientSource, mapping: ColumnMapping): void {
  const outside = columnOutside(source, mapping)
  if (outside !== undefined) throw new AppError('file_column_unknown', { column: outside + 1 })
}
