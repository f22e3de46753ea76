import { getCountryCallingCode, isSupportedCountry, type CountryCode } from 'libphonenumber-js/max'
import { expect, it } from 'vitest'
import { countries, countryOf, currencyOf } from '@shared/domain/country'

it('has the dial code of the numbering plan for every country', () => {
  for (const { code, dialCode } of countries) {
    expect(isSupportedCountry(code), code).toBe(true)
    expect(getCountryCallingCode(code as CountryCode), code).toBe(dialCode)
  }
})

it('names currencies and countries that Intl knows', () => {
  const currencies = new Set(Intl.supportedValuesOf('currency'))
  for (const { code, currency, name } of countries) {
    expect(currencies.has(currency), `${code} ${currency}`).toBe(true)
    expect(new Intl.DisplayNames('en', { type: 'region' }).of(code)).not.toBe(code)
    expect(name.fr).not.toBe('')
  }
})

it('guesses the CFA franc of the right side', () => {
  expect(['CM', 'GA', 'CG', 'TD', 'CF', 'GQ'].map(currencyOf)).toEqual(Array(6).fill('XAF'))
  expect(['TG', 'CI', 'SN', 'BJ', 'BF', 'ML', 'NE', 'GW'].map(currencyOf)).toEqual(Array(8).fill('XOF'))
  expect(countryOf('__proto__')).toBeNull()
})
