/**
 * Numbers as people write them in cells of text: `12 500 FCFA`, `1'250`, `-3 %`, `1,2E+04`, `(500)`, `500-`. Where a number
 * can be read in two ways (`9,875`) both are given; the column decides between them (column-reading.ts). Linear, never throws.
 */
import { canonicalDecimal } from './decimal'

export type DecimalSign = 'comma' | 'point'

export interface ReadNumber {
  /** Canonical decimal; of a percentage the share. The same twice where there is one reading only. */
  readonly comma: string
  /** The reading where the point is the decimal sign. */
  readonly point: string
  readonly style: 'plain' | 'percent' | 'currency'
  /** The decimal sign that this number proves for its column, null where it proves none. */
  readonly proves: DecimalSign | null
}

const longestNumber = 60
const currencies =
  'F\\.?\\s?C\\.?F\\.?A\\.?|CFA|XAF|XOF|francs?(?: CFA)?|frs?|EUR|euros?|€|USD|\\$|GBP|£|NGN|₦|GNF|CDF|FC|F'
const units =
  'ans?|années?|mois|semaines?|jours?|j|heures?|kg|g|km|m|cm|l|litres?|points?|pts?|sacs?|pièces?|years?|months?|days?'
const currencyAfter = new RegExp(`\\s?(?:${currencies})\\.?$`, 'iu')
// no single letters before a number: F12 is a reference
const currenciesBefore = 'F\\.?\\s?C\\.?F\\.?A\\.?|CFA|XAF|XOF|EUR|€|USD|\\$|GBP|£|NGN|₦|GNF|CDF'
const currencyBefore = new RegExp(`^(?:${currenciesBefore})\\s?(?=[-+(.,\\d])`, 'iu')
const unitAfter = new RegExp(`\\s?(?:${units})\\.?$`, 'iu')
const startsLikeNumber = new RegExp(`^(?:[-+(.,\\d\u2212\u2013\u0660-\u0669\u06f0-\u06f9]|${currenciesBefore})`, 'iu')

/** Null where the text is no number: words, dates, phone numbers in groups of two, fractions like 1/2. */
export function readNumber(text: string): ReadNumber | null {
  let body = text.trim()
  if (body.length === 0 || body.length > longestNumber) return null
  if (/^\d+$/.test(body)) return once(canonicalDecimal('', body, ''), 'plain', null)
  if (!startsLikeNumber.test(body)) return null
  body = plainSigns(body)
  // no sign, currency or unit can stand around it: dates, groups of digits
  if (isDigit(body, 0) && isDigit(body, body.length - 1)) {
    const read = readDigits(body, '')
    return read === null ? null : { ...read, style: 'plain' }
  }
  let style: ReadNumber['style'] = 'plain'
  let negative = false
  const inner = /^\(\s?([^()]+?)\s?\)(.*)$/.exec(body)
  if (inner) {
    negative = true
    body = `${inner[1] ?? ''}${inner[2] ?? ''}`
    if (/^[-+]/.test(body)) return null
  }
  const sign = /^([-+])\s?/.exec(body)
  if (sign) {
    negative = sign[1] === '-'
    body = body.slice(sign[0].length)
  }
  const percent = body.replace(/\s?%$/, '')
  const withoutCurrency = percent === body ? body.replace(currencyAfter, '').replace(currencyBefore, '') : body
  if (percent !== body) {
    body = percent
    style = 'percent'
  } else if (withoutCurrency !== body) {
    body = withoutCurrency
    style = 'currency'
  } else body = body.replace(unitAfter, '')
  // the sign may stand behind the currency ($-50), or at the end (500-)
  const late = /^-\s?|\s?-$/.exec(body)
  if (late) {
    if (sign || inner) return null
    negative = true
    body = body.replace(late[0], '')
  }
  const read = readDigits(body, negative ? '-' : '')
  if (read === null) return null
  if (style !== 'percent') return { ...read, style }
  return { comma: shiftPoint(read.comma, -2), point: shiftPoint(read.point, -2), style, proves: read.proves }
}

