/** The country that is proposed at the first start. */
import { expect, it } from 'vitest'
import { guessCountry } from '@shared/domain/country-guess'

it.each([
  [['fr-CI', 'fr'], 'Africa/Abidjan', 'CI'],
  // French of France on a computer in Dakar
  [['fr-FR', 'en-US'], 'Africa/Dakar', 'SN'],
  [['fr'], 'Africa/Douala', 'CM'],
  [['fr'], 'Africa/Lubumbashi', 'CD'],
  // a person who travels
  [['fr-TG'], 'Europe/Paris', 'TG'],
  // Windows' zone for six countries
  [['fr-FR'], 'Africa/Lagos', null],
  [['en-NG'], 'Africa/Lagos', 'NG'],
  [['fr-FR'], 'Europe/Paris', null],
  [[], 'UTC', null],
] as const)('%o in %s is %s', (languages, timeZone, country) => {
  expect(guessCountry(languages, timeZone)).toBe(country)
})
