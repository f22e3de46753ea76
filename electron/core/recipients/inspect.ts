/**
 * What an import of this source would do, nothing written: how it was read, which columns were taken for what, how many
 * rows are valid, invalid, duplicate, and which problems they have. The data of `griot inspect --json`, and more.
 */
import type { ColumnMapping, ProblemReason } from '@shared/contract/recipients'
import type { PhoneOptions } from '@shared/domain/phone-number'
import { classifyRows, type ClassifiedRow, type Tallies } from './classify'
import type { ReadingOptions } from './file-access'
import { applyMappingOption, guessMapping, type MappingGuess } from './guess-mapping'
import type { PhoneIndex } from './phone-index'
import type { RecipientSource } from './source'

/** Problems that are listed; the counts are exact whatever their number. */
export const mostProblems = 1000

interface ListedProblem {
  readonly line: number
  /** Heading of the column at fault. */
  readonly column: string
  /** The cell as it stands, at most 200 characters. */
  readonly value: string
  readonly reason: ProblemReason | 'duplicate'
  /** For an old number: what it would become. */
  readonly suggestion: string | null
  /** For a duplicate: the line that it repeats. */
  readonly duplicateOf: number | null
}

export interface InspectOptions extends ReadingOptions {
  readonly country: string
  readonly migrate?: PhoneOptions['migrate']
  /** A mapping remembered or chosen; null or absent: guessed. */
  readonly mapping?: ColumnMapping | null
  /** `phone=COL,name=COL` over the mapping, as the command line gives them. */
  readonly mappingOptions?: readonly string[]
  readonly seen?: PhoneIndex
  /** Given every batch as it passes, and waited for, so that a caller can use the rows of the same reading. */
  readonly onRows?: (rows: readonly ClassifiedRow[]) => void | Promise<void>
}

export interface Inspection extends Tallies {
  readonly encoding: string | null
  readonly delimiter: string | null
  readonly header: boolean
  readonly columns: readonly string[]
  /** Headings by field: `{ phone: "Tél", name: "Nom" }`. */
  readonly mapping: Readonly<Record<string, string>>
  /** First invalid and duplicate rows in order, at most `mostProblems`. */
  readonly problems: readonly ListedProblem[]
  /** Problems beyond those listed. */
  readonly moreProblems: number
  readonly file: string | null
  readonly kind: RecipientSource['kind']
  readonly sheet: string | null
  readonly sheets: readonly string[]
  /** Columns by position, for whoever imports with the same mapping. */
  readonly columnMapping: ColumnMapping
  readonly guess: Pick<MappingGuess, 'confidence' | 'reason'>
  /** Invalid rows by reason. */
  readonly reasons: Readonly<Partial<Record<ProblemReason, number>>>
}

/** @throws AppError file_no_phone_column, file_column_unknown, usage, country_unknown, and what reading the source throws */
export async function inspectSource(source: RecipientSource, options: InspectOptions): Promise<Inspection> {
  const guess = guessMapping(source, options.country)
  const base = options.mapping ? { ...guess, mapping: options.mapping } : guess
  const columnMapping = applyMappingOption(source, base, options.mappingOptions ?? [])
  const classification = classifyRows(source.rows(options), {
    mapping: columnMapping,
    width: source.columns.length,
    country: options.country,
    ...(options.migrate === undefined ? {} : { migrate: options.migrate }),
    ...(options.seen === undefined ? {} : { seen: options.seen }),
  })
  const heading = (index: number): string => source.columns[index] ?? ''
  const problems: ListedProblem[] = []
  const reasons: Partial<Record<ProblemReason, number>> = {}
  for await (const rows of classification) {
    for (const row of rows) {
      if (row.reason !== null) reasons[row.reason] = (reasons[row.reason] ?? 0) + 1
      if (row.status !== 'valid' && problems.length < mostProblems) {
        problems.push(problemOf(row, heading(columnMapping.phone)))
      }
    }
    await options.onRows?.(rows)
  }
  const { tallies } = classification
  return {
    encoding: source.encoding,
    delimiter: source.delimiter,
    header: source.hasHeader,
    columns: source.columns,
    mapping: Object.fromEntries(
      Object.entries(columnMapping).flatMap(([field, index]) =>
        typeof index === 'number' ? [[field, heading(index)]] : [],
      ),
    ),
    ...tallies,
    problems,
    moreProblems: tallies.invalid + tallies.duplicate - problems.length,
    file: source.fileName,
    kind: source.kind,
    sheet: source.sheet,
    sheets: source.sheetNames,
    columnMapping,
    guess: { confidence: guess.confidence, reason: guess.reason },
    reasons,
  }
}

function problemOf(row: ClassifiedRow, column: string): ListedProblem {
  return {
    line: row.line,
    column,
    value: row.raw.slice(0, 200),
    reason: row.reason ?? 'duplicate',
    suggestion: row.suggestion,
    duplicateOf: row.duplicateOf,
  }
}
