/**
 * What may stand in a cell of a file that a spreadsheet will open: text that it would run as a formula is marked as text
 * (OWASP «CSV Injection»). Phone numbers and signed amounts begin like formulas but are not, and stay untouched.
 */

/** `+237677123456`, `-1 500,50`, `+237 6 77 12 34 56`: a sign and figures only. */
const signedFigures = /^[+-][\d\s.,()\u00a0\u202f-]*$/
const formulaStart = /^[=+\-@\t\r]/

/** The value, with an apostrophe before it where a spreadsheet would take it for a formula. */
export function safeCell(value: string): string {
  return formulaStart.test(value) && !signedFigures.test(value) ? `'${value}` : value
}
