/** What each kind of source (file of any format, pasted text, typed numbers) gives before its headings are looked at. */
import type { Delimiter } from './delimited/detect-dialect'
import type { TextEncoding } from './encoding/text-encoding'
import type { FileStamp, ReadingOptions } from './files/file-access'
import type { RowBatch } from './row'

export interface SourceTable {
  readonly kind: 'delimited' | 'spreadsheet' | 'vcard' | 'pasted' | 'numbers'
  /** File name; null where there is no file. */
  readonly fileName: string | null
  /** Of the file as it was opened; null where there is none. */
  readonly stamp: FileStamp | null
  readonly encoding: TextEncoding | null
  readonly delimiter: Delimiter | null
  readonly sheetNames: readonly string[]
  readonly sheet: string | null
  /** Headings of a source that cannot have any of its own. */
  readonly ownHeadings: readonly string[] | null
  /** Every row, headings included, in batches of at most 250. May be called again. */
  readonly read: (options?: ReadingOptions) => AsyncGenerator<RowBatch>
}

/** The facts that only files have, for the others. */
export const noFile = {
  fileName: null,
  stamp: null,
  encoding: null,
  delimiter: null,
  sheetNames: [],
  sheet: null,
  ownHeadings: null,
} as const
