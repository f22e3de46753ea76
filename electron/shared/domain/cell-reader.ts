/**
 * A cell as the number, day or length of time that a condition or filter asks for: what its source says it is, else what its
 * text says, read as its column is read. Never NaN: a cell is read, or it is not.
 */
import type { RowCells } from './cell-value'
import type { ColumnReading } from './column-reading'
import { readDate, readDuration } from './date-text'
import { readNumber } from './number-text'

/** A row with how the texts of its columns are read; a column without reading has nothing to decide. */
export interface ReadableRow extends RowCells {
  readonly readings?: readonly (ColumnReading | null)[] | undefined
}

/** All readings of a cell, the likelier first: one, or two where the column does not decide. Empty: it cannot be read so. */
export type Readings<Value> = readonly Value[]

export interface CellNumber {
  /** Canonical decimal; of a percentage the share. */
  readonly value: string
  readonly isPercent: boolean
}

const none: Readings<never> = []
/** What is read of a cell: no number, day or time is longer. */
const longestRead = 60

export function numbersIn(row: ReadableRow, column: number): Readings<CellNumber> {
  const typed = row.typed?.[column] ?? null
  if (typed !== null)
    return typed.kind === 'number' ? [{ value: typed.value, isPercent: typed.style === 'percent' }] : none
  const text = textIn(row, column)
  const read = text === null ? null : readNumber(text)
  if (read === null) return none
  const isPercent = read.style === 'percent'
  if (read.comma === read.point) return [{ value: read.comma, isPercent }]
  const decimal = row.readings?.[column]?.decimal ?? null
  if (decimal !== null) return [{ value: read[decimal], isPercent }]
  return [
    { value: read.comma, isPercent },
    { value: read.point, isPercent },
  ]
}

/** ISO days, with `Thh:mm:ss` where a time stands beside them. */
export function datesIn(row: ReadableRow, column: number): Readings<string> {
  const typed = row.typed?.[column] ?? null
  if (typed !== null) return typed.kind === 'date' ? [typed.iso] : none
  const text = textIn(row, column)
  const read = text === null ? null : readDate(text)
  if (read === null) return none
  if (read.day === read.month) return [read.day]
  const order = row.readings?.[column]?.dates ?? null
  return order === null ? [read.day, read.month] : [read[order]]
}

/** In seconds. */
export function durationsIn(row: ReadableRow, column: number): Readings<number> {
  const typed = row.typed?.[column] ?? null
  if (typed !== null) return typed.kind === 'duration' ? [typed.seconds] : none
  const text = textIn(row, column)
  const seconds = text === null ? null : readDuration(text)
  return seconds === null ? none : [seconds]
}

const falseWords = /^\s*(?:faux|false)\s*$/i

/** What a spreadsheet calls FAUX or FALSE, typed or as its export writes it. */
export function isFalse(row: ReadableRow, column: number): boolean {
  const typed = row.typed?.[column] ?? null
  if (typed !== null) return typed.kind === 'boolean' && !typed.value
  const text = row.values[column] ?? ''
  return text.length < longestRead && falseWords.test(text)
}

/** The one number that a cell is; null where it is none, a percentage, or can be read in two ways. */
export function certainNumber(row: ReadableRow, column: number): string | null {
  const [first, second] = numbersIn(row, column)
  return first === undefined || second !== undefined || first.isPercent ? null : first.value
}

function textIn({ values }: ReadableRow, column: number): string | null {
  const text = values[column] ?? ''
  return text.length === 0 || text.length > longestRead ? null : text
}
