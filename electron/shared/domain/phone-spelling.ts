/**
 * From what stands in a cell to the digits of one phone number. A number is a row of groups of digits with one joint between
 * two groups: a space, a dot or a dash; or, throughout, the same one of / , · _ ' : between groups of two or three digits.
 * The calling code may stand in brackets or further apart. Digits that stand apart in any other way are pieces, never one number.
 */
import { isCallingCode } from './phone-library'
import { isRefusedByWords, linkedPhone, plainPhoneText, withoutLabels } from './phone-text'

/** Digits as they are written. */
export interface WrittenNumber {
  readonly digits: string
  /** Written with `+`, so the calling code comes first. */
  readonly plus: boolean
  readonly groups: readonly string[]
  /** After the calling code, one joint throughout and no group of five digits or more: the last is as near as any other. */
  readonly even: boolean
  /** Bare digits, as a spreadsheet writes a number: it may have lost digits to rounding. */
  readonly bare: boolean
}

export type Spelling =
  | {
      readonly kind: 'number'
      readonly number: WrittenNumber
      /** How the cell could be meant as well: its first figures as the mark of a list, or as part of the number. */
      readonly other: WrittenNumber | null
      /** The other reading is unlikely where `number` is one of the assumed country without a repair. */
      readonly otherIsUnlikely: boolean
    }
  | {
      readonly kind: 'pieces'
      readonly pieces: readonly WrittenNumber[]
      /** Short endings that may stand for the end of another number: «07 07 12 36 / 37». */
      readonly tails: readonly string[]
      /** Nothing but separators stands between the pieces. */
      readonly onlyNumbers: boolean
      /** All digits in their order, where nothing but signs that stand inside phone numbers parts them: «677,123410». */
      readonly together: WrittenNumber | null
    }
  | { readonly kind: 'none'; readonly reason: 'empty' | 'not_a_number' | 'scientific_notation' }

/** Longest cell that is looked at: a number with its label, or a few numbers. */
const longestCell = 300

