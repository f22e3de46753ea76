/**
 * Numbers that a separating comma cut in two: `12,500` without quotes, in a row that has no cell too many because its last
 * ones were left out. Such a row reads 12 where 12,500 is meant. It is set aside where its cells fit their columns only with
 * the number whole; where all rows look so, the columns cannot say it, and the person is told.
 */
import { readDate } from '@shared/domain/date-text'
import { readNumber } from '@shared/domain/number-text'
import type { ReadingNotices } from '../reading-notices'
import type { SourceRow } from '../row'
import { headingWords } from './headings'
import { isPhoneLike } from './ragged-rows'

export interface CutNumberJudge {
  readonly columns: readonly ColumnFacts[]
  /** Cells that a row has where nothing is odd; more are empty ones. */
  readonly usualCells: number
  /** A cell beside one of these columns is under no heading. */
  readonly besideUnnamed: ReadonlySet<number>
  /** Columns where a row with a cell too many has a cut number: any row's may be. */
  readonly proven: ReadonlySet<number>
  /** Columns whose cells and those beside them look like cut numbers in nearly every row. */
  readonly throughout: ReadonlySet<number>
}

type CellKind = 'phone' | 'number' | 'date' | 'text'

/** What the cells of a column are, by the rows in which it is beside no possible cut; by all rows where there are none. */
interface ColumnFacts {
  readonly kinds: ReadonlySet<CellKind>
  /** Smallest and largest number. */
  readonly least: number
  readonly most: number
  readonly hasLeadingZeros: boolean
  /** Numbers with one or two decimals belong here. */
  readonly hasDecimals: boolean
  /** Its heading names amounts or measures; nothing is known of it where there is none. */
  readonly mayBeCut: boolean
  /** The number in the middle of all rows, in order of size; NaN where there is none. */
  readonly middle: number
}

/** More columns are no list of people, and their rows are long to judge. */
const mostJudgedColumns = 200
/** Figures before the comma, and all that may stand after it: `1 250`, `500 FCFA`. */
const longestBefore = 9
const longestAfter = 12
/** A number so many times smaller than all others of its column is unlike them. */
const apart = 10
/** A whole number may be so many times outside what the column holds. */
const near = 3
const nearlyAll = 0.9
const amountHeading =
  /(?:^| )(?:montants?|amounts?|soldes?|balances?|dus?|due|dettes?|debts?|restes?|prix|prices?|totaux|total|sommes?|sums?|frais|fees?|salaires?|wages?|loyers?|rents?|mensualites?|cotisations?|versements?|payments?|paiements?|avances?|fcfa|cfa|xaf|xof)(?: |$)/
const decimalHeading =
  /(?:^| )(?:moyennes?|averages?|means?|notes?|marks?|grades?|taux|rates?|pourcentages?|percent(?:age)?|poids|weights?|tailles?|heights?|kg|km|litres?)(?: |$)/

/** @param rows the first rows under the headings @param headings empty where there are none */
export function cutNumberJudge(
  rows: readonly SourceRow[],
  width: number,
  headings: readonly string[],
): CutNumberJudge | null {
  const judged = rows.filter((row) => row.quoted !== true && row.fault !== 'broken_quotes')
  if (width > mostJudgedColumns) return null
  const names = Array.from({ length: width }, (_, column) => headingWords(headings[column] ?? ''))
  const isNamed = headings.some((heading) => heading.trim() !== '')
  const whole = judged.filter(({ values }) => values.length >= width && filledCells(values) <= width)
  const cuts = whole.map(({ values }) => shortCutsOf(values))
  const columns = names.map((name, column) => {
    const cellsOf = (from: readonly SourceRow[]): string[] => from.map(({ values }) => values[column] ?? '')
    const witnesses = whole.filter(
      (_, index) => !(cuts[index] ?? none).some((cut) => column === cut || column === cut + 1),
    )
    return {
      ...factsOf(cellsOf(witnesses.length === 0 ? whole : witnesses), name),
      mayBeCut: !isNamed || amountHeading.test(name) || decimalHeading.test(name),
      middle: middleOf(cellsOf(whole)),
    }
  })
  const judge = { columns, usualCells: usualCells(judged), proven: new Set<number>() }
  const proven = judged
    .filter(({ values }) => filledCells(values) > width)
    .flatMap(({ values }) => shortCutsOf(values).filter((cut) => cut < width && fitsWithCut(values, cut, columns)))
  return {
    ...judge,
    proven: new Set(proven),
    besideUnnamed: new Set(isNamed ? positions(width, (column) => (headings[column + 1] ?? '').trim() === '') : []),
    throughout: new Set(
      positions(width - 1, (column) => {
        const facts = columns[column]
        return facts !== undefined && isThroughout(whole, cuts, column, facts)
      }),
    ),
  }
}

