/** A whole source read and judged with the columns that it is guessed to have, as the import does it. */
import type { ColumnMapping } from '@shared/contract/recipients'
import { classifyRows, type ClassifiedRow, type Tallies } from '@core/recipients/classify'
import { guessMapping } from '@core/recipients/guess-mapping'
import type { RecipientSource } from '@core/recipients/source'

export interface ClassifiedSource {
  readonly mapping: ColumnMapping
  readonly tallies: Tallies
}

/** @param onRows given every batch as it passes, and waited for. Throws where no column of numbers is found. */
export async function classifySource(
  source: RecipientSource,
  country: string,
  onRows?: (rows: readonly ClassifiedRow[]) => void | Promise<void>,
): Promise<ClassifiedSource> {
  const { mapping } = guessMapping(source, country)
  if (mapping === null) throw new Error('no column of numbers')
  const classification = classifyRows(source.rows(), { mapping, width: source.columns.length, country })
  for await (const rows of classification) await onRows?.(rows)
  return { mapping, tallies: classification.tallies }
}
