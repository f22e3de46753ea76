/**
 * JSON as gateways write it, without losing a digit: JSON.parse turns an id of more than fifteen digits into another one
 * (`1000000000000000001` → `1000000000000000000`), and two messages into one.
 */
import { parse } from 'lossless-json'

/** Only a run of so many digits can hold what a number cannot; without one, JSON.parse says the same and is far faster. */
const longNumber = /\d[\d.]{15}/

/**
 * The value of a JSON text; a number that would not keep its digits is the text of them. Throws SyntaxError, or RangeError
 * where it is nested too deep. `__proto__` is a key like any other.
 */
export function parseJson(text: string): unknown {
  return longNumber.test(text) ? parse(text, undefined, { parseNumber: exactNumber }) : (JSON.parse(text) as unknown)
}

function exactNumber(digits: string): number | string {
  const value = Number(digits)
  const count = digits.replace(/e.*$/i, '').replace(/^-?[0.]*|\./g, '').length
  return count <= 15 || (Number.isSafeInteger(value) && /^-?\d+$/.test(digits)) ? value : digits
}
