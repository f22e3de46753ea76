import { isCountryCode, type CountryCode } from '@shared/domain/phone-number'
import { AppError } from '@shared/errors'

/** The country to assume for numbers without calling code, in any case. @throws AppError country_unknown */
export function requireCountry(country: string): CountryCode {
  const code = country.trim().toUpperCase()
  if (!isCountryCode(code)) throw new AppError('country_unknown', { country })
  return code
}