function positions(count: number, test: (position: number) => boolean): number[] {
  return Array.from({ length: Math.max(0, count) }, (_, position) => position).filter(test)
}

function isThroughout(
  rows: readonly SourceRow[],
  cuts: readonly (readonly number[])[],
  column: number,
  { mayBeCut, hasDecimals }: ColumnFacts,
): boolean {
  const cut = rows.filter((_, index) => (cuts[index] ?? none).includes(column))
  if (cut.length === 0 || cut.length < rows.length * nearlyAll) return false
  const after = cut.map(({ values }) => values[column + 1] ?? '')
  if (after.every(isThousands)) return mayBeCut || after.some((text) => text.startsWith('0'))
  return hasDecimals || (mayBeCut && !after.some(isThousands))
}

function middleOf(cells: readonly string[]): number {
  const numbers = cells.flatMap((cell) => numbersOf(cell)[0] ?? []).sort((left, right) => left - right)
  return numbers[Math.floor(numbers.length / 2)] ?? Number.NaN
}

function filledCells(values: readonly string[]): number {
  let count = values.length
  while (count > 0 && values[count - 1]?.trim() === '') count--
  return count
}

/** The commonest number of cells. */
function usualCells(rows: readonly SourceRow[]): number {
  const counts = new Map<number, number>()
  for (const { values } of rows) counts.set(values.length, (counts.get(values.length) ?? 0) + 1)
  let usual = 0
  for (const [cells, count] of counts) if (count > (counts.get(usual) ?? 0)) usual = cells
  return usual
}

/** The row, at fault where one of its numbers was most likely cut; where nearly all may be, they are told. */
export function judgeCutNumbers(row: SourceRow, judge: CutNumberJudge, notices: ReadingNotices | undefined): SourceRow {
  const { values } = row
  const { columns, usualCells: usual, besideUnnamed, proven, throughout } = judge
  if (row.fault !== undefined || row.quoted === true) return row
  const possible = cutsOf(values)
  if (possible.length === 0) return row
  const cuts = possible.filter((cut) => isThousands(values[cut + 1] ?? '') || mayHaveDecimals(judge, cut))
  const isLonger = values.length > Math.max(columns.length, usual)
  const isCutNumber =
    cuts.length > 0 &&
    (isLonger || cuts.some((cut) => besideUnnamed.has(cut) || proven.has(cut)) || fitsOnlyWhole(values, columns))
  if (isCutNumber || possible.some((cut) => throughout.has(cut)) || cuts.some((cut) => isUnusual(values, cut, columns)))
    notices?.add('cut_numbers', row.line)
  return isCutNumber ? { ...row, fault: 'cut_number' } : row
}

function mayHaveDecimals({ columns, proven }: CutNumberJudge, column: number): boolean {
  return proven.has(column) || columns[column]?.hasDecimals === true
}

/** An amount far below what its column usually holds, or three figures where the next column holds far less. */
function isUnusual(values: readonly string[], cut: number, columns: readonly ColumnFacts[]): boolean {
  const facts = columns[cut]
  const after = values[cut + 1] ?? ''
  if (facts?.mayBeCut !== true || !isThousands(after)) return false
  const [before = 0] = numbersOf(values[cut] ?? '')
  const [beside = 0] = numbersOf(after)
  return before * apart < facts.middle || beside > (columns[cut + 1]?.middle ?? Number.NaN) * apart
}

const none: readonly number[] = []

/** Positions of cells that make one number with the cell behind them. */
function cutsOf(values: readonly string[]): readonly number[] {
  let cuts: number[] | null = null
  for (let index = 0; index < values.length - 1; index++) {
    const before = values[index] ?? ''
    if (before.length === 0 || before.length > longestBefore) continue
    if (isCut(before, values[index + 1] ?? '')) (cuts ??= []).push(index)
  }
  return cuts ?? none
}

