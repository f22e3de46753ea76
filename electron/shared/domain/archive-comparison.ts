/**
 * How an entry of a gateway's archive is compared with a message of the history: number, text and time. Everything that
 * reads archives asks these functions, the window included. Pure.
 */
import { parsePhoneNumber, type CountryCode } from './phone-number'
import { toSmsText } from './segment'

/** Clocks and time zones of gateways are wrong by hours: so far apart, two times may still mean the same moment. */
export const sameMomentMs = 24 * 3_600_000

/** The end of a number that all its spellings share: national, with calling code, `00` or `+`, 8 or 10 digits. */
const tailLength = 7

/** Equal as sent: the form of an SMS, and any run of spaces or line breaks as one space. */
export function plainText(text: string): string {
  return toSmsText(text).replace(/\s+/g, ' ').trim()
}

/** E.164 with `+`; a national spelling is read in `country`. Null where it is no number. */
export function archiveNumber(raw: string, country: CountryCode | null): string | null {
  const compact = raw.replace(/[\s().\-/]/g, '')
  if (!/^\+?\d+$/.test(compact)) return null
  if (country !== null) {
    const parsed = parsePhoneNumber(compact, country, { allowFixed: true, migrate: 'off' })
    if (parsed.ok) return parsed.e164
  }
  const match = /^(?:\+|00)?([1-9]\d{6,14})$/.exec(compact)
  return match === null ? null : `+${match[1]}`
}

/** One number in groups of digits; after a point or a dash no single digit (`…0.0` is a number of a spreadsheet). */
const oneNumber = /^\+?\d+(?: \d+|[.-]\d{2,})*$/
/** ITU-T E.164 has 15, and there may be `00` before it. */
const mostDigits = 17

/**
 * Two spellings with the same tail may be the same number. Null where the text is not one whole number (masked, cut, empty,
 * two numbers, a number with a rest): it may then be any number.
 */
export function numberTail(raw: string): string | null {
  const text = raw
    .replace(/[\s()]+/g, ' ')
    .trim()
    .replace(/^\+ /, '+')
  const digits = text.replace(/\D/g, '')
  if (!oneNumber.test(text) || digits.length < tailLength || digits.length > mostDigits) return null
  const isWhole = (group: string): boolean => group.length >= tailLength
  return text.split(/\D/).filter(isWhole).length > 1 ? null : digits.slice(-tailLength)
}
