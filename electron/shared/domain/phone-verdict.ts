/**
 * A verdict on the digits of one number: E.164, or the reason why not. What libphonenumber accepts is accepted and nothing
 * more, except for repairs that the caller asks for (`migrate`) and that the result names. Numbers of countries without trunk
 * prefix (most of West and Central Africa) are settled by the library's own patterns without running the library: several
 * times as fast, and the same verdict (property-tested).
 */
import { countryWithCode, parsePhoneNumberFromString, planOf, type CountryCode } from './phone-library'
import type { PhoneProblem } from './phone-problem'
import { repairNational, type Repair, type RepairRule } from './phone-repair'
import type { WrittenNumber } from './phone-spelling'

export interface PhoneOptions {
  /**
   * Numbers of an old plan, and numbers whose leading zero a spreadsheet dropped:
   * - `off`: refused (old_numbering, lost_digits);
   * - `offer` (default): refused too, but `params.proposal` holds the E.164 number they would become, where that is certain;
   * - `apply`: accepted as that number, and the result says so in `migrated`.
   */
  readonly migrate?: 'off' | 'offer' | 'apply'
  /** Accept landlines too. Default false. */
  readonly allowFixed?: boolean
}

export interface ValidPhone {
  readonly ok: true
  /** `+` and digits. */
  readonly e164: string
  /** Digits without calling code and trunk prefix. */
  readonly national: string
  readonly country: CountryCode
  /** unknown: the plan does not tell mobiles from landlines. */
  readonly type: 'mobile' | 'fixed' | 'unknown'
  /** Set where the number was brought to today's plan: what it was, and by which rule. */
  readonly migrated?: { readonly from: string; readonly rule: RepairRule }
}

export interface InvalidPhone {
  readonly ok: false
  readonly reason: PhoneProblem
  /**
   * Always `country`. Lengths: `digits` found, `expected`. old_numbering and lost_digits: `rule`, and `proposal` (E.164)
   * where a repair is certain and on offer.
   */
  readonly params: Readonly<Record<string, string | number>>
  /** Several numbers, or one that is not certain: the E.164 numbers that the cell may mean, for a person to choose from. */
  readonly readings?: readonly string[]
}

/** A calling code may also come without `+`. Never throws. */
export function readWritten(
  spelling: WrittenNumber,
  country: CountryCode,
  options: PhoneOptions,
): ValidPhone | InvalidPhone {
  const { digits, bare } = spelling
  const international = spelling.plus || digits.startsWith('00')
  const written = international && !spelling.plus ? digits.slice(2) : digits

  // 2.37677E+11 typed into another column is 237677000000: the end is not the person's number any more.
  if (bare && digits.endsWith('000000') && !digits.startsWith('0'))
    return refuse('lost_digits', country, { digits: digits.length })
  if (international) {
    const owner = countryWithCode(written.slice(0, 3))
    if (owner === undefined) return byLibrary(`+${written}`, country, options)
    return inCountry(written.slice(3), owner, options) ?? byLibrary(`+${written}`, owner, options)
  }
  const { callingCode, mobileLengths } = planOf(country)
  const own = inCountry(written, country, options)
  if (own) return own
  if (written.startsWith(callingCode)) {
    const withCode = inCountry(written.slice(callingCode.length), country, options)
    if (withCode) return withCode
  } else if (written.length > Math.max(...mobileLengths)) {
    const foreign = inForeignCountry(written, options)
    if (foreign) return foreign
  }
  return byLibrary(written, country, options)
}

/** A verdict on national digits where it is certain without the library: a mobile, or a number that a repair knows. */
function inCountry(national: string, country: CountryCode, options: PhoneOptions): ValidPhone | InvalidPhone | null {
  const { isMobile, callingCode } = planOf(country)
  if (isMobile?.(national)) return { ok: true, e164: `+${callingCode}${national}`, national, country, type: 'mobile' }
  const repair = repairNational(country, national)
  return repair && settleRepair(repair, national, country, options)
}

function settleRepair(
  repair: Repair,
  from: string,
  country: CountryCode,
  { migrate = 'offer' }: PhoneOptions,
): ValidPhone | InvalidPhone | null {
  if (repair.kind === 'fixed') return refuse('not_mobile', country)
  const { rule, national } = repair
  const reason = repair.kind === 'old' ? 'old_numbering' : 'lost_digits'
  const e164 = `+${planOf(country).callingCode}${national ?? ''}`
  const certain = national !== null && isSurelyMobile(national, e164, country)
  if (certain && migrate === 'apply')
    return { ok: true, e164, national, country, type: 'mobile', migrated: { from, rule } }
  return refuse(reason, country, certain && migrate === 'offer' ? { rule, proposal: e164 } : { rule })
}

