/**
 * Phone numbers as people and spreadsheets write them → E.164, or the reason why not. A number is never put together from
 * digits that stand apart in the cell, and a cell that can be read as two different numbers is refused with both.
 */
import { type CountryCode } from './phone-library'
import { readSpelling, type Spelling, type WrittenNumber } from './phone-spelling'
import {
  readWritten,
  refuse,
  severalReadings,
  type InvalidPhone,
  type PhoneOptions,
  type ValidPhone,
} from './phone-verdict'

export { isCountryCode, type CountryCode } from './phone-library'
export type { InvalidPhone, PhoneOptions, ValidPhone } from './phone-verdict'

/**
 * The number in this cell. `country` is the one to assume where the number itself doesn't say; a calling code may also
 * come without `+`. Never throws.
 */
export function parsePhoneNumber(
  raw: string | number,
  country: CountryCode,
  options: PhoneOptions = {},
): ValidPhone | InvalidPhone {
  const spelling = readSpelling(raw)
  switch (spelling.kind) {
    case 'none':
      return refuse(spelling.reason, country)
    case 'number':
      return readOne(spelling, country, options)
    case 'pieces':
      return readPieces(spelling, country, options)
  }
}

/** A number among several in a cell, as its digits stand there. */
export interface PhonePart {
  readonly digits: string
  readonly phone: ValidPhone | InvalidPhone
}

/** The numbers of a cell that holds several, in their order, each once; landlines with why not. Empty where it is not certain which they are. */
export function phonesIn(raw: string | number, country: CountryCode, options: PhoneOptions = {}): readonly PhonePart[] {
  const spelling = readSpelling(raw)
  if (spelling.kind !== 'pieces' || !spelling.onlyNumbers || spelling.tails.length > 0) return []
  const parts = spelling.pieces.map((piece) => ({ digits: piece.digits, phone: readWritten(piece, country, options) }))
  // a piece that is no number at all may belong to another one
  if (parts.some(({ phone }) => !phone.ok && phone.reason !== 'not_mobile')) return []
  const seen = new Set<string>()
  return parts.filter(({ digits, phone }) => {
    const key = phone.ok ? phone.e164 : digits
    return !seen.has(key) && seen.add(key)
  })
}

/** A number, unless the same cell can be read as another one. */
function readOne(
  { number, other, otherIsUnlikely }: Extract<Spelling, { kind: 'number' }>,
  country: CountryCode,
  options: PhoneOptions,
): ValidPhone | InvalidPhone {
  const phone = readWritten(number, country, options)
  const repaired: PhoneOptions = { ...options, migrate: 'apply' }
  const isCertain = phone.ok && phone.migrated === undefined && phone.country === country
  if (other !== null && !(isCertain && otherIsUnlikely)) {
    const readings = distinct([readWritten(number, country, repaired), readWritten(other, country, repaired)])
    if (readings.length > 1) return severalReadings('several_numbers', country, readings)
    if (!phone.ok && number.plus) return readWritten(other, country, options)
    if (!phone.ok && !readWritten(number, country, repaired).ok && readings.length > 0)
      return severalReadings('not_a_number', country, readings)
  }
  const heads = number.even ? [] : headReadings(number, country, repaired)
  if (heads.length > 0) return severalReadings('several_numbers', country, heads)
  if (phone.ok || number.groups.length === 1) return phone
  const parts = splitReadings(number, country, repaired)
  return parts.length > 1 ? severalReadings('several_numbers', country, parts) : phone
}

/** «07071236 37»: the beginning is a number by itself, so the end may be that of another one. */
function headReadings(number: WrittenNumber, country: CountryCode, options: PhoneOptions): string[] {
  const { groups, plus } = number
  let tail = ''
  for (let count = groups.length - 1; count > 0; count--) {
    tail = `${groups[count] ?? ''}${tail}`
    if (tail.length > longestTail) return []
    const head = groups.slice(0, count).join('')
    const readings = [head, `${head.slice(0, -tail.length)}${tail}`].map((digits) =>
      readDigits(digits, plus, country, options),
    )
    if (readings[0]?.ok === true) return distinct(readings)
  }
  return []
}

/** «677 12 34 56 699 12 34 56»: two numbers without anything between them. */
function splitReadings({ groups, plus }: WrittenNumber, country: CountryCode, options: PhoneOptions): string[] {
  for (let count = 1; count < groups.length; count++) {
    const parts = [
      readDigits(groups.slice(0, count).join(''), plus, country, options),
      readDigits(groups.slice(count).join(''), false, country, options),
    ]
    if (parts.every(({ ok }) => ok)) return distinct(parts)
  }
  return []
}

/** Never one number: what the pieces may mean is offered. */
function readPieces(
  { pieces, tails, onlyNumbers, together }: Extract<Spelling, { kind: 'pieces' }>,
  country: CountryCode,
  options: PhoneOptions,
): InvalidPhone {
  const repaired: PhoneOptions = { ...options, migrate: 'apply' }
  const readings = [...pieces.map((piece) => readWritten(piece, country, repaired))]
  const [only] = pieces
  if (pieces.length === 1 && only !== undefined && readings[0]?.ok === true) {
    for (const tail of tails) {
      readings.push(readDigits(`${only.digits.slice(0, -tail.length)}${tail}`, only.plus, country, repaired))
    }
  }
  const found = distinct(readings)
  const longPieces = pieces.filter(({ digits }) => digits.length >= shortestPiece).length
  if (found.length > 1 || longPieces > 1) return severalReadings('several_numbers', country, found)
  if (found.length > 0 || !onlyNumbers) return severalReadings('not_a_number', country, found)
  const whole = together === null ? [] : [readDigits(together.digits, together.plus, country, repaired)]
  return severalReadings('not_a_number', country, distinct(whole))
}

const longestTail = 4
const shortestPiece = 7

function distinct(phones: readonly (ValidPhone | InvalidPhone)[]): string[] {
  return [...new Set(phones.flatMap((phone) => (phone.ok ? [phone.e164] : [])))]
}

function readDigits(
  digits: string,
  plus: boolean,
  country: CountryCode,
  options: PhoneOptions,
): ValidPhone | InvalidPhone {
  return readWritten({ digits, plus, groups: [digits], even: true, bare: false }, country, options)
}
