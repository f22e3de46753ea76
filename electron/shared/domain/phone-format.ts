/** Phone numbers as people write them. The window loads this file, so it reads the library's small tables (83 KB), which have the same groups. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** Since 2021 people in Côte d'Ivoire write five pairs; the library leaves the last four digits together. */
const ivorian = /^\+225(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/

/** An E.164 number in the groups of its country, with plain spaces: `+237 6 77 12 34 56`. Anything else comes back as it is. */
export function formatPhoneNumber(e164: string): string {
  if (ivorian.test(e164)) return e164.replace(ivorian, '+225 $1 $2 $3 $4 $5')
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164
}
