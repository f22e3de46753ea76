/** What a reading of a source found, in figures and in its first problems. */
import type { RowProblem, SourceView } from '@shared/contract/recipients'
import type { OpenedSource } from '../drafts/read-source'
import type { ClassifiedRow } from '../recipients/classify'

const listedProblems = 1000

/** Counts rows as they pass: rows = valid + invalid + duplicate. */
export class SourceCounts {
  readonly #opened: OpenedSource
  readonly #problems: RowProblem[] = []
  #counts = { rows: 0, valid: 0, invalid: 0, duplicate: 0, migrated: 0, migratable: 0 }

  constructor(opened: OpenedSource) {
    this.#opened = opened
  }

  add(row: ClassifiedRow): void {
    const counts = this.#counts
    counts.rows += 1
    counts[row.status] += 1
    if (row.status === 'valid' && row.migratedFrom !== null) counts.migrated += 1
    if (row.reason === null) return
    if (row.suggestion !== null) counts.migratable += 1
    if (this.#problems.length >= listedProblems) return
    const { columns, mapping } = this.#opened.reading
    this.#problems.push({
      line: row.line,
      column: columns[mapping?.phone ?? 0] ?? '',
      value: row.raw.slice(0, 200),
      reason: row.reason,
      suggestion: row.suggestion,
    })
  }

  get view(): SourceView {
    return { kind: this.#opened.kind, ...this.#opened.reading, ...this.#counts, problems: this.#problems }
  }
}