function isSurelyMobile(national: string, e164: string, country: CountryCode): boolean {
  return planOf(country).isMobile?.(national) ?? parsePhoneNumberFromString(e164)?.getType() === 'MOBILE'
}

/**
 * Another country's number whose `+` was left out («2250707070707» in a Cameroonian list). Only for African codes and
 * only where the rest is surely a mobile there: digits too many of a local number must not become a call abroad.
 */
function inForeignCountry(digits: string, options: PhoneOptions): ValidPhone | InvalidPhone | null {
  const country = /^2[2-6]/.test(digits) ? countryWithCode(digits.slice(0, 3)) : undefined
  return country === undefined || !planOf(country).isMobile ? null : inCountry(digits.slice(3), country, options)
}

/** The library's verdict, for everything that is not settled above; where it refuses, why. */
function byLibrary(
  text: string,
  country: CountryCode,
  { allowFixed = false }: PhoneOptions,
): ValidPhone | InvalidPhone {
  const phone = parsePhoneNumberFromString(text, country)
  if (!phone?.isValid()) return diagnose(text, phone?.country ?? country)
  const found = phone.country ?? country
  // the library completes some local numbers of islands («+672 00000» gets a 3): digits that nobody wrote
  if (!text.includes(phone.nationalNumber)) return refuse('invalid_for_country', found)
  const valid = { ok: true, e164: phone.number, national: phone.nationalNumber, country: found } as const
  switch (phone.getType()) {
    case 'MOBILE':
      return { ...valid, type: 'mobile' }
    case 'FIXED_LINE_OR_MOBILE':
    case undefined:
      return { ...valid, type: 'unknown' }
    case 'FIXED_LINE':
      return allowFixed ? { ...valid, type: 'fixed' } : refuse('not_mobile', found)
    default:
      return refuse('not_mobile', found)
  }
}

/** Why the library refuses these digits: by their number, and else by their range. */
function diagnose(text: string, country: CountryCode): InvalidPhone {
  const { callingCode, mobileLengths } = planOf(country)
  const shortest = Math.min(...mobileLengths)
  const longest = Math.max(...mobileLengths)
  if (text.length < 6) return refuse('too_short', country, { digits: text.replace('+', '').length, expected: shortest })
  let national = text
  if (text.startsWith('+')) {
    if (!text.startsWith(`+${callingCode}`)) return refuse('invalid_for_country', country)
    national = text.slice(callingCode.length + 1)
  } else if (text.length > longest && text.startsWith(callingCode)) national = text.slice(callingCode.length)
  if (national.length > shortest && national.startsWith('0') && planOf(country).isMobile === null)
    national = national.slice(1)

  const params = { digits: national.length, expected: shortest }
  if (national.length < shortest - 1) return refuse('too_short', country, params)
  if (national.length < shortest) return refuse('lost_digits', country, params)
  if (national.length <= longest) return refuse('invalid_for_country', country, params)
  const halves = twoNumbers(text, country)
  if (halves.length > 0) return severalReadings('several_numbers', country, halves)
  return { ...severalReadings('too_long', country, withoutZero(national, country)), params: { ...params, country } }
}

/** «06 77 12 34 10» where no number begins with a zero: most likely written as in another country. */
function withoutZero(national: string, country: CountryCode): string[] {
  const { callingCode, isMobile } = planOf(country)
  const rest = national.slice(1)
  return national.startsWith('0') && isMobile?.(rest) === true ? [`+${callingCode}${rest}`] : []
}

/** «677123456699123456»: each half is a number by itself. */
function twoNumbers(text: string, country: CountryCode): string[] {
  const digits = text.replace('+', '')
  const { callingCode, isMobile } = planOf(country)
  if (digits.length % 2 !== 0 || !isMobile) return []
  const half = digits.length / 2
  const numbers = [digits.slice(0, half), digits.slice(half)].map((part) => {
    if (isMobile(part)) return `+${callingCode}${part}`
    return part.startsWith(callingCode) && isMobile(part.slice(callingCode.length)) ? `+${part}` : null
  })
  return numbers.every((number) => number !== null) ? numbers : []
}

export function refuse(reason: PhoneProblem, country: CountryCode, params: InvalidPhone['params'] = {}): InvalidPhone {
  return { ok: false, reason, params: { ...params, country } }
}

export function severalReadings(reason: PhoneProblem, country: CountryCode, readings: readonly string[]): InvalidPhone {
  return { ...refuse(reason, country), ...(readings.length > 0 && { readings }) }
}
