/** The calendar day on this computer's clock, from which conditions such as `dans les 3 jours` count. */
import { localTimeZone } from '@shared/domain/local-zone'
import { zonedFields } from '@shared/domain/zoned-time'
import type { Clock } from './clock'

/** ISO day. */
export function todayOf({ clock }: { readonly clock: Clock }): string {
  const now = clock.now()
  return zonedFields(now, localTimeZone(now)).date
}
