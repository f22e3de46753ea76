/** What is said of how a source was read: the codes of the command line's contract, and what can be wrong with a row itself. */

export const noticeCodes = [
  'ragged_rows',
  'cut_numbers',
  'repaired_quotes',
  'bad_bytes',
  'doubtful_encoding',
  'invisible_marks',
  'hidden_rows',
  'hidden_columns',
  'merged_cells',
  'other_sheets',
  'error_values',
  'no_cached_values',
  'ambiguous_numbers',
  'ambiguous_dates',
  'second_numbers',
  'added_numbers',
  'unusable_numbers',
  'corrections_lost',
] as const
export type NoticeCode = (typeof noticeCodes)[number]

/** Lines that a notice names at most. */
export const noticeLines = 20

export interface ReadingNotice {
  readonly code: NoticeCode
  /** How often; exact. What is counted (rows, bytes, sheets, columns) follows from the code. */
  readonly count: number
  /** The first lines concerned, in order, at most `noticeLines`; empty where it concerns the whole file. */
  readonly lines: readonly number[]
  /** Of a notice on columns: their names, at most `noticeLines`. */
  readonly names?: readonly string[] | undefined
}

/**
 * Why a row cannot be used whatever its number is: its cells are not those of the headings (`ragged_row`), a number was most
 * likely cut at its comma (`cut_number`), its quotes can be read in several ways (`broken_quotes`).
 */
export const rowFaults = ['ragged_row', 'cut_number', 'broken_quotes'] as const
export type RowFault = (typeof rowFaults)[number]
