/** A whole source read and judged with the columns that it is guessed to have, as the import does it. */
import type { ColumnMapping } from '@shared/contract/recipients'
import { classifyRows, type ClassifiedRow } from '@core/recipients/classify/classify-rows'
import { SourceCounts } from '@core/recipients/classify/source-counts'
import { guessMapping } from '@core/recipients/columns/guess-mapping'
import type { RecipientSource } from '@core/recipients/open-source'

export interface ClassifiedSource {
  readonly mapping: ColumnMapping
  readonly counts: SourceCounts['counts']
}

/** @param onRows given every batch as it passes, and waited for. Throws where no column of numbers is found. */
export async function classifySource(
  source: RecipientSource,
  { country, migrate = false }: { readonly country: string; readonly migrate?: boolean },
  onRows?: (rows: readonly ClassifiedRow[]) => void | Promise<void>,
): Promise<ClassifiedSource> {
  const { mapping } = guessMapping(source, country)
  if (mapping === null) throw new Error('no column of numbers')
  const counts = new SourceCounts(source.columns)
  for await (const rows of classifyRows(source.rows(), { mapping, country, migrate })) {
    for (const row of rows) counts.add(row)
    await onRows?.(rows)
  }
  return { mapping, counts: counts.counts }
}