/** The readings as canonical decimals of the shown figures: of `15 %` it is 15. */
export function shownFigure(value: string, style: ReadNumber['style']): string {
  return style === 'percent' ? shiftPoint(value, 2) : value
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

/** Printable ASCII without grave accents and pairs of spaces: most cells. */
const hasOddSign = /[^ -_a-~]| {2}/

function plainSigns(text: string): string {
  if (!hasOddSign.test(text)) return text
  return text
    .replace(/[\s\u00a0\u202f\u2007\u2009]+/g, ' ')
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/[’‘´`]/g, "'")
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
}

type Digits = Omit<ReadNumber, 'style'>

function readDigits(body: string, sign: string): Digits | null {
  const scientific = /^(\d{1,20})(?:([.,])(\d{1,20}))?e([+-]?\d{1,2})$/i.exec(body)
  if (scientific) {
    const [, whole = '', separator, fraction = '', exponent = '0'] = scientific
    const value = shiftPoint(canonicalDecimal(sign, whole, fraction), Number(exponent))
    return { comma: value, point: value, proves: separator === undefined ? null : signOf(separator) }
  }
  const grouped =
    /^(\d{1,3})(?: \d{3})+(?:([.,])(\d+))?$/.exec(body) ?? /^(\d{1,3})(?:'\d{3})+(?:([.,])(\d+))?$/.exec(body)
  if (grouped) {
    const [integer = '', fraction = ''] = body.replace(/[ ']/g, '').split(/[.,]/)
    return once(
      canonicalDecimal(sign, integer, fraction),
      'plain',
      grouped[2] === undefined ? null : signOf(grouped[2]),
    )
  }
  if (/^\d+$/.test(body)) return once(canonicalDecimal(sign, body, ''), 'plain', null)
  const single = /^(\d*)([.,])(\d+)$/.exec(body)
  if (single) return readSingle(sign, single[1] ?? '', single[2] ?? '', single[3] ?? '')
  // groups of thousands prove what the decimal sign is not
  const repeated = /^\d{1,3}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,})$/.test(body)
  if (repeated) {
    return once(canonicalDecimal(sign, body.replace(/[.,]/g, ''), ''), 'plain', body.includes(',') ? 'point' : 'comma')
  }
  const both = /^\d{1,3}(?:(?:\.\d{3})+(,)|(?:,\d{3})+(\.))\d+$/.exec(body)
  if (!both) return null
  const decimal = both[1] ?? both[2] ?? ''
  const at = body.lastIndexOf(decimal)
  const value = canonicalDecimal(sign, body.slice(0, at).replace(/[.,]/g, ''), body.slice(at + 1))
  return once(value, 'plain', signOf(decimal))
}

/** `9,875` is nine and something, or nine thousand; `12,5`, `0,875` and `1234,567` are no thousands. */
function readSingle(sign: string, integer: string, separator: string, fraction: string): Digits {
  const asDecimal = canonicalDecimal(sign, integer, fraction)
  if (fraction.length !== 3 || !/^[1-9]\d{0,2}$/.test(integer)) return once(asDecimal, 'plain', signOf(separator))
  const asGroup = canonicalDecimal(sign, integer + fraction, '')
  return separator === ','
    ? { comma: asDecimal, point: asGroup, proves: null }
    : { comma: asGroup, point: asDecimal, proves: null }
}

function signOf(separator: string): DecimalSign {
  return separator === ',' ? 'comma' : 'point'
}

function once(value: string, style: ReadNumber['style'], proves: DecimalSign | null): ReadNumber {
  return { comma: value, point: value, style, proves }
}

/** A canonical decimal times a power of ten, without rounding. */
function shiftPoint(value: string, places: number): string {
  const sign = value.startsWith('-') ? '-' : ''
  const [integer = '', fraction = ''] = (sign === '' ? value : value.slice(1)).split('.')
  const digits = places >= 0 ? integer + fraction.padEnd(places, '0') : integer.padStart(1 - places, '0') + fraction
  const point = (places >= 0 ? integer.length : Math.max(integer.length, 1 - places)) + places
  return canonicalDecimal(sign, digits.slice(0, point), digits.slice(point).replace(/0+$/, ''))
}
