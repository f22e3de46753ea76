/**
 * What a spreadsheet cell says as text: numbers in plain digits (never an exponent, leading zeros where the format shows
 * them), dates as dd/mm/yyyy, as people in our countries write them.
 */

/** How a number format (ECMA-376 Part 1 §18.8.30) makes a number read. */
export type NumberStyle = DigitStyle | { readonly kind: 'date' } | { readonly kind: 'time' }

export interface DigitStyle {
  readonly kind: 'number'
  readonly fewestDigits: number
}

export const plainNumber: DigitStyle = { kind: 'number', fewestDigits: 1 }

/** Style of a built-in format id, or of its code where the file defines it. */
export function numberStyle(id: number, code: string | null): NumberStyle {
  if (code === null) {
    if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return { kind: 'date' }
    if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return { kind: 'time' }
    return plainNumber
  }
  const section = code.split(';')[0] ?? ''
  // quoted text, escaped characters, padding and fill, colours and conditions say nothing about the kind
  const bare = section.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  if (/general|standard/i.test(bare)) return plainNumber
  if (/[dy]/i.test(bare) || (/m/i.test(bare) && !/[hs]/i.test(bare))) return { kind: 'date' }
  if (/[hs]/i.test(bare)) return { kind: 'time' }
  return { kind: 'number', fewestDigits: fewestDigits(bare) }
}

/** `0000000000` and `0# ## ## ## ##` show ten digits: phone numbers keep their first zero that way. */
function fewestDigits(code: string): number {
  if (/[.,%/e]/i.test(code)) return 1
  const places = code.replace(/[^0#?]/g, '')
  const firstZero = places.indexOf('0')
  return firstZero === -1 ? 1 : places.length - firstZero
}

/**
 * A number as stored in the file, in plain decimal digits. Excel keeps 15 significant digits: what is stored beyond
 * them is rounding noise (0.30000000000000004), so it is rounded off. Null where it is no number.
 */
export function numberText(stored: string, style: DigitStyle): string | null {
  const value = Number(stored)
  if (stored.trim() === '' || !Number.isFinite(value)) return null
  const plain = /^-?\d{1,15}$/.test(stored) ? stored : withoutExponent(String(Number(value.toPrecision(15))))
  return /^\d+$/.test(plain) ? plain.padStart(style.fewestDigits, '0') : plain
}

function withoutExponent(number: string): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(number)
  if (parts === null) return number
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length)
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

const dayMs = 86_400_000
/** Day 0 of Excel's two calendars. The 1900 one holds a 29 February 1900 that never was, hence 30 December 1899. */
const epoch1900 = Date.UTC(1899, 11, 30)
const epoch1904 = Date.UTC(1904, 0, 1)

/** `31/12/2026`, `31/12/2026 08:30`, or `08:30` for a time of day. Null where the serial is no date. */
export function dateText(stored: string, kind: 'date' | 'time', uses1904: boolean): string | null {
  const serial = Number(stored)
  if (stored.trim() === '' || !Number.isFinite(serial) || serial < 0 || serial >= 2_958_466) return null
  const shift = !uses1904 && serial < 60 && serial >= 1 ? 1 : 0
  const seconds = Math.round(((serial + shift) * dayMs) / 1000)
  const moment = new Date((uses1904 ? epoch1904 : epoch1900) + seconds * 1000)
  return isoDateText(moment, kind === 'time' && serial < 1 ? 'time' : 'date')
}

/** A moment given in UTC parts, written as dateText does. */
export function isoDateText(moment: Date, kind: 'date' | 'time'): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const seconds = moment.getUTCSeconds() === 0 ? '' : `:${two(moment.getUTCSeconds())}`
  const time = `${two(moment.getUTCHours())}:${two(moment.getUTCMinutes())}${seconds}`
  if (kind === 'time') return time
  const date = `${two(moment.getUTCDate())}/${two(moment.getUTCMonth() + 1)}/${moment.getUTCFullYear()}`
  return time === '00:00' ? date : `${date} ${time}`
}
