/** Hours in which people sleep, by this computer's own clock and time zone. */

/** Whether `at` (epoch ms) falls into the hours from `from` on, up to but without `to`; they may span midnight. */
export function isQuietHour(at: number, { from, to }: { readonly from: number; readonly to: number }): boolean {
  const hour = new Date(at).getHours()
  return from <= to ? hour >= from && hour < to : hour >= from || hour < to
}
