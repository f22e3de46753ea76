/** A number that somebody typed. */
import { parsePhoneNumber } from '@shared/domain/phone-number'
import { AppError } from '@shared/errors'
import { requireCountry } from '../recipients/classify/require-country'

/** E.164, from any spelling; an old number is brought to today's plan. Throws AppError phone_invalid, country_unknown. */
export function readPhone(raw: string, country: string): string {
  const parsed = parsePhoneNumber(raw, requireCountry(country), { migrate: 'apply', allowFixed: true })
  if (!parsed.ok) throw new AppError('phone_invalid', { phone: raw.slice(0, 40), reason: parsed.reason })
  return parsed.e164
}
