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

/**
 * Conditions in the language of messages (`Solde > 0`) that all must hold for a row to be taken; the others are left out, and
 * counted. Null or absent: those remembered for files of the same headings; empty: none.
 */
export const rowConditions = z.array(z.string().trim().min(1).max(500)).max(20).nullable().optional()

/** What a person can paste or type at once; more is a file. */
export const longestPastedText = 5_000_000
export const mostTypedNumbers = 10_000
export const longestTypedNumber = 60

export const sourceInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: filePath, options: readOptions, where: rowConditions }),
  z.object({
    kind: z.literal('pasted'),
    text: z.string().max(longestPastedText),
    options: readOptions,
    where: rowConditions,
  }),
  z.object({ kind: z.literal('group'), groupId: rowId, where: rowConditions }),
  z.object({
    kind: z.literal('numbers'),
    phones: z.array(z.string().max(longestTypedNumber)).min(1).max(mostTypedNumbers),
  }),
])
export type SourceInput = z.infer<typeof sourceInput>

/**
 * Further numbers of a row, tried after the one of its phone column. `use`: `first` sends to the first usable one; `all` makes
 * each number a row of its own, so that rows = valid + invalid + duplicate counts numbers. Empty cells count for nothing.
 */
export const secondNumbers = z.object({
  /** Positions of the columns that hold them, in the order in which they are tried; empty: the phone column alone. */
  columns: z.array(z.number().int().nonnegative()).max(20).readonly(),
  /** A cell with several numbers (`677… / 699…`) gives all of them; else it cannot be used (`several_numbers`). */
  sameCell: z.boolean(),
  use: z.enum(['first', 'all']),
})
export type SecondNumbers = z.infer<typeof secondNumbers>

/** Column positions from 0. */
export const columnMapping = z.object({
  phone: z.number().int().nonnegative(),
  name: z.number().int().nonnegative().nullable(),
  /** Where first names have their own column; shown before the name. */
  firstName: z.number().int().nonnegative().nullable().optional(),
  /** Absent: each row has one number. */
  second: secondNumbers.optional(),
})
export type ColumnMapping = z.infer<typeof columnMapping>

/** A column that holds usable numbers, with how many of the first rows. */
export interface PhoneColumn {
  readonly column: number
  readonly usable: number
}

/** Why a row cannot be used; the sentence is in sentences/. */
export const problemReasons = [...phoneProblems, 'merged_cell', ...rowFaults] as const
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

/** Numbers listed of `secondNumberCounts.passed` at most. */
export const passedNumbers = 200

/** What became of second numbers; all zero where the mapping has none. */
export const secondNumberCounts = z.object({
  /** Rows that are sent to at another number than the first of their phone cell (`first`). */
  used: z.number().int(),
  /** Numbers that count as a row of their own beside the first of theirs (`all`): the source had `rows` less these. */
  added: z.number().int(),
  /** Numbers that cannot be used, of rows that have another one or whose first is listed among the problems. */
  passed: z.object({
    count: z.number().int(),
    numbers: z
      .array(
        z.object({
          line: z.number().int(),
          column: z.string(),
          value: z.string(),
          reason: z.enum(problemReasons),
          suggestion: z.string().nullable(),
          readings: z.array(z.string()).readonly(),
        }),
      )
      .readonly(),
  }),
})
export type SecondNumberCounts = z.infer<typeof secondNumberCounts>
export const noSecondNumbers: SecondNumberCounts = { used: 0, added: 0, passed: { count: 0, numbers: [] } }

/** Cells that are listed of a condition at most. */
export const conditionCells = 100

/** A cell that a condition could not be sure of. `source`: position among the draft's sources. */
export const conditionCell = z.object({ source: z.number().int(), line: z.number().int(), value: z.string() })
export type ConditionCell = z.infer<typeof conditionCell>
const conditionCellList = z.object({ count: z.number().int(), cells: z.array(conditionCell).readonly() })

/** On which side of a condition rows fall: yes + no = all of them. */
export const conditionCount = z.object({
  /** As it was written. */
  condition: z.string(),
  /** Heading of its left side; '' where a literal stands there. */
  column: z.string(),
  yes: z.number().int(),
  no: z.number().int(),
  /** Rows, on either side, whose cell is empty where a value is compared. */
  empty: z.number().int(),
  /** Cells that are not the number, day or length of time that the condition compares with. */
  unread: conditionCellList,
  /** Numbers that can be read in two ways, and fall on either side: nothing is sent before the person says which it is. */
  doubtful: conditionCellList,
})
export type ConditionCount = z.infer<typeof conditionCount>

/** Rows that are listed of those left out at most. */
export const filteredRowsShown = 100

/** The first rows that conditions left out, with the cells that say who and why. */
export const filteredRows = z.object({
  /** Positions of the columns that are shown: number, name, and those that the conditions look at. */
  columns: z.array(z.number().int().nonnegative()).readonly(),
  rows: z.array(z.object({ line: z.number().int(), values: z.array(z.string()).readonly() })).readonly(),
})
export type FilteredRows = z.infer<typeof filteredRows>

/** How the texts of a column are read where it matters; null: the column does not decide it. */
export const columnReadingView = z.object({
  column: z.number().int().nonnegative(),
  decimal: z.enum(['comma', 'point']).nullable(),
  dates: z.enum(['day', 'month']).nullable(),
})
export type ColumnReadingView = z.infer<typeof columnReadingView>

/** One source of recipients, as it was read. `rows` counts those that its conditions chose: rows = valid + invalid + duplicate, always. */
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
  /** Columns of text whose numbers or dates can be read in two ways, and what was decided. */
  readonly readings: readonly ColumnReadingView[]
  /** The conditions by which rows were chosen, counted over all rows of the source. */
  readonly where: readonly ConditionCount[]
  /** True where the conditions were remembered from an earlier file with the same headings. */
  readonly whereRemembered: boolean
  /** Rows that the conditions left out: neither in `rows` nor in its parts. */
  readonly filtered: number
  readonly filteredRows: FilteredRows
  readonly second: SecondNumberCounts
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
