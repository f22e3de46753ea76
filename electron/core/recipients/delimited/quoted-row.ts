/**
 * One row that holds quotes, read as RFC 4180 says where that works. Where it does not (spaces around quotes, `\"`, quotes
 * inside quotes, a quote never closed), the row is read line by line if one reading is certain, else it is said to be broken:
 * a cell never swallows the rows under it.
 */

/** A longer quoted cell is a quote that was never closed: 32,767 is the limit of a spreadsheet's cell. */
const longestCell = 32_767

export interface QuotedRow {
  readonly values: string[]
  /** Where the next row starts. */
  readonly next: number
  readonly state: 'clean' | 'repaired' | 'broken'
  /** Characters looked at beyond the row, in vain. */
  readonly wasted: number
}

export interface RowReading {
  /** null: the whole line is one cell. */
  readonly delimiter: string | null
  /** Cells that a row of this table has; null where that is not known. */
  readonly width: number | null
  /** The text ends where it ends; else more may come. */
  readonly isLast: boolean
  /** Longest row in UTF-16 units. */
  readonly longestRow: number
  /** Quoted cells may hold line breaks. */
  readonly multiline: boolean
}

/** The row that starts at `start`, whose first line ends at `lineEnd`; null: more text is needed. */
export function readQuotedRow(text: string, start: number, lineEnd: number, reading: RowReading): QuotedRow | null {
  const strict = scan(text, { start, lineEnd, reading, relaxed: false })
  if (strict === 'cut') return null
  if (strict.values !== null && !strict.spaced && !strict.suspicious)
    return { values: strict.values, next: strict.stop, state: 'clean', wasted: 0 }
  const relaxed = scan(text, { start, lineEnd, reading, relaxed: true })
  if (relaxed === 'cut') return null
  let wasted = Math.max(0, strict.stop - lineEnd) + Math.max(0, relaxed.stop - lineEnd)
  if (relaxed.values !== null && !relaxed.suspicious)
    return { values: relaxed.values, next: relaxed.stop, state: 'repaired', wasted }
  if (strict.values !== null && !strict.suspicious) {
    wasted = Math.max(0, relaxed.stop - lineEnd)
    return { values: strict.values, next: strict.stop, state: 'clean', wasted }
  }
  return { ...readLine(text.slice(start, lineEnd), reading), next: afterBreak(text, lineEnd), wasted }
}

/** One physical line by itself. */
function readLine(line: string, { delimiter, width }: RowReading): Pick<QuotedRow, 'values' | 'state'> {
  const fits = (values: readonly string[] | null): values is string[] => values !== null && values.length === width
  const inner = splitAtClosingQuotes(line, delimiter)
  if (fits(inner)) return { values: inner, state: 'repaired' }
  const literal = delimiter === null ? [line] : line.split(delimiter)
  return { values: literal.map(bareText), state: fits(literal) ? 'repaired' : 'broken' }
}

/** Quotes inside quoted cells are text; a cell ends at a quote before a delimiter or the line's end. null where one does not. */
function splitAtClosingQuotes(line: string, delimiter: string | null): string[] | null {
  const values: string[] = []
  let position = 0
  for (;;) {
    let end = delimiter === null ? line.length : indexOrLength(line, delimiter, position)
    const first = skipSpaces(line, position, end)
    if (line[first] === '"' && first < end) {
      let close = first
      do {
        close = line.indexOf('"', close + 1)
        if (close === -1) return null
        end = skipSpaces(line, close + 1, line.length)
      } while (end < line.length && line[end] !== delimiter)
      values.push(line.slice(first + 1, close).replaceAll('""', '"'))
    } else values.push(line.slice(position, end))
    if (end >= line.length) return values
    position = end + 1
  }
}

/** Without quotes all around, nor a quote that only opens or only closes. */
function bareText(cell: string): string {
  const text = cell.trim()
  const opens = text.startsWith('"')
  const closes = text.endsWith('"')
  if (opens && closes && text.length > 1) return text.slice(1, -1).replaceAll('""', '"')
  if (!opens && !closes) return cell
  if (text.split('"').length % 2 === 1) return cell
  return opens ? text.slice(1) : text.slice(0, -1)
}

interface Scan {
  /** null: the row cannot be read so. */
  readonly values: string[] | null
  /** Where the next row starts, or how far was looked. */
  readonly stop: number
  /** A cell without quotes starts with spaces and a quote. */
  readonly spaced: boolean
  /** A cell over several lines holds a number with a delimiter beside it: most likely other rows. */
  readonly suspicious: boolean
}

