/** Hours in which people sleep, by the clock of the place where they are. Pure. */
import { zonesOfDialCode } from './country-zone'
import { zonedFields } from './zoned-time'

/** From the hour `from` on, up to but without `to`; they may span midnight. */
export interface QuietHours {
  readonly from: number
  readonly to: number
}

/** How many recipients have which dial code: the first three digits of their numbers. */
export type RecipientPlaces = Readonly<Record<string, number>>

/** What a bill knows of it. */
export interface QuietFacts {
  /** Null: no quiet hours are kept. */
  readonly quietHours: QuietHours | null
  readonly places: RecipientPlaces
}

export interface Disturbed {
  readonly recipients: number
  /** One for each time that their clocks show: `Douala 22:30`. */
  readonly where: readonly string[]
}

/** @param at epoch ms */
export function isQuietHour(at: number, timeZone: string, { from, to }: QuietHours): boolean {
  const hour = Number(zonedFields(at, timeZone).time.slice(0, 2))
  return from <= to ? hour >= from && hour < to : hour >= from || hour < to
}

/**
 * Whom a message of that time would disturb, null for nobody. A number whose zone is not known counts by this computer's.
 * @param at epoch ms
 */
export function disturbedAt(at: number, { quietHours, places }: QuietFacts, ownZone: string): Disturbed | null {
  if (quietHours === null) return null
  let recipients = 0
  const where = new Set<string>()
  for (const [digits, count] of Object.entries(places)) {
    const known = zonesOfDialCode(digits)
    const quiet = (known.length === 0 ? [ownZone] : known).find((zone) => isQuietHour(at, zone, quietHours))
    if (quiet === undefined) continue
    recipients += count
    where.add(`${(quiet.split('/').at(-1) ?? quiet).replaceAll('_', ' ')} ${zonedFields(at, quiet).time}`)
  }
  return recipients === 0 ? null : { recipients, where: [...where] }
}
