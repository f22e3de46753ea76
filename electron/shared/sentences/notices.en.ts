/** What is said of how a source was read, in English. */
import type { NoticeCode } from '../contract/reading-report'

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many)

export const noticeSentences = {
  /** @param others the sheets that are not read, or the columns that are hidden, quoted */
  sentences: {
    ragged_rows: (count) =>
      `${count} ${plural(count, 'row does', 'rows do')} not have as many cells as the headings: those that can be read in several ways are to be corrected.`,
    cut_numbers: (count) =>
      `${count} ${plural(count, 'row has', 'rows have')} a number that may be cut at its comma (“12” then “500” for 12,500): check the amounts, or save the file with semicolons.`,
    repaired_quotes: (count) =>
      `${count} ${plural(count, 'row with misplaced quotes was', 'rows with misplaced quotes were')} read all the same.`,
    bad_bytes: (count) =>
      `${count} ${plural(count, 'character cannot be read and becomes “�”', 'characters cannot be read and become “�”')}.`,
    doubtful_encoding: (count) =>
      `The encoding of the text is not certain (${count} ${plural(count, 'line', 'lines')} to look at): check the accents.`,
    invisible_marks: (count) =>
      `${count} ${plural(count, 'cell', 'cells')} held marks that show nothing; they were taken out.`,
    hidden_rows: (count) => `${count} hidden ${plural(count, 'row', 'rows')} in the sheet.`,
    hidden_columns: (count, names) =>
      `${count} hidden ${plural(count, 'column is', 'columns are')} read like the others: ${names}.`,
    merged_cells: (count) =>
      `${count} ${plural(count, 'row has a cell', 'rows have cells')} merged with a row above: these cells count as empty. Unmerge them and repeat the value in each row.`,
    other_sheets: (count, others) => `${count} other ${plural(count, 'sheet is', 'sheets are')} not read: ${others}.`,
    error_values: (count) =>
      `${count} ${plural(count, 'cell', 'cells')} with an error ${plural(count, 'counts', 'count')} as empty.`,
    no_cached_values: (count) =>
      `${count} ${plural(count, 'formula has no stored result', 'formulas have no stored results')}: open the file in Excel or LibreOffice, save it and try again.`,
    ambiguous_numbers: (count) =>
      `${count} ${plural(count, 'number', 'numbers')} can be read in two ways (1.250: one thousand two hundred and fifty, or one and a quarter): choose the decimal sign.`,
    ambiguous_dates: (count) =>
      `${count} ${plural(count, 'date', 'dates')} can be read in two ways (05/01: 5 January or 1 May).`,
    second_numbers: (count) =>
      `${count} ${plural(count, 'row is', 'rows are')} sent to at another number than the first of the cell or column.`,
    added_numbers: (count) =>
      `${count} second ${plural(count, 'number counts', 'numbers count')} as a row of ${plural(count, 'its', 'their')} own, each with its message.`,
    unusable_numbers: (count) =>
      `${count} ${plural(count, 'number cannot be used; its row has', 'numbers cannot be used; their rows have')} another one or ${plural(count, 'is', 'are')} to be corrected.`,
    corrections_lost: (count) =>
      `${count} ${plural(count, 'number corrected by hand was not kept: its row has changed, is no longer in the list or is like another one. Correct it', 'numbers corrected by hand were not kept: their rows have changed, are no longer in the list or are like others. Correct them')} again.`,
  } satisfies Record<NoticeCode, (count: number, others: string) => string>,
  /** @param more there are others */
  lines: (list: string, count: number, more: boolean): string =>
    `(${plural(count, 'line', 'lines')} ${list}${more ? '…' : ''})`,
  quoted: (name: string): string => `“${name}”`,
} as const