interface Scanning {
  readonly start: number
  readonly lineEnd: number
  readonly reading: RowReading
  /** Spaces may stand around quotes, and `\"` is a quote. */
  readonly relaxed: boolean
}

function scan(text: string, { start, lineEnd, reading, relaxed }: Scanning): Scan | 'cut' {
  const { delimiter, isLast, longestRow, multiline } = reading
  const length = multiline ? text.length : lineEnd
  const mayGrow = multiline && !isLast
  const values: string[] = []
  let spaced = false
  let suspicious = false
  let position = start
  const failed = (stop: number): Scan => ({ values: null, stop, spaced, suspicious })
  for (;;) {
    if (position - start > longestRow) return failed(position)
    const first = skipSpaces(text, position, length)
    const isQuoted = text.charCodeAt(first) === quoteCode && first < length && (relaxed || first === position)
    let stop: number
    if (isQuoted) {
      const close = closingQuote(text, first, length, relaxed)
      if (close === -1) {
        if (mayGrow && length - first <= longestCell && length - start <= longestRow) return 'cut'
        return failed(Math.min(length, first + longestCell))
      }
      stop = relaxed ? skipSpaces(text, close + 1, length) : close + 1
      if (stop >= length && mayGrow) return 'cut'
      if (stop < length && text[stop] !== delimiter && !isBreak(text.charCodeAt(stop))) return failed(stop)
      const raw = text.slice(first + 1, close)
      const value = (relaxed ? raw.replaceAll('\\"', '"') : raw).replaceAll('""', '"')
      if (close > lineEnd) suspicious ||= holdsOtherRows(value, delimiter)
      values.push(value)
    } else {
      if (text.charCodeAt(first) === quoteCode && first < length) spaced = true
      stop = endOfPlainCell(text, position, length, delimiter)
      if (stop >= length && mayGrow) return 'cut'
      values.push(text.slice(position, stop))
    }
    if (stop < length && text[stop] === delimiter) {
      position = stop + 1
      continue
    }
    if (stop === text.length - 1 && text[stop] === '\r' && !isLast) return 'cut'
    return { values, stop: afterBreak(text, stop), spaced, suspicious }
  }
}

const quoteCode = 34
const backslashCode = 92

/** Position of the quote that ends the cell opened at `open`; -1 where there is none within the longest cell. */
function closingQuote(text: string, open: number, length: number, backslashes: boolean): number {
  const limit = Math.min(length, open + longestCell + 2)
  let from = open + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote === -1 || quote >= limit) return -1
    if (text.charCodeAt(quote + 1) === quoteCode && quote + 1 < length) from = quote + 2
    else if (backslashes && isEscaped(text, quote, open)) from = quote + 1
    else return quote
  }
}

function isEscaped(text: string, quote: number, open: number): boolean {
  let slashes = 0
  while (quote - 1 - slashes > open && text.charCodeAt(quote - 1 - slashes) === backslashCode) slashes++
  return slashes % 2 === 1
}

/** Whether a cell over several lines holds, beside a delimiter, what looks like a phone number. */
function holdsOtherRows(value: string, delimiter: string | null): boolean {
  if (delimiter === null || !value.includes(delimiter)) return false
  return value
    .split(/\r\n|\r|\n/)
    .some((line) => line.includes(delimiter) && line.split(delimiter).some((piece) => isPhoneLike(piece)))
}

const isPhoneLike = (piece: string): boolean => /^[\s"+\d().\-/]+$/.test(piece) && piece.replace(/\D/g, '').length >= 7

function endOfPlainCell(text: string, from: number, length: number, delimiter: string | null): number {
  const delimiterCode = delimiter === null ? -1 : delimiter.charCodeAt(0)
  let stop = from
  while (stop < length) {
    const code = text.charCodeAt(stop)
    if (code === delimiterCode || isBreak(code)) break
    stop++
  }
  return stop
}

function skipSpaces(text: string, from: number, end: number): number {
  let position = from
  while (position < end && (text[position] === ' ' || text[position] === '\u00a0')) position++
  return position
}

const isBreak = (code: number): boolean => code === 10 || code === 13

/** After the line break at `position`: LF, CRLF or CR; the same position where there is none. */
function afterBreak(text: string, position: number): number {
  if (text[position] === '\r') return text[position + 1] === '\n' ? position + 2 : position + 1
  return text[position] === '\n' ? position + 1 : position
}

function indexOrLength(text: string, char: string, from: number): number {
  const index = text.indexOf(char, from)
  return index === -1 ? text.length : index
}
