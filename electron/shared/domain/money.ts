/**
 * Amounts of money as canonical decimal strings (`15`, `12.5`, `-3`), computed exactly: no floats anywhere.
 * An amount knows no currency; callers keep both together and never mix currencies.
 */
import { fromScaled, groupDecimal, readDecimal, toScaled, type DecimalLocale } from './decimal'

/** price × count, exactly. `count` is a whole number of segments or messages. */
export function multiplyMoney(price: string, count: number | bigint): string {
  const { units, scale } = toScaled(price)
  return tidy(units * BigInt(count), scale)
}

export function addMoney(left: string, right: string): string {
  const [leftUnits, rightUnits, scale] = align(left, right)
  return tidy(leftUnits + rightUnits, scale)
}

export function subtractMoney(left: string, right: string): string {
  const [leftUnits, rightUnits, scale] = align(left, right)
  return tidy(leftUnits - rightUnits, scale)
}

/** Negative where left is less, 0 where equal, positive where more: fit for sorting. */
export function compareMoney(left: string, right: string): -1 | 0 | 1 {
  const [leftUnits, rightUnits] = align(left, right)
  return leftUnits < rightUnits ? -1 : leftUnits > rightUnits ? 1 : 0
}

/**
 * An amount as a person types it (`15`, `12,5`, `1 250`, `1.250,50`, also followed by its currency) as canonical decimal.
 * Null where it is no amount, is negative, or can be read in two ways (`1.250`): the person is asked, nothing is guessed.
 */
export function parseMoney(text: string): string | null {
  const read = readDecimal(text.replace(/\s*(?:F\s?CFA|FCFA|XAF|XOF|EUR|USD|€|\$)\s*$/iu, ''))
  return read?.kind === 'exact' && !read.value.startsWith('-') ? trimZeros(read.value) : null
}

/** Decimals that a currency always shows; those not named here show two. */
const decimalsOf: Readonly<Record<string, number>> = {
  XAF: 0,
  XOF: 0,
  XPF: 0,
  GNF: 0,
  RWF: 0,
  BIF: 0,
  DJF: 0,
  KMF: 0,
  UGX: 0,
  JPY: 0,
}
const symbols: Readonly<Record<string, string>> = { XAF: 'FCFA', XOF: 'FCFA', EUR: '€', USD: '$', GBP: '£' }

/**
 * For people: `6 180 FCFA` in French (U+202F between thousands, U+00A0 before the currency), `6,180 FCFA` and `€6.50` in
 * English. Decimals that are there are always shown, also of francs (a price of 12,5 FCFA), so that no sum looks wrong.
 */
export function formatMoney(amount: string, currency: string, locale: DecimalLocale): string {
  const number = groupDecimal(withDecimals(amount, decimalsOf[currency] ?? 2), locale, '\u202f')
  const symbol = symbols[currency] ?? currency
  if (locale === 'en' && symbol.length === 1) {
    return number.startsWith('-') ? `-${symbol}${number.slice(1)}` : symbol + number
  }
  return `${number}\u00a0${symbol}`
}

function withDecimals(amount: string, least: number): string {
  const { units, scale } = toScaled(trimZeros(amount))
  return scale >= least ? fromScaled(units, scale) : fromScaled(units * 10n ** BigInt(least - scale), least)
}

function align(left: string, right: string): readonly [bigint, bigint, number] {
  const a = toScaled(left)
  const b = toScaled(right)
  const scale = Math.max(a.scale, b.scale)
  return [a.units * 10n ** BigInt(scale - a.scale), b.units * 10n ** BigInt(scale - b.scale), scale]
}

function tidy(units: bigint, scale: number): string {
  return trimZeros(fromScaled(units, scale))
}

function trimZeros(value: string): string {
  return value.includes('.') ? value.replace(/\.?0+$/, '') : value
}
