/** Where recipients come from, how a file was read, and what of it cannot be used. */
import { phoneProblems } from '../domain/phone-problem'
import { rowFaults, type ReadingNotice } from './reading-report'
import { filePath, rowId, z } from './schema'

/** How to read a file where the guess is overridden; null = found by itself. */
export const readOptions = z.object({
  encoding: z.string().max(30).nullable(),
  delimiter: z.enum([';', ',', '\t', '|']).nullable(),
  hasHeader: z.boolean().nullable(),
  /** Line of the headings, from 1; wins over `hasHeader`. */
  headerRow: z.number().int().min(1).max(1_048_576).nullable(),
  sheet: z.string().max(200).nullable(),
  /** Rows that a filter or a person hid in a spreadsheet are read too. */
  includeHidden: z.boolean(),
  /** The decimal sign of every column of text; null: each column's own numbers say it. */
  decimal: z.enum(['comma', 'point']).nullable(),
  /** What comes first in dates like 05/03/2026; null: each column's own dates say it. */
  dates: z.enum(['day', 'month']).nullable(),
})
export type ReadOptions = z.infer<typeof readOptions>

/** Everything found by itself. */
export const automaticReading: ReadOptions = {
  encoding: null,
  delimiter: null,
  hasHeader: null,
  headerRow: null,
  sheet: null,
  includeHidden: false,
  decimal: null,
  dates: null,
}

export const sourceInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: filePath, options: readOptions }),
  z.object({ kind: z.literal('pasted'), text: z.string().max(5_000_000), options: readOptions }),
  z.object({ kind: z.literal('group'), groupId: rowId }),
  z.object({ kind: z.literal('numbers'), phones: z.array(z.string().max(60)).min(1).max(10_000) }),
])
export type SourceInput = z.infer<typeof sourceInput>

/** Column positions from 0. */
export const columnMapping = z.object({
  phone: z.number().int().nonnegative(),
  name: z.number().int().nonnegative().nullable(),
  /** Where first names have their own column; shown before the name. */
  firstName: z.number().int().nonnegative().nullable().optional(),
})
export type ColumnMapping = z.infer<typeof columnMapping>

/** A column that holds usable numbers, with how many of the first rows. */
export interface PhoneColumn {
  readonly column: number
  readonly usable: number
}

/** Why a row cannot be used; the sentence is in sentences/. */
export const problemReasons = [...phoneProblems, ...rowFaults] as const
export type ProblemReason = (typeof problemReasons)[number]

export interface RowProblem {
  readonly line: number
  /** Heading of the column at fault. */
  readonly column: string
  readonly value: string
  readonly reason: ProblemReason
  /** For old_numbering: what the number becomes when migrated. */
  readonly suggestion: string | null
  /** E.164 numbers that the cell may mean, for a person to choose from: several numbers, or one that is not certain. */
  readonly readings: readonly string[]
}

/** One source of recipients, as it was read. rows = valid + invalid + duplicate, always. */
export interface SourceView {
  readonly kind: SourceInput['kind']
  /** File name, group name, or a short description. */
  readonly label: string
  readonly encoding: string | null
  readonly delimiter: string | null
  readonly hasHeader: boolean
  /** Line of the headings, from 1; null where there are none. */
  readonly headerRow: number | null
  readonly sheets: readonly string[]
  readonly sheet: string | null
  readonly columns: readonly string[]
  /** First rows as they stand, at most 20. */
  readonly sample: readonly (readonly string[])[]
  readonly mapping: ColumnMapping | null
  /** remembered: this file shape was mapped before; guessed: by headings and content; person: overridden. */
  readonly mappedBy: 'remembered' | 'guessed' | 'person'
  /** Every column that could be the one of the numbers, most numbers first. */
  readonly phoneColumns: readonly PhoneColumn[]
  /** What a person should know of how the source was read. */
  readonly notices: readonly ReadingNotice[]
  readonly rows: number
  readonly valid: number
  readonly invalid: number
  readonly duplicate: number
  /** Valid after an old 8-digit number was migrated. */
  readonly migrated: number
  /** Invalid only because migration was not applied. */
  readonly migratable: number
  /** First problems, at most 1,000; `invalid` is the exact count. */
  readonly problems: readonly RowProblem[]
}
