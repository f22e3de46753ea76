/** Which mapping a source is read with: the person's, else the one remembered for files of this shape, else a guess. */
import type { ColumnMapping, SourceView } from '@shared/contract/recipients'
import { AppError } from '@shared/errors'
import { recallMapping } from '../../storage/column-mapping'
import type { Db } from '../../storage/open'
import type { RecipientSource } from '../open-source'
import { guessMapping } from './guess-mapping'

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
    /** Whether second numbers are taken that were chosen for an earlier file of this shape. */
    readonly recallSecond: boolean
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
    return {
      mapping: choices.recallSecond ? remembered : withoutSecond(remembered),
      mappedBy: 'remembered',
      phoneColumns,
    }
  if (mapping === null) throw new AppError('file_no_phone_column', { file: source.fileName ?? '' })
  return { mapping, mappedBy: 'guessed', phoneColumns }
}

function withoutSecond({ second: _second, ...mapping }: ColumnMapping): ColumnMapping {
  return mapping
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