/** A calendar date in the column of numbers: eight digits that are nobody's. */
const date = /^(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}|(?:19|20)\d{2}-\d{1,2}-\d{1,2})(?:[ T]\d{1,2}:.*)?$/
const exponent = /^\+?(\d+)(?:[.,](\d+))?\s?[eE]\s?\+?(\d{1,2})$/
const wholeAsDecimal = /^(\+?\d{7,})[.,]0+$/
const joined = /^\+?\d+(?:[ .-]\d+)*$/
const inSmallGroups = /^(?:(?:\+|00)\d{1,3}[ .-]?)?\d{1,3}([/,·_'’:])\d{2,3}(?:\1\d{2,3})+$/
const conjunction = /(?<!\p{L})(?:ou|et|or|and|puis)(?!\p{L})/giu
const loosely = /^\+?\d+(?:(?:\s+|\s*[-./·_]\s*|[,'’:])\d+)+$/
const separators = /^[\s|;,/&.:()[\]+-]*$/

const none = (reason: Extract<Spelling, { kind: 'none' }>['reason']): Spelling => ({ kind: 'none', reason })
const one = (number: WrittenNumber, other: WrittenNumber | null = null): Spelling => ({
  kind: 'number',
  number,
  other,
  otherIsUnlikely: false,
})

/** Reads a cell. Never throws; linear, and bounded by the longest cell. */
export function readSpelling(raw: string | number): Spelling {
  if (typeof raw === 'number') {
    const whole = Number.isInteger(raw) && raw >= 0 && raw < 1e15
    return whole ? one(bareNumber(String(raw))) : none('not_a_number')
  }
  const plus = raw.charCodeAt(0) === 0x2b
  if (isDigits(raw, plus ? 1 : 0)) return one(plus ? written(raw) : bareNumber(raw))
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

function bareNumber(digits: string): WrittenNumber {
  return { digits, plus: false, groups: [digits], even: true, bare: true }
}

/** Of a text of digits and joints, with or without `+` at its head. */
function written(text: string): WrittenNumber {
  const plus = text.startsWith('+')
  const groups = text.match(/\d+/g) ?? []
  const [first = ''] = groups
  const isCode = first.length <= 5 && (plus || first.startsWith('00') || first.length === 3)
  const joints = new Set((text.match(/(?<=\d)\D+(?=\d)/g) ?? []).slice(isCode ? 1 : 0))
  return {
    digits: groups.join(''),
    plus,
    groups,
    even: joints.size < 2 && groups.slice(isCode ? 1 : 0).every(({ length }) => length <= 4),
    bare: groups.length === 1 && !plus,
  }
}

function readLoose(raw: string): Spelling {
  if (raw.length > longestCell) return none(raw.trim() === '' ? 'empty' : 'not_a_number')
  const text = plainPhoneText(raw)
  if (!/[\p{L}\p{N}※]/u.test(text)) return none('empty')
  if (date.test(text)) return none('not_a_number')
  const scientific = exponent.exec(text)
  if (scientific) {
    const [, integer = '', fraction = '', power = ''] = scientific
    // 2.37677123456E+11 still has every digit; 2.37677E+11 has lost six.
    if (fraction.length !== Number(power)) return none('scientific_notation')
    return one(bareNumber(integer + fraction))
  }
  const linked = linkedPhone(text)
  if (linked !== null) {
    const digits = linked.replace(/\D/g, '')
    return one({ ...bareNumber(digits), plus: true, bare: false }, bareNumber(digits))
  }
  if (isRefusedByWords(text)) return none('not_a_number')
  return readNumbers(withoutLabels(text))
}

/** A mark of a list that cannot be part of a number: «1) », «(2) », «3° »; and one that could be: «4. », «5 - », «6/ »; or a calling code: «237/». */
const surelyMark = /^(?:\(\d{1,2}\)|\d{1,3}\s?[)°])\s*(?=[+\d(])/
const maybeMark = /^(\d{1,3})(?:\s*[.:=/-]\s+|\s+[.:=/-]\s*|(?<=^\d{3})\/(?=\d{7}))(?=[+\d(])/

function readNumbers(labelled: string): Spelling {
  const decimal = wholeAsDecimal.exec(labelled)?.[1]
  if (decimal !== undefined) return readSpelling(decimal)
  // a code in brackets may have one or two digits only where a zero says that it is no mark: «(07) 07 12 12 36»
  const coded = labelled.startsWith('(0') ? null : surelyMark.exec(labelled)
  const listed = coded === null ? labelled : labelled.slice(coded[0].length)
  // after a mark only a calling code stands in brackets: «1) (0100)0000» may be three pieces
  const [, inBrackets] = /^\((?:00|\+)?(\d+)\)/.exec(listed) ?? []
  const isPieces = coded !== null && inBrackets !== undefined && !isCallingCode(inBrackets)
  const text = callingCodeFirst(isPieces ? labelled : listed)
  const bracketed = /^\((\d{1,2})\)\s?(\d.*)$/.exec(text)
  if (bracketed !== null) {
    const [, code = '', rest = ''] = bracketed
    return joined.test(rest) ? one(written(`${code} ${rest}`), written(rest)) : readPieces(text)
  }
  if (joined.test(text)) return withMark(written(text))
  if (inSmallGroups.test(text)) return one(written(text))
  const mark = maybeMark.exec(text)
  const rest = mark === null ? '' : callingCodeFirst(text.slice(mark[0].length))
  if (mark !== null && joined.test(rest)) {
    const [, figures = ''] = mark
    return one(written(rest), rest.startsWith('+') ? null : written(`${figures} ${rest}`))
  }
  return readPieces(text)
}

/** «1 07071241»: the figure at the head may count the rows. */
function withMark(number: WrittenNumber): Spelling {
  const [first = '', ...rest] = number.groups
  const couldBeMark = rest.length > 0 && !number.plus && first.length <= 2 && !first.startsWith('0')
  return { kind: 'number', number, other: couldBeMark ? written(rest.join(' ')) : null, otherIsUnlikely: true }
}

/** The calling code, or the first group, without brackets, a second prefix or the zero in brackets: «+33 (0)6», «(+237) 6». */
function callingCodeFirst(text: string): string {
  return text
    .replace(/^\[([^\]]*)\]/, '($1)')
    .replace(/^00\s?\+/, '+')
    .replace(/^\+[\s.-]/, '+')
    .replace(/^00[ .-](?=\d)/, '00')
    .replace(/^(\+|00)\s?\((\d{1,3})\)/, '$1$2 ')
    .replace(/^\(((?:\+|00)\d{1,3}|\d{3,5})\)[ .-]?/, '$1 ')
    .replace(/^(\+\d{1,3}|00\d{1,3})\s?\(0\)\s?/, '$1 ')
    .replace(/^(\+\d{1,3}|00\d{1,3})[ .-]?\((\d{2,4})\)/, '$1 $2 ')
    .replace(/^(\+|00)(\d{1,3})(?:[\s./-]{2,4}|\/)(?=\d)/, (whole, prefix: string, code: string) =>
      isCallingCode(code) ? `${prefix}${code} ` : whole,
    )
    .replace(/^\(([+\d .-]+)\)$/, '$1')
}

function readPieces(text: string): Spelling {
  const pieces: WrittenNumber[] = []
  const tails: string[] = []
  let end = 0
  let between = ''
  for (const found of text.matchAll(/\+?\d+(?:[ .-]\d+)*/g)) {
    const [spelled] = found
    const gap = text.slice(end, found.index)
    const isWord = /[\p{L}\p{M}_#@*]$/u.test(gap) || /^[\p{L}\p{M}_@*#]/u.test(text.slice(found.index + spelled.length))
    const number = written(spelled)
    if (pieces.length > 0 && !number.plus && number.digits.length <= 4 && isBeforeTail(gap)) tails.push(number.digits)
    else if (!isWord) pieces.push(number)
    between += `${gap} `
    end = found.index + spelled.length
  }
  between += text.slice(end)
  if (end === 0) return none('not_a_number')
  const onlyNumbers = separators.test(between.replace(conjunction, ' '))
  const [only] = pieces
  if (only !== undefined && pieces.length === 1 && tails.length === 0 && onlyNumbers) return one(only)
  return { kind: 'pieces', pieces, tails, onlyNumbers, together: loosely.test(text) ? written(text) : null }
}

function isBeforeTail(gap: string): boolean {
  return /^[\s/,;:&(.-]*$/.test(gap.replace(conjunction, ' '))
}
