/**
 * Cuts delimited text (RFC 4180 as spreadsheets really write it) into rows, chunk by chunk, in flat memory and linear time.
 * Where chunks are cut never changes the result. LF, CRLF and CR end rows, mixed too; quoted cells keep their line
 * breaks; every row carries the physical line on which it starts. Rows are arrays: no heading ever becomes a key.
 */
import { AppError } from '@shared/errors'
import { cleanCell, oddCharacters } from '../clean-cell'
import type { ReadingNotices } from '../reading-notices'
import type { SourceRow } from '../row'
import { readQuotedRow, type QuotedRow } from './quoted-row'

export interface TokenizerOptions {
  /** One character; null: the whole line is one cell. */
  readonly delimiter: string | null
  /** Cells that a row of this table has, to judge misplaced quotes by; null where that is not known. */
  readonly width?: number | null
  /** For error sentences. */
  readonly file: string
  /** Longest row in UTF-16 units, line breaks included. Default 1,048,576. */
  readonly longestRow?: number
  /** Cells of a row at most. Default 16,384: more than any spreadsheet has columns is no table. */
  readonly mostCells?: number
  /** Takes what is odd in the text. */
  readonly notices?: ReadingNotices | undefined
  /** The encoding is not certain: rows with letters beyond ASCII are told. */
  readonly isDoubtful?: boolean
}

const carriageReturn = 13
const beyondAscii = /[\u0080-\uffff]/
/** DOS programs end a file with it. */
const endMarks = /\x1a+$/ // eslint-disable-line no-control-regex -- it is what is looked for

/** Looking beyond rows whose quotes do not fit may take this much in all, and so many times the text. */
const freeLookahead = 4_194_304
const lookaheadShare = 8

export class DelimitedTokenizer {
  readonly #delimiter: string | null
  readonly #width: number | null
  readonly #file: string
  readonly #longestRow: number
  readonly #mostCells: number
  readonly #notices: ReadingNotices | undefined
  readonly #isDoubtful: boolean
  /** Text from the start of the first row that is not complete yet. */
  #text = ''
  /** Line on which #text starts. */
  #line = 1
  #rows: SourceRow[] = []
  #blank = 0
  #isOdd = false
  #consumed = 0
  #wasted = 0

  constructor(options: TokenizerOptions) {
    this.#delimiter = options.delimiter
    this.#width = options.width ?? null
    this.#file = options.file
    this.#longestRow = options.longestRow ?? 1_048_576
    this.#mostCells = options.mostCells ?? 16_384
    this.#notices = options.notices
    this.#isDoubtful = options.isDoubtful === true
  }

  /** Adds text. @throws AppError file_binary, file_line_too_long, file_too_many_columns, each with its line */
  push(text: string): void {
    const nul = text.indexOf('\0')
    if (nul !== -1) {
      const line = this.#line + countLineBreaks(this.#text + text.slice(0, nul))
      throw new AppError('file_binary', { file: this.#file, line })
    }
    this.#isOdd ||= oddCharacters.test(text)
    this.#text += text
    this.#cut(false)
  }

  /** No more text. @throws as push */
  end(): void {
    this.#text = this.#text.replace(endMarks, '')
    this.#cut(true)
  }

  /** Rows completed since the last call, and how many lines were blank (no cell holds anything but spaces). */
  take(): { rows: SourceRow[]; blank: number } {
    const taken = { rows: this.#rows, blank: this.#blank }
    this.#rows = []
    this.#blank = 0
    return taken
  }

  #cut(isLast: boolean): void {
    const text = this.#text
    const length = text.length
    let position = 0
    // next occurrence of each at or after position; `length` = none
    let lineFeed = -1
    let carriage = -1
    let quote = -1
    while (position < length) {
      if (lineFeed < position) lineFeed = indexOrLength(text, '\n', position)
      if (carriage < position) carriage = indexOrLength(text, '\r', position)
      if (quote < position) quote = indexOrLength(text, '"', position)
      const lineEnd = Math.min(lineFeed, carriage)
      // the end marks of DOS are known only at the end of the text
      const isWhole = isLast || (lineEnd < length && (lineEnd !== carriage || carriage < length - 1))
      if (!isWhole) break
      if (lineEnd - position > this.#longestRow) this.#refuseLongLine()
      let next = lineEnd + (lineEnd === carriage && lineFeed === carriage + 1 ? 2 : 1)
      if (quote >= lineEnd) {
        const line = text.slice(position, lineEnd)
        this.#add(this.#delimiter === null ? [line] : line.split(this.#delimiter), 'clean', false)
        this.#line++
      } else {
        const row = readQuotedRow(text, position, lineEnd, {
          delimiter: this.#delimiter,
          width: this.#width,
          isLast,
          longestRow: this.#longestRow,
          multiline: this.#wasted <= freeLookahead + lookaheadShare * this.#consumed,
        })
        if (row === null) break
        this.#wasted += row.wasted
        if (row.state === 'repaired') this.#notices?.add('repaired_quotes', this.#line)
        this.#add(row.values, row.state, row.state === 'clean' && isAllQuoted(text, position, row))
        this.#line += Math.max(1, countLineBreaks(text.slice(position, row.next)))
        next = row.next
      }
      this.#consumed += next - position
      position = next
    }
    this.#text = position >= length ? '' : text.slice(position)
    if (this.#text.length > this.#longestRow && !/[\r\n]/.test(this.#text)) this.#refuseLongLine()
  }

  #add(cells: string[], state: QuotedRow['state'], quoted: boolean): void {
    if (cells.length > this.#mostCells)
      throw new AppError('file_too_many_columns', { file: this.#file, line: this.#line, most: this.#mostCells })
    const values = this.#isOdd ? cells.map((cell) => cleanCell(cell, this.#line, this.#notices)) : cells
    if (this.#isDoubtful && values.some((value) => beyondAscii.test(value)))
      this.#notices?.add('doubtful_encoding', this.#line)
    if (values.every((value) => value.trim() === '')) this.#blank++
    else if (state === 'broken') this.#rows.push({ line: this.#line, values, fault: 'broken_quotes' })
    else this.#rows.push(quoted ? { line: this.#line, values, quoted } : { line: this.#line, values })
  }

  #refuseLongLine(): never {
    throw new AppError('file_line_too_long', { file: this.#file, line: this.#line })
  }
}

/** Two quotes for each cell at least: none of them stood bare. */
function isAllQuoted(text: string, start: number, { values, next }: QuotedRow): boolean {
  let quotes = 0
  for (let at = text.indexOf('"', start); at !== -1 && at < next; at = text.indexOf('"', at + 1)) quotes++
  const inner = values.reduce((count, value) => count + (value.split('"').length - 1), 0)
  return quotes - 2 * inner === 2 * values.length
}

function indexOrLength(text: string, char: string, from: number): number {
  const index = text.indexOf(char, from)
  return index === -1 ? text.length : index
}

/** LF, CRLF and lone CR, each once. */
function countLineBreaks(text: string): number {
  let count = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 10 || (code === carriageReturn && text.charCodeAt(index + 1) !== 10)) count++
  }
  return count
}
