/**
 * The words of conditions, French and English: operators such as `contient` and `within 3 days`, and what stands for a value
 * without quotes. Patterns are bounded, so that looking for them at every word stays linear.
 */
import type { CellValue } from './cell-value'
import { readDate, readDuration } from './date-text'
import { readNumber } from './number-text'
import type { ConditionTest, Operand } from './template-model'

type Word =
  | { readonly kind: 'whole'; readonly test: ConditionTest }
  /** `contient` and `parmi` are followed by what they ask for. */
  | { readonly kind: 'contains' | 'one_of'; readonly negated: boolean }

interface WordPattern {
  readonly pattern: RegExp
  readonly word: (count: number) => Word
}

const days = (from: number, to: number): Word => ({ kind: 'whole', test: { kind: 'days', from, to } })
const empty = (negated: boolean): Word => ({ kind: 'whole', test: { kind: 'empty', negated } })
const pattern = (source: string, word: WordPattern['word']): WordPattern => ({
  pattern: new RegExp(source, 'iuy'),
  word,
})
/** Apart from the patterns: classes of characters without regard to case take milliseconds each to compile. */
const wordCharacter = /[\p{L}\p{N}]/uy
const n = '(\\d{1,5})'
const s = '[ \\u00a0]'
const words: readonly WordPattern[] = [
  pattern(`n['’]est${s}pas${s}vide|is${s}not${s}empty`, () => empty(true)),
  pattern(`est${s}vide|is${s}empty`, () => empty(false)),
  pattern(`ne${s}contient${s}pas|does${s}not${s}contain`, () => ({ kind: 'contains', negated: true })),
  pattern('contient|contains', () => ({ kind: 'contains', negated: false })),
  pattern(`n['’]est${s}pas${s}parmi|(?:is${s})?not${s}one${s}of`, () => ({ kind: 'one_of', negated: true })),
  pattern(`(?:est${s})?parmi|(?:is${s})?one${s}of`, () => ({ kind: 'one_of', negated: false })),
  pattern(
    `dans${s}les${s}${n}${s}(?:prochains${s})?jours?|(?:with)?in${s}the${s}next${s}${n}${s}days?|within${s}${n}${s}days?`,
    (count) => days(0, count),
  ),
  pattern(`dans${s}les${s}${n}${s}derniers${s}jours?|in${s}the${s}last${s}${n}${s}days?`, (count) => days(-count, 0)),
  pattern(`dans${s}${n}${s}jours?|in${s}${n}${s}days?`, (count) => days(count, count)),
  pattern(`il${s}y${s}a${s}${n}${s}jours?|${n}${s}days?${s}ago`, (count) => days(-count, -count)),
  pattern(`est${s}aujourd['’]hui|is${s}today`, () => days(0, 0)),
  pattern(`est${s}demain|is${s}tomorrow`, () => days(1, 1)),
  pattern(`était${s}hier|est${s}hier|was${s}yesterday|is${s}yesterday`, () => days(-1, -1)),
]

/** The operator word that begins at a position, and where it ends. */
export function wordAt(source: string, position: number): { readonly word: Word; readonly end: number } | null {
  for (const { pattern: at, word } of words) {
    at.lastIndex = position
    const found = at.exec(source)
    if (found === null) continue
    wordCharacter.lastIndex = at.lastIndex
    if (wordCharacter.test(source)) continue
    // only the alternative that was found has a number
    const counts: readonly (string | undefined)[] = found.slice(1)
    return { word: word(Number(counts.find((count) => count !== undefined) ?? 0)), end: at.lastIndex }
  }
  return null
}

const today =
  /^(aujourd['’]hui|today|demain|tomorrow|hier|yesterday)(?:\s*([+-])\s*(\d{1,5})(?:\s*(?:jours?|days?))?)?$/i
const shifts: Readonly<Record<string, number>> = { demain: 1, tomorrow: 1, hier: -1, yesterday: -1 }

/**
 * What unquoted text on the right of an operator is: a number, a day (day before month), a length of time, a word for today;
 * else a heading. `ambiguous`: a number such as 12.500, which some read as twelve and a half.
 */
export function unquotedOperand(text: string): Operand | 'ambiguous' {
  const relative = today.exec(text)
  if (relative) {
    const [, word = '', sign, count = '0'] = relative
    const shift = (sign === '-' ? -1 : 1) * Number(count)
    return { kind: 'today', days: (shifts[word.toLowerCase()] ?? 0) + shift, raw: text }
  }
  const number = readNumber(text)
  if (number !== null && number.comma !== number.point) return 'ambiguous'
  const value = number === null ? dayOrTime(text) : numberValue(number.comma, number.style)
  return value === null ? { kind: 'heading', heading: text } : { kind: 'value', value, raw: text }
}

function numberValue(value: string, style: 'plain' | 'percent' | 'currency'): CellValue {
  return style === 'plain' ? { kind: 'number', value } : { kind: 'number', value, style }
}

function dayOrTime(text: string): CellValue | null {
  const date = readDate(text)
  if (date !== null) return { kind: 'date', iso: date.day }
  const seconds = readDuration(text)
  return seconds === null ? null : { kind: 'duration', seconds }
}
