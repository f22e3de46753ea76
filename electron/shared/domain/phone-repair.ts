/**
 * Numbers that were right once, or that a spreadsheet damaged in a way that can be undone without guessing:
 * the plans that grew (Côte d'Ivoire 2021, Benin 2024, Gabon 2019) and the leading zero that Excel drops.
 */
import type { CountryCode } from './phone-library'

export type RepairRule =
  /** Côte d'Ivoire, 31 January 2021: 8 → 10 digits, prefix by operator (ARTCI: 07 Orange, 05 MTN, 01 Moov). */
  | 'CI-2021'
  /** Benin, 30 November 2024: 8 → 10 digits, 01 before every number (ARCEP Bénin). */
  | 'BJ-2024'
  /** Gabon, 15 November 2019 (old numbers cut off on 6 April 2024): 0X → 06X or 07X by operator (ARCEP Gabon). */
  | 'GA-2019'
  /** The first zero of a number (Côte d'Ivoire, Benin, Congo), dropped by a spreadsheet that took it for a quantity. */
  | 'leading_zero'

export type Repair =
  | {
      readonly kind: 'old'
      readonly rule: RepairRule
      /** New number without calling code; null where it can't be known. */ readonly national: string | null
    }
  | { readonly kind: 'lost_zero'; readonly rule: 'leading_zero'; readonly national: string }
  /** An old landline: no SMS either way. */
  | { readonly kind: 'fixed' }

/**
 * Côte d'Ivoire, first two digits of the old mobile ranges by their operator, as in libphonenumber's carrier tables of
 * 2020 (from ARTCI's plan). Left out, because nobody took them over: 60 and 61 (GreenN), 69 (Aircom).
 */
const ivorianRanges: readonly (readonly [prefix: string, ranges: readonly string[]])[] = [
  ['01', ['01', '02', '03', '40', '41', '42', '43', '50', '51', '52', '53', '70', '71', '72', '73']],
  [
    '05',
    [
      '04',
      '05',
      '06',
      '44',
      '45',
      '46',
      '54',
      '55',
      '56',
      '64',
      '65',
      '66',
      '74',
      '75',
      '76',
      '84',
      '85',
      '86',
      '94',
      '95',
      '96',
    ],
  ],
  [
    '07',
    ['07', '08', '09', '47', '48', '49', '57', '58', '59', '67', '68', '77', '78', '79', '87', '88', '89', '97', '98'],
  ],
]
const ivorianPrefixes = new Map(
  ivorianRanges.flatMap(([prefix, ranges]) => ranges.map((range) => [range, prefix] as const)),
)

/** Gabon, second digit of the old number → the digit put before it. 03 (Azur) closed before the change. */
const gabonesePrefixes: Readonly<Record<string, string>> = { 2: '6', 5: '6', 6: '6', 4: '7', 7: '7' }

/** What can be made of these digits, which the plan of today refuses; null where they are of no known old form. */
export function repairNational(country: CountryCode, digits: string): Repair | null {
  switch (country) {
    case 'CI':
      if (/^[157]\d{8}$/.test(digits)) return { kind: 'lost_zero', rule: 'leading_zero', national: `0${digits}` }
      if (digits.length !== 8) return null
      if (/^[23]/.test(digits)) return { kind: 'fixed' }
      return { kind: 'old', rule: 'CI-2021', national: prefixed(ivorianPrefixes.get(digits.slice(0, 2)), digits) }
    case 'BJ':
      if (/^1[4-69]\d{7}$/.test(digits)) return { kind: 'lost_zero', rule: 'leading_zero', national: `0${digits}` }
      if (digits.length !== 8) return null
      if (digits.startsWith('2')) return { kind: 'fixed' }
      return { kind: 'old', rule: 'BJ-2024', national: /^[4-69]/.test(digits) ? `01${digits}` : null }
    case 'CG':
      // every mobile number has nine digits and begins with 0
      return /^[124-6]\d{7}$/.test(digits) ? { kind: 'lost_zero', rule: 'leading_zero', national: `0${digits}` } : null
    case 'GA':
      // Seven digits: an old number without its zero, or a new one that lost a digit.
      if (/^[2-7]\d{6}$/.test(digits)) return { kind: 'old', rule: 'GA-2019', national: null }
      if (!/^0[2-7]\d{6}$/.test(digits)) return null
      return { kind: 'old', rule: 'GA-2019', national: prefixed(gabonesePrefixes[digits.charAt(1)], digits.slice(1)) }
    default:
      return null
  }
}

function prefixed(prefix: string | undefined, digits: string): string | null {
  return prefix === undefined ? null : prefix + digits
}
