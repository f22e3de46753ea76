/** A time zone as people name it: `Africa/Porto-Novo` is Porto-Novo, `UTC` stays. */
export function timeZonePlace(timeZone: string): string {
  return timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ')
}
