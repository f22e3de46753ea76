/**
 * Several rows with one number as one row: «Awa et Moussa». Amounts are added up (row-sum.ts), dates of a spreadsheet give the
 * earliest, everything else is listed without repetition. Rows that are equal in every cell are one row written twice.
 */
import { certainNumber, datesIn, type ReadableRow } from '@shared/domain/cell-reader'
import type { CellValue, RowCells } from '@shared/domain/cell-value'
import { readDate } from '@shared/domain/date-text'
import { readNumber } from '@shared/domain/number-text'
import type { Language } from '@shared/language'
import { isAmount, sumOf, type RowCell } from './row-sum'

export interface JoinedCells<Row> extends RowCells {
  /** Cells of amounts that could not be added up: the joined row lists them, or is empty where one of them is an error. */
  readonly unsummed: readonly { readonly row: Row; readonly column: number }[]
}

/** @param rows at least one, in order; cells under `columns` @param columns headings */
export function joinRows<Row extends ReadableRow>(
  rows: readonly Row[],
  columns: readonly string[],
  language: Language,
): JoinedCells<Row> {
  const distinct = distinctRows(rows)
  const [first] = distinct
  if (first === undefined || distinct.length === 1)
    return { values: first?.values ?? [], typed: first?.typed, unsummed: [] }
  const width = Math.max(...distinct.map(({ values }) => values.length))
  const values: string[] = []
  const typed: (CellValue | null)[] = []
  const unsummed: { row: Row; column: number }[] = []
  for (let column = 0; column < width; column++) {
    const cells = distinct
      .map((row) => ({ row, column, shown: row.values[column] ?? '', value: row.typed?.[column] ?? null }))
      .filter(({ shown, value }) => shown.trim() !== '' || value?.kind === 'error')
    const joined = joinCells(cells, columns, language)
    values.push(joined.shown)
    typed.push(joined.value)
    unsummed.push(...joined.unsummed.map(({ row }) => ({ row, column })))
  }
  return { values, typed: typed.some((cell) => cell !== null) ? typed : undefined, unsummed }
}

/** «A», «A et B», «A, B et C»; each once. */
export function joinWords(words: readonly string[], language: Language): string {
  const distinct = [...new Set(words.map((word) => word.trim()))]
  const last = distinct.pop() ?? ''
  if (distinct.length === 0) return last
  // as Intl.ListFormat does, which takes two thirds of the time of joining
  const and = language === 'fr' ? ' et ' : distinct.length === 1 ? ' and ' : ', and '
  return distinct.join(', ') + and + last
}

type Cell<Row> = RowCell & { readonly row: Row }

interface JoinedCell<Row> {
  readonly shown: string
  readonly value: CellValue | null
  readonly unsummed: readonly Cell<Row>[]
}

function joinCells<Row extends ReadableRow>(
  cells: readonly Cell<Row>[],
  columns: readonly string[],
  language: Language,
): JoinedCell<Row> {
  const [first] = cells
  if (first === undefined) return { shown: '', value: null, unsummed: [] }
  if (isAmount(cells, columns)) {
    const sum = sumOf(cells)
    if (sum.ok) return { ...sum.cell, unsummed: [] }
    const error = cells.find(({ value }) => value?.kind === 'error')
    // what is left of the cells would look like the whole
    if (error !== undefined) return { shown: '', value: error.value, unsummed: sum.unread }
    return { ...listed(cells, language), unsummed: sum.unread }
  }
  const filled = cells.filter(({ shown }) => shown.trim() !== '')
  if (filled.length > 0 && filled.every(({ value }) => value?.kind === 'date'))
    return { ...filled.reduce((left, right) => (dayOf(right) < dayOf(left) ? right : left)), unsummed: [] }
  return { ...listed(filled, language), unsummed: [] }
}

function listed(cells: readonly RowCell[], language: Language): { shown: string; value: CellValue | null } {
  const [first] = cells
  if (first === undefined) return { shown: '', value: null }
  if (cells.every(({ shown }) => shown.trim() === first.shown.trim()))
    return { shown: first.shown, value: first.value ?? decided(first) }
  return {
    shown: joinWords(
      cells.map(({ shown }) => shown),
      language,
    ),
    value: null,
  }
}

/** A text that only its column decides: the joined row has no column of one file to ask. Null for any other text. */
function decided({ row, column, shown }: RowCell): CellValue | null {
  const number = readNumber(shown)
  if (number !== null) {
    const value = number.comma === number.point ? null : certainNumber(row, column)
    return value === null ? null : { kind: 'number', value, ...(number.style === 'currency' && { style: 'currency' }) }
  }
  const date = readDate(shown)
  const [iso, other] = date === null || date.day === date.month ? [] : datesIn(row, column)
  return iso === undefined || other !== undefined ? null : { kind: 'date', iso }
}

function dayOf({ value }: RowCell): string {
  return value?.kind === 'date' ? value.iso : ''
}

function distinctRows<Row extends ReadableRow>(rows: readonly Row[]): Row[] {
  const seen = new Set<string>()
  return rows.filter(({ values }) => {
    const key = JSON.stringify(values.map((value) => value.trim()))
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
