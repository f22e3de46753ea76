/**
 * Exact decimal numbers as strings: what people and spreadsheets write, read without floats and without guessing.
 * A canonical decimal is `-?digits[.digits]`, without leading zeros, `+` or `-0`; decimals are kept as they were written.
 */

export type DecimalLocale = 'fr' | 'en'

export type ReadDecimal =
  | { readonly kind: 'exact'; readonly value: string }
  /** `12.500` and `12,500`: twelve thousand five hundred to some, twelve and a half to others. Both readings are given. */
  | { readonly kind: 'ambiguous'; readonly grouped: string; readonly decimal: string }

const anySpace = /[\s\u00a0\u202f\u2009]/g
const whole = /^\d+$/
const spaced = /^\d{1,3}(?: \d{3})+(?:[.,]\d+)?$/
const oneSeparator = /^(\d*)[.,](\d+)$/
const frenchGrouped = /^\d{1,3}(?:\.\d{3})+,\d+$/
const englishGrouped = /^\d{1,3}(?:,\d{3})+\.\d+$/
const repeatedGroups = /^\d{1,3}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,})$/
const canonical = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/** True for a canonical decimal string. */
export function isDecimal(text: string): boolean {
  return canonical.test(text)
}

/**
 * A number as written in French or English: `12500`, `12 500,50`, `12.500,50`, `12,500.50`, `-3,5`. Null for anything
 * else: words, exponents, digits in groups that are not thousands (a phone number). Linear in the text's length.
 */
export function readDecimal(text: string): ReadDecimal | null {
  const trimmed = text.trim()
  if (trimmed.length > 40) return null
  let body = trimmed.replace(anySpace, ' ')
  const sign = /^[-\u2212]/.test(body) ? '-' : ''
  if (/^[-+\u2212]/.test(body)) body = body.slice(1).trimStart()

  if (whole.test(body)) return exact(sign, body, '')
  if (spaced.test(body)) {
    const [integer = '', fraction = ''] = body.replace(/ /g, '').split(/[.,]/)
    return exact(sign, integer, fraction)
  }
  const single = oneSeparator.exec(body)
  if (single) {
    const [, integer = '', fraction = ''] = single
    const maybeThousands = fraction.length === 3 && /^[1-9]\d{0,2}$/.test(integer)
    if (!maybeThousands) return exact(sign, integer, fraction)
    return {
      kind: 'ambiguous',
      grouped: canonicalDecimal(sign, integer + fraction, ''),
      decimal: canonicalDecimal(sign, integer, fraction),
    }
  }
  if (frenchGrouped.test(body)) {
    const [integer = '', fraction = ''] = body.replace(/\./g, '').split(',')
    return exact(sign, integer, fraction)
  }
  if (englishGrouped.test(body)) {
    const [integer = '', fraction = ''] = body.replace(/,/g, '').split('.')
    return exact(sign, integer, fraction)
  }
  if (repeatedGroups.test(body)) return exact(sign, body.replace(/[.,]/g, ''), '')
  return null
}

function exact(sign: string, integer: string, fraction: string): ReadDecimal {
  return { kind: 'exact', value: canonicalDecimal(sign, integer, fraction) }
}

/** Digits as a canonical decimal: no leading zeros, no sign on zero. */
export function canonicalDecimal(sign: string, integer: string, fraction: string): string {
  const digits = integer.replace(/^0+(?=\d)/, '') || '0'
  const value = fraction === '' ? digits : `${digits}.${fraction}`
  return /[1-9]/.test(value) ? sign + value : value
}

/** A canonical decimal as an exact fraction: value = units / 10^scale. */
export function toScaled(value: string): { units: bigint; scale: number } {
  const point = value.indexOf('.')
  if (point < 0) return { units: BigInt(value), scale: 0 }
  return { units: BigInt(value.slice(0, point) + value.slice(point + 1)), scale: value.length - point - 1 }
}

/** The canonical decimal for units / 10^scale, with `scale` decimals. */
export function fromScaled(units: bigint, scale: number): string {
  const negative = units < 0n
  const digits = (negative ? -units : units).toString().padStart(scale + 1, '0')
  const value = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return negative ? `-${value}` : value
}

/** Rounded to this many decimals, halves away from zero. */
export function roundDecimal(value: string, decimals: number): string {
  const { units, scale } = toScaled(value)
  if (scale <= decimals) return fromScaled(units * 10n ** BigInt(decimals - scale), decimals)
  const unit = 10n ** BigInt(scale - decimals)
  const half = units < 0n ? -unit / 2n : unit / 2n
  return fromScaled((units + half) / unit, decimals)
}

/** A canonical decimal as people write it: French `12 500,5` with the separator given, English `12,500.5`. */
export function groupDecimal(value: string, locale: DecimalLocale, frenchSeparator: ' ' | '\u202f'): string {
  const negative = value.startsWith('-')
  const [integer = '', fraction] = (negative ? value.slice(1) : value).split('.')
  let grouped = ''
  for (let index = 0; index < integer.length; index++) {
    if (index > 0 && (integer.length - index) % 3 === 0) grouped += locale === 'fr' ? frenchSeparator : ','
    grouped += integer.charAt(index)
  }
  const point = locale === 'fr' ? ',' : '.'
  return (negative ? '-' : '') + grouped + (fraction === undefined ? '' : point + fraction)
}

/** Below zero, zero or above zero, as left is less than, equal to or greater than right. Exact. */
export function compareDecimals(left: string, right: string): number {
  if (left === right) return 0
  // fifteen digits fit a double exactly
  if (left.length <= 15 && right.length <= 15) return Number(left) - Number(right)
  const a = toScaled(left)
  const b = toScaled(right)
  const scale = Math.max(a.scale, b.scale)
  const difference = a.units * 10n ** BigInt(scale - a.scale) - b.units * 10n ** BigInt(scale - b.scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** True where the value's size, sign aside, is above 1. */
export function isAboveOne(value: string): boolean {
  return compareDecimals(value.startsWith('-') ? value.slice(1) : value, '1') > 0
}
