/** What the rows of a source are, in figures and in the first problems. Counted as they pass. */
import type { RowProblem, SourceView } from '@shared/contract/recipients'
import type { ClassifiedRow } from './classify-rows'

const listedProblems = 1000

type Counts = Pick<SourceView, 'rows' | 'valid' | 'invalid' | 'duplicate' | 'migrated' | 'migratable'>

export class SourceCounts {
  readonly #columns: readonly string[]
  readonly #problems: RowProblem[] = []
  readonly #counts = { rows: 0, valid: 0, invalid: 0, duplicate: 0, migrated: 0, migratable: 0 }

  /** @param columns headings */
  constructor(columns: readonly string[]) {
    this.#columns = columns
  }

  add(row: ClassifiedRow): void {
    const counts = this.#counts
    counts.rows += 1
    counts[row.status] += 1
    if (row.status === 'valid' && row.migratedFrom !== null) counts.migrated += 1
    if (row.reason === null) return
    if (row.suggestion !== null) counts.migratable += 1
    if (this.#problems.length >= listedProblems) return
    this.#problems.push({
      line: row.line,
      column: this.#columns[row.column] ?? '',
      value: row.raw.slice(0, 200),
      reason: row.reason,
      suggestion: row.suggestion,
      readings: row.readings,
    })
  }

  /** rows = valid + invalid + duplicate. */
  get counts(): Counts {
    return { ...this.#counts }
  }

  /** The first 1,000; `invalid` is the exact number. */
  get problems(): readonly RowProblem[] {
    return this.#problems
  }
}
