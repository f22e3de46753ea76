import { formatPhoneNumber } from '@shared/domain/phone-format'

/** An E.164 number in the groups of its country, which stay on one line (U+00A0). Anything else is shown as it is. */
export function shownPhone(e164: string): string {
  return formatPhoneNumber(e164).replaceAll(' ', '\u00a0')
}
