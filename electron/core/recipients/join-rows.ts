/**
 * Several rows with one number as one row: «Awa et Moussa». Amounts are added up, dates of a spreadsheet give the earliest,
 * everything else is listed without repetition. Rows that are equal in every cell are one row written twice.
 */
import type { CellValue, RowCells } from '@shared/domain/cell-value'
import { addMoney } from '@shared/domain/money'
import type { Language } from '@shared/language'
import { headingWords } from './columns/headings'

const amountWords =
  /(?:^| )(?:montants?|soldes?|dettes?|du|dus|due|reste|total|totaux|prix|frais|sommes?|impayes?|arrieres?|versements?|mensualites?|cotisations?|amounts?|balances?|debts?|fees?|owed|prices?|sums?)(?: |$)/
/** Whole amounts, with spaces between thousands and a unit; `12.500` and `12,5` may mean two things and are listed. */
const amount = /^(-?\d{1,3}(?:[ \u00a0\u202f]\d{3})+|-?\d+)(\s?(?:F|FCFA|F CFA|XAF|XOF|€|EUR|GNF|CDF))?$/iu
const spaces = /[ \u00a0\u202f]/
const everySpace = /[ \u00a0\u202f]/g
const lists: Readonly<Record<Language, Intl.ListFormat>> = {
  fr: new Intl.ListFormat('fr', { type: 'conjunction' }),
  en: new Intl.ListFormat('en', { type: 'conjunction' }),
}
/** Which columns of a list are amounts by their headings; a list has the same headings for all its rows. */
const amountColumns = new WeakMap<readonly string[], readonly boolean[]>()

/** @param rows at least one, in order; cells under `columns` @param columns headings */
export function joinRows(rows: readonly RowCells[], columns: readonly string[], language: Language): RowCells {
  const distinct = distinctRows(rows)
  const [first] = distinct
  if (first === undefined || distinct.length === 1) return first ?? { values: [] }
  const width = Math.max(...distinct.map(({ values }) => values.length))
  const values: string[] = []
  const typed: (CellValue | null)[] = []
  for (let column = 0; column < width; column++) {
    const cells = distinct
      .map((row) => ({ shown: row.values[column] ?? '', value: row.typed?.[column] ?? null }))
      .filter(({ shown }) => shown.trim() !== '')
    const joined = joinCells(cells, isAmountColumn(columns, column), language)
    values.push(joined.shown)
    typed.push(joined.value)
  }
  return { values, typed: typed.some((cell) => cell !== null) ? typed : undefined }
}

/** «A», «A et B», «A, B et C»; each once. */
export function joinWords(words: readonly string[], language: Language): string {
  return lists[language].format([...new Set(words.map((word) => word.trim()))])
}

interface Cell {
  readonly shown: string
  readonly value: CellValue | null
}

function isAmountColumn(columns: readonly string[], column: number): boolean {
  let known = amountColumns.get(columns)
  if (known === undefined) {
    known = columns.map((heading) => amountWords.test(headingWords(heading)))
    amountColumns.set(columns, known)
  }
  return known[column] === true
}

function joinCells(cells: readonly Cell[], isAmountByHeading: boolean, language: Language): Cell {
  const [first] = cells
  if (first === undefined) return { shown: '', value: null }
  const sum = isAmountByHeading || areAmounts(cells) ? sumOf(cells) : null
  if (sum !== null) return sum
  if (cells.every(({ value }) => value?.kind === 'date'))
    return cells.reduce((left, right) => (dayOf(right) < dayOf(left) ? right : left))
  if (cells.every(({ shown }) => shown.trim() === first.shown.trim())) return first
  return {
    shown: joinWords(
      cells.map(({ shown }) => shown),
      language,
    ),
    value: null,
  }
}

function dayOf({ value }: Cell): string {
  return value?.kind === 'date' ? value.iso : ''
}

function areAmounts(cells: readonly Cell[]): boolean {
  return cells.every(
    ({ shown, value }) =>
      (value?.kind === 'number' && value.style === 'currency') || amount.exec(shown.trim())?.[2] !== undefined,
  )
}

/** Null where a cell is no number that can be read in one way only. */
function sumOf(cells: readonly Cell[]): Cell | null {
  let total = '0'
  let unit: string | null = null
  let style: 'currency' | undefined
  let isTyped = true
  for (const { shown, value } of cells) {
    const read = amount.exec(shown.trim())
    if (value?.kind === 'number' && value.style !== 'percent') {
      total = addMoney(total, value.value)
      style = value.style ?? style
    } else if (value === null && read !== null) {
      isTyped = false
      total = addMoney(total, (read[1] ?? '').replace(everySpace, ''))
    } else return null
    const own = read?.[2]?.trim() ?? ''
    // 5 000 FCFA and 20 EUR are no sum; where the unit is hidden in a format, the shown text of a whole number has it
    if (unit !== null && unit.toUpperCase() !== own.toUpperCase()) return null
    if (read === null) return null
    unit = own
  }
  const grouped = cells.some(({ shown }) => spaces.test(shown.trim().replace(/\D+$/, '')))
  const number = grouped ? total.replace(/\B(?=(?:\d{3})+$)/g, ' ') : total
  return {
    shown: unit === null || unit === '' ? number : `${number} ${unit}`,
    value: isTyped ? { kind: 'number', value: total, ...(style !== undefined && { style }) } : null,
  }
}

function distinctRows(rows: readonly RowCells[]): RowCells[] {
  const seen = new Set<string>()
  return rows.filter(({ values }) => {
    const key = JSON.stringify(values.map((value) => value.trim()))
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
