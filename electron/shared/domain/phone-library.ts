/**
 * The one door to libphonenumber-js. `/max` knows landlines from mobiles, which `/min` does not: a message to a landline
 * is money lost. A bundle that cannot afford its 157 KB may swap the import here, and only here.
 */
import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max'
import metadata from 'libphonenumber-js/max/metadata'

export { isSupportedCountry as isCountryCode, parsePhoneNumberFromString }
export type { CountryCode }

/** What a country's plan says, taken from the library's own tables so that both always agree. */
export interface CountryPlan {
  /** Without `+`. */
  readonly callingCode: string
  /** Lengths of a mobile number without calling code and trunk prefix, ascending. */
  readonly mobileLengths: readonly number[]
  /** True where a number is surely a mobile of this country; null where only the library can tell (trunk prefix, shared code). */
  readonly isMobile: ((national: string) => boolean) | null
}

/** Places of the fields in a country's entry of the library's compact metadata. */
const fields = { callingCode: 0, pattern: 2, lengths: 3, trunkPrefix: 5, trunkPattern: 7, types: 11 } as const
const mobileType = 1

type TypeEntry = readonly [pattern: string, lengths?: readonly number[]] | 0

const plans = new Map<CountryCode, CountryPlan>()
const byCode = new Map<string, CountryCode>()
const callingCodes = metadata.country_calling_codes as unknown as Readonly<Record<string, readonly CountryCode[]>>
for (const [code, [only, second]] of Object.entries(callingCodes)) {
  if (only !== undefined && second === undefined) byCode.set(code, only)
}

export function planOf(country: CountryCode): CountryPlan {
  let plan = plans.get(country)
  if (!plan) {
    plan = readPlan(country)
    plans.set(country, plan)
  }
  return plan
}

/** Whether these digits are the calling code of a country: 237, 33, 1. */
export function isCallingCode(digits: string): boolean {
  return Object.hasOwn(callingCodes, digits)
}

/** The country that alone has this three-digit calling code, if there is one. */
export function countryWithCode(callingCode: string): CountryCode | undefined {
  return byCode.get(callingCode)
}

function readPlan(country: CountryCode): CountryPlan {
  const entry = metadata.countries[country] as unknown as readonly unknown[]
  const types = (entry[fields.types] ?? []) as readonly TypeEntry[]
  const entryOfMobile = types[mobileType]
  const mobile = entryOfMobile === 0 ? undefined : entryOfMobile
  const callingCode = String(entry[fields.callingCode])
  const plain = !entry[fields.trunkPrefix] && !entry[fields.trunkPattern] && byCode.get(callingCode) === country
  return {
    callingCode,
    mobileLengths: mobile?.[1] ?? (entry[fields.lengths] as readonly number[]),
    isMobile: plain && mobile ? mobileTest(String(entry[fields.pattern]), mobile[0], types) : null,
  }
}

/** The library's own test: of the general pattern and of the mobile one, and of no other kind of number. */
function mobileTest(general: string, mobile: string, types: readonly TypeEntry[]): (national: string) => boolean {
  const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`)
  const others = types.flatMap((type, index) => (type && index !== mobileType ? [`(?:${type[0]})`] : []))
  const isNumber = whole(general)
  const isMobile = whole(mobile)
  const isOther = others.length > 0 ? whole(others.join('|')) : null
  return (national) => isMobile.test(national) && isNumber.test(national) && !isOther?.test(national)
}
