/**
 * From what stands in a cell to the digits of one phone number: every way in which people and spreadsheets spell one.
 * Says what else the cell is (empty, words, two numbers, an exponent) instead of picking digits out of it.
 */

export type Spelling =
  | {
      readonly ok: true
      readonly digits: string
      /** Written with `+`, so the calling code comes first. */
      readonly plus: boolean
      /** Bare digits, as a spreadsheet writes a number: it may have lost digits to rounding. */
      readonly bare: boolean
    }
  | { readonly ok: false; readonly reason: 'empty' | 'not_a_number' | 'scientific_notation' | 'several_numbers' }

/** Longest cell that is looked at: a number with its label, or a few numbers. */
const longestCell = 200

const invisible = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\ufe0e\ufe0f]/g
const arabicDigit = /[\u0660-\u0669\u06f0-\u06f9]/g
const formulaText = /^="([^"]*)"$/
const leadingMark = /^['’‘`"´]+/
/** Words that people write beside a number: what it is, or whose network it is on. */
const labelWords =
  't[ée]l[ée]phone|t[ée]l|phone|mobile|mob|gsm|cellulaire|cell?|portable|whatsapp|wa|num[ée]ro|num|n°|no|' +
  'mtn|orange|moov|airtel|wave|perso|bureau'
const labelBefore = new RegExp(`^\\(?(?:${labelWords})(?!\\p{L})\\)?[\\s.:]*`, 'iu')
const labelAfter = new RegExp(`[\\s(]+(?:${labelWords})[).]*$`, 'iu')
/** A calendar date in the column of numbers: eight digits that are nobody's. */
const date = /^(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}|(?:19|20)\d{2}-\d{1,2}-\d{1,2})(?:[ T]\d{1,2}:.*)?$/
const exponent = /^\+?(\d+)(?:[.,](\d+))?\s?[eE]\s?\+?(\d{1,2})$/
const wholeAsDecimal = /^(\+?\d{7,})[.,]0+$/
const betweenNumbers = /[;,|\n\r/&]|\s(?:ou|et|or|and|-|–)\s/iu
const trunkZero = /\(0\)/

const no = (reason: Exclude<Spelling, { ok: true }>['reason']): Spelling => ({ ok: false, reason })

/** Reads a cell. Never throws; linear, and bounded by the longest cell. */
export function readSpelling(raw: string | number): Spelling {
  if (typeof raw === 'number') {
    const whole = Number.isInteger(raw) && raw >= 0 && raw < 1e15
    return whole ? { ok: true, digits: String(raw), plus: false, bare: true } : no('not_a_number')
  }
  const plus = raw.charCodeAt(0) === 0x2b
  if (isDigits(raw, plus ? 1 : 0)) return { ok: true, digits: plus ? raw.slice(1) : raw, plus, bare: !plus }
  return readLoose(raw)
}

function isDigits(text: string, from: number): boolean {
  if (text.length <= from || text.length > longestCell) return false
  for (let index = from; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x30 || unit > 0x39) return false
  }
  return true
}

function readLoose(raw: string): Spelling {
  if (raw.length > longestCell) return raw.trim() === '' ? no('empty') : no('not_a_number')
  // NFKC turns full-width digits and no-break spaces into the plain ones.
  let text = raw
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(arabicDigit, (digit) => String(digit.charCodeAt(0) & 0xf))
    .trim()
  text = (formulaText.exec(text)?.[1] ?? text).replace(leadingMark, '').replace(/"$/, '').trim()
  for (let labels = 0; labels < 2; labels++) text = text.replace(labelBefore, '').replace(labelAfter, '')
  if (text === '') return no(raw.trim() === '' || !/[\p{L}\p{N}]/u.test(raw) ? 'empty' : 'not_a_number')

  if (date.test(text)) return no('not_a_number')
  const scientific = exponent.exec(text)
  if (scientific) {
    const [, integer = '', fraction = '', power = ''] = scientific
    // 2.37677123456E+11 still has every digit; 2.37677E+11 has lost six.
    if (fraction.length !== Number(power)) return no('scientific_notation')
    return { ok: true, digits: integer + fraction, plus: false, bare: true }
  }
  const decimal = wholeAsDecimal.exec(text)?.[1]
  if (decimal !== undefined) return readSpelling(decimal)

  const parts = text.split(betweenNumbers).filter((part) => countDigits(part) >= 7)
  if (parts.length > 1) return no('several_numbers')
  if (text.startsWith('+') || text.startsWith('00') || text.startsWith('(')) text = text.replace(trunkZero, '')
  return collect(text)
}

function collect(text: string): Spelling {
  let digits = ''
  let plus = false
  let groups = 0
  let inGroup = false
  for (const char of text) {
    if (char >= '0' && char <= '9') {
      digits += char
      if (!inGroup) groups++
      inGroup = true
      continue
    }
    inGroup = false
    if (char === '+') {
      if (digits.length >= 7) return no('several_numbers')
      // «00+237…»: the zeros say the same as the plus.
      if (/[1-9]/.test(digits)) return no('not_a_number')
      digits = ''
      plus = true
    } else if (!/[\s.\-‐‑‒–—−()[\]/,'’·_:]/u.test(char)) {
      return no('not_a_number')
    }
  }
  if (digits === '') return no('empty')
  return { ok: true, digits, plus, bare: groups === 1 && !plus }
}

function countDigits(text: string): number {
  return text.replace(/\D/g, '').length
}
