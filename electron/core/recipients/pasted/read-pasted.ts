/**
 * Text from the clipboard: a table copied from a spreadsheet, delimited text, or a plain list of numbers, one per line
 * or separated by `;` `,` or spaces.
 */
import { throwIfCancelled, yieldToEventLoop } from '../../yield-to-event-loop'
import { DelimitedTokenizer } from '../delimited/delimited-tokenizer'
import { detectDialect, oneColumn, type Dialect } from '../delimited/detect-dialect'
import type { ReadingOptions } from '../files/file-access'
import { cleanCell } from '../clean-cell'
import { holdsNamedLines } from '../named-lines'
import type { ReadingNotices } from '../reading-notices'
import { sliceBatches, type RowBatch, type SourceRow } from '../row'

/** How pasted text is read: as a table, as lines of a name and a number, or as a list where every piece is a number. */
export type PastedForm = { readonly kind: 'table' | 'named'; readonly dialect: Dialect } | { readonly kind: 'list' }

const sampleLength = 65_536
const sliceLength = 65_536

/** @param delimiter set where a person chose one: then it is a table */
export function detectPastedForm(text: string, delimiter: Dialect['delimiter']): PastedForm {
  const sample = text.slice(0, sampleLength)
  const isWhole = sample.length === text.length
  if (delimiter === null && looksLikeNumberList(sample)) return { kind: 'list' }
  if (delimiter === null && holdsNamedLines(sample, isWhole)) return { kind: 'named', dialect: oneColumn }
  return { kind: 'table', dialect: detectDialect(sample, isWhole, delimiter) }
}

/** Most pieces are numbers of eight digits or more, and no line holds a number next to something else. */
function looksLikeNumberList(sample: string): boolean {
  const lines = sample.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  let numbers = 0
  let pieces = 0
  for (const line of lines) {
    const found = line.split(/[;,\t|]/).filter((piece) => piece.trim() !== '')
    const good = found.filter(isNumber).length
    if (good > 0 && good < found.length / 2) return false
    numbers += good
    pieces += found.length
  }
  return numbers > 0 && numbers >= pieces * 0.6
}

function isNumber(piece: string): boolean {
  return (
    /^[\s\d+().\-/']+$/.test(piece) &&
    piece.replace(/\D/g, '').length >= 8 &&
    !/^\s*\d\d?\/\d\d?\/\d{4}\s*$/.test(piece)
  )
}

/** Rows of pasted text. `file` names it in error sentences. */
export async function* readPasted(
  text: string,
  form: PastedForm,
  options: ReadingOptions = {},
): AsyncGenerator<RowBatch> {
  throwIfCancelled(options.signal)
  for (const taken of form.kind === 'list' ? listRows(text) : tableRows(text, form.dialect, options.notices)) {
    for (const batch of sliceBatches(taken)) {
      yield batch
      await yieldToEventLoop(options.signal)
    }
  }
  options.onProgress?.(text.length, text.length)
}

function* tableRows(text: string, dialect: Dialect, notices: ReadingNotices | undefined): Generator<RowBatch> {
  const { delimiter, width } = dialect
  const tokenizer = new DelimitedTokenizer({ delimiter, width, file: '', notices })
  let skip = dialect.hasSeparatorLine ? 1 : 0
  for (let start = 0; start < text.length; start += sliceLength) {
    tokenizer.push(text.slice(start, start + sliceLength))
    if (start + sliceLength >= text.length) tokenizer.end()
    const taken = tokenizer.take()
    if (skip > 0 && taken.rows.length > 0) {
      taken.rows.shift()
      skip = 0
    }
    yield taken
  }
}

/** Every piece is one row; its line is the one it stands on. */
function* listRows(text: string): Generator<RowBatch> {
  const rows: SourceRow[] = []
  let blank = 0
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const pieces = line
      .split(/[;,\t|]/)
      .flatMap(splitSpaced)
      .filter((piece) => piece !== '')
    for (const piece of pieces) rows.push({ line: index + 1, values: [cleanCell(piece)] })
    if (pieces.length === 0) blank++
  }
  // the end of the last line is not a blank line
  yield { rows, blank: /[\r\n]$/.test(text) || text === '' ? blank - 1 : blank }
}

/** `677123456 699112233` is two numbers, `677 12 34 56` is one. */
function splitSpaced(piece: string): string[] {
  const words = piece.trim().split(/\s+/)
  return words.length > 1 && words.every((word) => word.replace(/\D/g, '').length >= 8) ? words : [piece.trim()]
}