/** The same where hardly more than three figures stand before the comma: a longer amount was written without commas. */
function shortCutsOf(values: readonly string[]): readonly number[] {
  return cutsOf(values).filter((cut) => /^[-+(]?\d{1,3}$/.test(values[cut] ?? ''))
}

function isCut(before: string, after: string): boolean {
  if (after.length === 0 || after.length > longestAfter) return false
  if (!isDigit(before.charCodeAt(before.length - 1)) || !isDigit(after.charCodeAt(0))) return false
  if (!/^[-+(]?\d{1,3}(?:[ .]?\d{3}){0,2}$/.test(before) || !/^\d{1,3}(?!\d)/.test(after)) return false
  return readNumber(`${before},${after}`) !== null
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57
const isThousands = (after: string): boolean => /^\d{3}(?!\d)/.test(after)

function factsOf(cells: readonly string[], heading: string): Omit<ColumnFacts, 'mayBeCut' | 'middle'> {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const numbers = filled.flatMap(numbersOf)
  return {
    kinds: new Set(filled.map(kindOf)),
    least: Math.min(...numbers, Number.POSITIVE_INFINITY),
    most: Math.max(...numbers, Number.NEGATIVE_INFINITY),
    hasLeadingZeros: filled.some((cell) => /^0\d/.test(cell)),
    hasDecimals: decimalHeading.test(heading) || filled.some((cell) => /^[-+(]?\d+[.,]\d{1,2}(?!\d)/.test(cell)),
  }
}

function kindOf(cell: string): CellKind {
  if (isPhoneLike(cell)) return 'phone'
  if (readNumber(cell) !== null) return 'number'
  return readDate(cell) === null ? 'text' : 'date'
}

/** Both readings, without their signs. */
function numbersOf(cell: string): readonly number[] {
  const read = isPhoneLike(cell) ? null : readNumber(cell)
  return read === null ? [] : [Math.abs(Number(read.comma)), Math.abs(Number(read.point))]
}

/** Whether a cell is like the others of its column. */
function isLike(cell: string, { kinds, least, hasLeadingZeros }: ColumnFacts): boolean {
  if (cell.trim() === '') return true
  const kind = kindOf(cell)
  if (!kinds.has(kind)) return false
  if (kind !== 'number') return true
  if (/^0\d/.test(cell) && !hasLeadingZeros) return false
  return numbersOf(cell).some((value) => value === 0 || value * apart > least)
}

/** Whether a number that was put together again is one of its column. */
function isLikeWhole(number: string, { kinds, least, most, hasDecimals }: ColumnFacts): boolean {
  if (!hasDecimals && !/,\d{3}(?!\d)/.test(number)) return false
  if (kinds.size === 0) return true
  return kinds.has('number') && numbersOf(number).some((value) => value * near >= least && value <= most * near)
}

/** Cells as they stand are unlike their columns, and are like them with one number or more put together again. */
function fitsOnlyWhole(values: readonly string[], columns: readonly ColumnFacts[]): boolean {
  const isUnlike = values.some((cell, column) => columns[column] !== undefined && !isLike(cell, columns[column]))
  return isUnlike && fitsFrom(values, columns, 0, 0)
}

/** Whether the cells from `at` fit the columns from `column` on, with at least one number put together in the whole row. */
function fitsFrom(values: readonly string[], columns: readonly ColumnFacts[], at: number, column: number): boolean {
  const known = new Map<number, boolean>()
  const fits = (from: number, to: number): boolean => {
    if (from >= values.length) return to < values.length
    const facts = columns[to]
    if (facts === undefined) return to < from && values.slice(from).every((cell) => cell.trim() === '')
    const key = from * (columns.length + 1) + to
    let found = known.get(key)
    if (found !== undefined) return found
    const [cell = '', next = '', third = ''] = values.slice(from, from + 3)
    const isPair = isCut(cell, next)
    found =
      (isLike(cell, facts) && fits(from + 1, to + 1)) ||
      (isPair && isLikeWhole(`${cell},${next}`, facts) && fits(from + 2, to + 1)) ||
      (isPair && /^\d{3}$/.test(next) && isCut(next, third)
        ? isLikeWhole(`${cell},${next},${third}`, facts) && fits(from + 3, to + 1)
        : false)
    known.set(key, found)
    return found
  }
  return fits(at, column)
}

/** Whether a row with a cell too many has just its columns once the number at `cut` is put together. */
function fitsWithCut(values: readonly string[], cut: number, columns: readonly ColumnFacts[]): boolean {
  const joined = [...values.slice(0, cut), `${values[cut] ?? ''},${values[cut + 1] ?? ''}`, ...values.slice(cut + 2)]
  return (
    filledCells(joined) === columns.length &&
    columns.every((facts, column) => {
      const cell = joined[column] ?? ''
      return column === cut ? facts.kinds.size === 0 || facts.kinds.has('number') : isLike(cell, facts)
    })
  )
}
