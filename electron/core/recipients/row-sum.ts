/**
 * The sum of the amounts of several rows, read as conditions read them and written as the cells are: `1 500,50` and `2000` give
 * `3 500,50`. A cell that is no number, can be read in two ways or has another unit makes that there is no sum.
 */
import { certainNumber, type ReadableRow } from '@shared/domain/cell-reader'
import type { CellValue } from '@shared/domain/cell-value'
import { fromScaled, toScaled } from '@shared/domain/decimal'
import { addMoney } from '@shared/domain/money'
import { readNumber } from '@shared/domain/number-text'
import { headingWords } from './columns/headings'

export interface RowCell {
  readonly row: ReadableRow
  readonly column: number
  readonly shown: string
  readonly value: CellValue | null
}

const amountWords =
  /(?:^| )(?:montants?|soldes?|dettes?|du|dus|due|reste|total|totaux|prix|frais|sommes?|impayes?|arrieres?|versements?|mensualites?|cotisations?|amounts?|balances?|debts?|fees?|owed|prices?|sums?)(?: |$)/

/** Which columns of a list are amounts by their headings; a list has the same headings for all its rows. */
const amountColumns = new WeakMap<readonly string[], readonly boolean[]>()

/** By the heading, or by a currency in one of the cells. @param cells at least one, of one column @param columns headings */
export function isAmount(cells: readonly RowCell[], columns: readonly string[]): boolean {
  let known = amountColumns.get(columns)
  if (known === undefined) {
    known = columns.map((heading) => amountWords.test(headingWords(heading)))
    amountColumns.set(columns, known)
  }
  if (known[cells[0]?.column ?? -1] === true) return true
  return cells.some(({ shown, value }) =>
    value === null ? readNumber(shown)?.style === 'currency' : value.kind === 'number' && value.style === 'currency',
  )
}

type Sum<Cell> =
  | { readonly ok: true; readonly cell: { readonly shown: string; readonly value: CellValue } }
  /** The cells at fault. */
  | { readonly ok: false; readonly unread: readonly Cell[] }

/** @param cells at least one */
export function sumOf<Cell extends RowCell>(cells: readonly Cell[]): Sum<Cell> {
  const numbers: string[] = []
  const unread: Cell[] = []
  for (const cell of cells) {
    const number = certainNumber(cell.row, cell.column)
    if (number === null) unread.push(cell)
    else numbers.push(number)
  }
  if (unread.length > 0) return { ok: false, unread }
  const looks = cells.map(({ shown }, index) => lookOf(shown, numbers[index] ?? ''))
  const shown = looks.filter((look) => look !== null)
  const unit = unitOf(shown[0])
  const others = cells.filter((_, index) => {
    const look = looks[index] ?? null
    return look !== null && unitOf(look) !== unit
  })
  // 5 000 FCFA and 20 EUR are no sum
  if (others.length > 0) return { ok: false, unread: others }
  const total = numbers.reduce((sum, number) => addMoney(sum, number), '0')
  const style = cells.some(({ value }) => value?.kind === 'number' && value.style === 'currency')
  const value: CellValue = { kind: 'number', value: total, ...(style && { style: 'currency' as const }) }
  return { ok: true, cell: { shown: written(total, shown), value } }
}

/** How a number is written: what stands around it, and its signs. */
interface Look {
  readonly before: string
  readonly after: string
  /** Between thousands; '' where there is none. */
  readonly group: string
  /** Decimal sign, '' where there is none; and the decimals shown. */
  readonly decimal: string
  readonly places: number
}

const spaces = /[\s\u00a0\u202f\u2007\u2009]/

/** Null where no digit is shown (a dash for nothing). @param value the number that the cell is, canonical */
function lookOf(shown: string, value: string): Look | null {
  const found = /^([^\d]*?)[-+(\u2212\u2013\s\u00a0\u202f]*(\d(?:.*\d)?)\)?-?([^\d]*)$/u.exec(shown.trim())
  if (found === null) return null
  const [, before = '', body = '', after = ''] = found
  const last = /^(.*)([.,])(\d+)$/.exec(body)
  const isDecimal = last !== null && isSame(`${digitsOf(last[1] ?? '')}.${last[3] ?? ''}`, value)
  const whole = isDecimal ? (last[1] ?? '') : body
  const separator = /\d([^\d])\d{3}(?!\d)/.exec(whole)?.[1] ?? ''
  return {
    before,
    after,
    group: spaces.test(separator) ? ' ' : separator,
    decimal: isDecimal ? (last[2] ?? '') : '',
    places: isDecimal ? (last[3] ?? '').length : 0,
  }
}

function digitsOf(text: string): string {
  const digits = text.replace(/\D/g, '')
  return digits === '' ? '0' : digits
}

/** Whether a decimal without sign is this number. */
function isSame(decimal: string, value: string): boolean {
  const [left, right] = [toScaled(decimal), toScaled(value.replace('-', ''))]
  const scale = Math.max(left.scale, right.scale)
  return left.units * 10n ** BigInt(scale - left.scale) === right.units * 10n ** BigInt(scale - right.scale)
}

function unitOf(look: Look | null | undefined): string {
  return look === null || look === undefined ? '' : `${look.before}|${look.after}`.replace(/\s/g, '').toUpperCase()
}

/** The total as the cells are written: their decimals, and spaces between thousands where one of them has some. */
function written(total: string, looks: readonly Look[]): string {
  const [first] = looks
  const { units, scale } = toScaled(total)
  const places = Math.max(scale, ...looks.map((look) => look.places))
  const full = fromScaled((units < 0n ? -units : units) * 10n ** BigInt(places - scale), places)
  const [integer = '0', fraction = ''] = full.split('.')
  const group = looks.find((look) => look.group !== '')?.group ?? ''
  const decimal = looks.find((look) => look.decimal !== '')?.decimal ?? ','
  const number = integer.replace(/\B(?=(?:\d{3})+$)/g, group)
  const decimals = fraction.padEnd(places, '0')
  return `${first?.before ?? ''}${units < 0n ? '-' : ''}${number}${decimals === '' ? '' : decimal + decimals}${first?.after ?? ''}`
}
