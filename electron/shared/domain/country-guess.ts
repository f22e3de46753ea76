/** The country in which a computer most likely stands, from what it knows by itself. A proposal: the person decides. Pure. */
import { countries, countryOf } from './country'
import { zonesOfDialCode } from './country-zone'

/** Windows gives this zone to all of West Central Africa, so that it names no country. */
const sharedZone = 'Africa/Lagos'

const isAfrican = (code: string): boolean => countryOf(code)?.dialCode.startsWith('2') === true

/**
 * The region of a language where it is an African one (computers sold there often speak French of France), else the country of
 * the time zone, else null.
 * @param languages BCP 47 tags, the preferred one first @param timeZone IANA
 */
export function guessCountry(languages: readonly string[], timeZone: string): string | null {
  const region = languages.map((tag) => /^\w{2,3}-([A-Z]{2})$/.exec(tag)?.[1] ?? '').find(isAfrican)
  if (region !== undefined) return region
  if (timeZone === sharedZone) return null
  return (
    countries.find(({ code, dialCode }) => isAfrican(code) && zonesOfDialCode(dialCode).includes(timeZone))?.code ??
    null
  )
}
