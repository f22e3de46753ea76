/**
 * Cuts delimited text (RFC 4180 as spreadsheets really write it) into rows, chunk by chunk, in flat memory.
 * Where chunks are cut never changes the result. LF, CRLF and CR end rows, mixed too; quoted cells keep their line
 * breaks; every row carries the physical line on which it starts. Rows are arrays: no heading ever becomes a key.
 */
import { AppError } from '@shared/errors'
import type { SourceRow } from '../row'

export interface TokenizerOptions {
  /** One character; null: the whole line is one cell. */
  readonly delimiter: string | null
  /** For error sentences. */
  readonly file: string
  /** Longest row in UTF-16 units, line breaks included. Default 1,048,576. */
  readonly longestRow?: number
}

interface QuotedRow {
  readonly values: string[]
  /** Where the next row starts. */
  readonly next: number
}
/** The text ends before the row does: more may come, or (`openQuoteAt`) a quote is never closed. */
interface CutRow {
  readonly openQuoteAt: number | null
}

const quoteCode = 34
const carriageReturn = 13

export class DelimitedTokenizer {
  readonly #delimiter: string | null
  readonly #file: string
  readonly #longestRow: number
  /** Text from the start of the first row that is not complete yet. */
  #text = ''
  /** Line on which #text starts. */
  #line = 1
  #rows: SourceRow[] = []
  #blank = 0

  constructor(options: TokenizerOptions) {
    this.#delimiter = options.delimiter
    this.#file = options.file
    this.#longestRow = options.longestRow ?? 1_048_576
  }

  /** Adds text. @throws AppError file_binary, file_quote_open, file_line_too_long, each with its line */
  push(text: string): void {
    const nul = text.indexOf('\0')
    if (nul !== -1) {
      const line = this.#line + countLineBreaks(this.#text + text.slice(0, nul))
      throw new AppError('file_binary', { file: this.#file, line })
    }
    this.#text += text
    this.#cut(false)
  }

  /** No more text. @throws as push */
  end(): void {
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
      if (quote >= lineEnd) {
        if (!isLast && (lineEnd === length || (lineEnd === carriage && carriage === length - 1))) break
        if (lineEnd - position > this.#longestRow) this.#refuseLongRow(text.slice(position, lineEnd))
        const line = text.slice(position, lineEnd)
        this.#add(this.#delimiter === null ? [line] : line.split(this.#delimiter))
        this.#line++
        position = lineEnd + (lineEnd === carriage && lineFeed === carriage + 1 ? 2 : 1)
      } else {
        const row = readQuotedRow(text, position, this.#delimiter, isLast)
        if ('openQuoteAt' in row) {
          if (isLast && row.openQuoteAt !== null) this.#refuseOpenQuote(text.slice(position, row.openQuoteAt))
          break
        }
        const record = text.slice(position, row.next)
        if (record.length > this.#longestRow) this.#refuseLongRow(record)
        this.#add(row.values)
        this.#line += countLineBreaks(record)
        position = row.next
      }
    }
    this.#text = position >= length ? '' : text.slice(position)
    if (this.#text.length > this.#longestRow) this.#refuseLongRow(this.#text)
  }

  #add(values: string[]): void {
    if (values.every((value) => value.trim() === '')) this.#blank++
    else this.#rows.push({ line: this.#line, values })
  }

  #refuseOpenQuote(before: string): never {
    throw new AppError('file_quote_open', { file: this.#file, line: this.#line + countLineBreaks(before) })
  }

  /** A row over several lines that does not end is a quote left open; on one line, it is a line too long. */
  #refuseLongRow(row: string): never {
    const cut = readQuotedRow(row, 0, this.#delimiter, true)
    const openQuoteAt = 'openQuoteAt' in cut ? cut.openQuoteAt : row.indexOf('"')
    if (openQuoteAt !== null && openQuoteAt !== -1 && countLineBreaks(row.trimEnd()) > 0) {
      this.#refuseOpenQuote(row.slice(0, openQuoteAt))
    }
    throw new AppError('file_line_too_long', { file: this.#file, line: this.#line })
  }
}

function indexOrLength(text: string, char: string, from: number): number {
  const index = text.indexOf(char, from)
  return index === -1 ? text.length : index
}

/**
 * One row that holds a quote. A cell that starts with a quote runs to its closing quote ("" inside is one quote); what
 * follows it up to the delimiter is kept as it stands, as Excel does. Quotes inside other cells are ordinary characters.
 */
function readQuotedRow(text: string, start: number, delimiter: string | null, isLast: boolean): QuotedRow | CutRow {
  const length = text.length
  const delimiterCode = delimiter === null ? -1 : delimiter.charCodeAt(0)
  const values: string[] = []
  let position = start
  for (;;) {
    let value = ''
    if (text.charCodeAt(position) === quoteCode) {
      const openQuoteAt = position
      let from = position + 1
      for (;;) {
        const quote = text.indexOf('"', from)
        if (quote === -1) return { openQuoteAt }
        if (quote === length - 1 && !isLast) return { openQuoteAt: null }
        if (text.charCodeAt(quote + 1) === quoteCode) {
          value += text.slice(from, quote + 1)
          from = quote + 2
        } else {
          value += text.slice(from, quote)
          position = quote + 1
          break
        }
      }
    }
    let stop = position
    let code = 0
    while (stop < length) {
      code = text.charCodeAt(stop)
      if (code === delimiterCode || code === 10 || code === carriageReturn) break
      stop++
    }
    value += text.slice(position, stop)
    values.push(value)
    if (stop === length) return isLast ? { values, next: length } : { openQuoteAt: null }
    if (code === delimiterCode) {
      position = stop + 1
    } else if (code === carriageReturn) {
      if (stop === length - 1 && !isLast) return { openQuoteAt: null }
      return { values, next: text.charCodeAt(stop + 1) === 10 ? stop + 2 : stop + 1 }
    } else {
      return { values, next: stop + 1 }
    }
  }
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
