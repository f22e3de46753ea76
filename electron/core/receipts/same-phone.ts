/** Whether a gateway's spelling of a number (`22890443679`, `0022890443679`, `90443679`, `077123456`) can be this number. */

/** The shortest national number worth comparing: two spellings of one number end with the same digits, so many at least. */
export const shortestNational = 7
/** ITU-T E.164: country codes have one to three digits. */
const longestCode = 3

export function isSamePhone(given: string, e164: string): boolean {
  const digits = given.replace(/\D/g, '')
  const full = e164.replace(/\D/g, '')
  if (digits.replace(/^0+/, '') === full) return true
  if (given.trim().startsWith('+') || digits.startsWith('00')) return false
  return [digits, digits.replace(/^0/, '')].some((national) => {
    const code = full.length - national.length
    return national.length >= shortestNational && code >= 1 && code <= longestCode && full.endsWith(national)
  })
}
