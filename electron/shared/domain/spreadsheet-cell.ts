/**
 * Cells of the CSV files that Griot writes, safe to open in Excel, LibreOffice and Google Sheets.
 *
 * A cell that begins with = + - @, a tab or a line end may run as a formula («CSV injection», OWASP). Such a cell gets an
 * apostrophe in front, which spreadsheets show and don't run. Two kinds are left readable, because they cannot be formulas:
 * numbers (`-12,5`) and phone numbers (`+237677123456`, `+237 6 77 12 34 56`). Nothing but digits, spaces and dashes may
 * follow the sign there, so `+237677123456+cmd|…` is still neutralised; `1-2` sums begin with a digit and are text or numbers.
 *
 * A bare `+237677123456` is opened as the quantity 2,37677E+11: use `phoneCell` for columns of numbers, and `idCell` for
 * columns of a gateway's ids, whose sixteenth digit a spreadsheet turns into a zero.
 */
import { formatPhoneNumber } from './phone-format'

/** What spreadsheets and their imports take for the start of a formula, full-width forms included. */
const formulaStart = /^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]|^[\t\r\n]/
const plainNumber = /^[-+]\d{1,3}(?:[ \u00a0\u202f]?\d{3})*(?:[.,]\d+)?$/
const phone = /^\+\d{1,4}(?:[ \u00a0\u202f-]?\d{1,14}){1,8}$/

/** The value to write in a cell of an export: itself, or with an apostrophe where it could run as a formula. */
export function neutraliseFormula(value: string): string {
  if (!formulaStart.test(value)) return value
  if (plainNumber.test(value)) return value
  if (value.length <= 30 && phone.test(value)) return value
  return `'${value}`
}

/**
 * A phone number for a cell: `+237 6 77 12 34 56`. The uneven groups keep spreadsheets from taking it for a quantity, so
 * that no digit is lost when the file is saved again; Griot's own import reads it back.
 */
export function phoneCell(e164: string): string {
  const spaced = formatPhoneNumber(e164)
  return neutraliseFormula(spaced)
}

/** Twelve digits and more are shown, and saved again, as 5,87855E+11; a leading zero is dropped; `12e5` is a power of ten, `3-4` a day. */
const changedBySpreadsheets = /^(?:\d{12,}|0\d+|\d+e\d+|\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?)$/i

/** An id for a cell: itself, or with an apostrophe where a spreadsheet would change a digit of it. */
export function idCell(id: string): string {
  return changedBySpreadsheets.test(id) ? `'${id}` : neutraliseFormula(id)
}
