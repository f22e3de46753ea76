/** Numbers and serial dates as spreadsheets store them. */

/**
 * A stored number in canonical decimal digits. Excel keeps 15 significant digits: what is stored beyond them is rounding
 * noise (0.30000000000000004), so it is rounded off. Null where it is no number.
 */
export function canonicalNumber(stored: string): string | null {
  if (stored.length > 40 || !/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(stored)) return null
  const value = Number(stored)
  if (!Number.isFinite(value)) return null
  if (/^-?[1-9]\d{0,14}$/.test(stored)) return stored
  const rounded = Number(value.toPrecision(15))
  // the very largest numbers have no such neighbour
  return value === 0 ? '0' : withoutExponent(String(Number.isFinite(rounded) ? rounded : value))
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

export const secondsPerDay = 86_400
/** Day 0 of Excel's calendar, which holds a 29 February 1900 that never was. */
const epoch = Date.UTC(1899, 11, 30)
/** Days between the two calendars of Excel. */
const days1904 = 1_462

export function toSerial1900(serial: number, uses1904: boolean): number {
  return uses1904 ? serial + days1904 : serial
}

/** `2026-01-05`, or with its time `2026-01-05T08:30:00`. */
export function isoMoment(serial: number): string {
  const shift = serial < 60 ? 1 : 0
  const iso = new Date(epoch + Math.round((serial + shift) * secondsPerDay) * 1000).toISOString().slice(0, 19)
  return iso.endsWith('T00:00:00') ? iso.slice(0, 10) : iso
}

/** Serial of a moment given in UTC parts. */
export function serialOf(moment: Date): number {
  return (moment.getTime() - epoch) / (secondsPerDay * 1000)
}
