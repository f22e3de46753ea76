/**
 * A condition as a line of fields (column, comparison, value) and as the text that core reads. The text is what is kept; a
 * text that no line can show (two columns compared, `aujourd'hui + 7`) stays a text.
 */
import { readDate } from '@shared/domain/date-text'
import { readNumber } from '@shared/domain/number-text'
import { bindRowCondition } from '@shared/domain/row-condition'
import { hasWildcard } from '@shared/domain/wildcard'
import { parseCondition } from '@shared/domain/template'
import { headingKey } from '@shared/domain/template-heading'
import type { Condition, Operand } from '@shared/domain/template-model'

export type ColumnKind = 'number' | 'date' | 'text' | 'unknown'

const comparisons = {
  equal: { value: 'any', fr: '=', en: '=' },
  differs: { value: 'any', fr: '≠', en: '≠' },
  above: { value: 'number', fr: '>', en: '>' },
  atLeast: { value: 'number', fr: '≥', en: '≥' },
  below: { value: 'number', fr: '<', en: '<' },
  atMost: { value: 'number', fr: '≤', en: '≤' },
  after: { value: 'date', fr: '>', en: '>' },
  before: { value: 'date', fr: '<', en: '<' },
  contains: { value: 'text', fr: 'contient', en: 'contains' },
  lacks: { value: 'text', fr: 'ne contient pas', en: 'does not contain' },
  oneOf: { value: 'list', fr: 'parmi', en: 'is one of' },
  noneOf: { value: 'list', fr: "n'est pas parmi", en: 'is not one of' },
  empty: { value: 'none', fr: 'est vide', en: 'is empty' },
  filled: { value: 'none', fr: "n'est pas vide", en: 'is not empty' },
  today: { value: 'none', fr: "est aujourd'hui", en: 'is today' },
  nextDays: { value: 'days', fr: 'dans les {n} jours', en: 'within {n} days' },
  inDays: { value: 'days', fr: 'dans {n} jours', en: 'in {n} days' },
  lastDays: { value: 'days', fr: 'dans les {n} derniers jours', en: 'in the last {n} days' },
  daysAgo: { value: 'days', fr: 'il y a {n} jours', en: '{n} days ago' },
} as const
export type Comparison = keyof typeof comparisons
export type ValueKind = (typeof comparisons)[Comparison]['value']

const ofText: readonly Comparison[] = ['equal', 'differs', 'contains', 'lacks', 'oneOf', 'noneOf', 'filled', 'empty']
const ofNumber: readonly Comparison[] = [
  'above',
  'atLeast',
  'below',
  'atMost',
  'equal',
  'differs',
  'oneOf',
  'filled',
  'empty',
]
const ofDate: readonly Comparison[] = [
  'nextDays',
  'today',
  'inDays',
  'lastDays',
  'daysAgo',
  'before',
  'after',
  'equal',
  'filled',
  'empty',
]

/** What can be asked of a column, the likeliest first. Of one whose first cells say nothing, everything. */
export const comparisonsOf: Readonly<Record<ColumnKind, readonly Comparison[]>> = {
  text: ofText,
  number: ofNumber,
  date: ofDate,
  unknown: [...new Set([...ofText, ...ofNumber, ...ofDate])],
}

export function valueKind(comparison: Comparison): ValueKind {
  return comparisons[comparison].value
}

/** By the first cells of a column that hold anything: what most of them are. Odd ones among them are counted as unread. */
export function kindOfColumn(cells: readonly string[]): ColumnKind {
  const filled = cells.filter((cell) => cell.trim() !== '')
  if (filled.length === 0) return 'unknown'
  const half = filled.length / 2
  if (filled.filter((cell) => readDate(cell) !== null).length > half) return 'date'
  return filled.filter((cell) => readNumber(cell) !== null).length > half ? 'number' : 'text'
}

export interface ConditionLine {
  /** Position of the column, null while none is chosen. */
  readonly column: number | null
  readonly comparison: Comparison
  /** As it was typed; of a date ISO; of a list its parts between commas or semicolons. */
  readonly value: string
}

export interface LineColumns {
  readonly headings: readonly string[]
  readonly kinds: readonly ColumnKind[]
}

/**
 * Why a line is no condition yet. unwritable: the heading itself reads like a condition. wildcard: `CM*`, which would be looked
 * for as it stands.
 */
export type LineProblem = 'column' | 'value' | 'number' | 'ambiguous' | 'days' | 'date' | 'wildcard' | 'unwritable'

export type WrittenLine =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: LineProblem }

/** The text of a line; what is written is read back, so that it asks for just this column and value. */
export function writeLine(line: ConditionLine, columns: LineColumns, language: 'fr' | 'en'): WrittenLine {
  const { column, comparison } = line
  if (column === null) return { ok: false, problem: 'column' }
  const value = writeValue(line, columns.kinds[column] ?? 'unknown')
  if (!value.ok) return value
  const words = comparisons[comparison][language]
  const counted = value.text === '1' ? words.replace(/(jour|day)s/, '$1') : words
  const asked = words.includes('{n}') ? counted.replace('{n}', value.text) : `${words} ${value.text}`
  const text = `${columns.headings[column] ?? ''} ${asked}`.trim()
  const condition = bindRowCondition(text, columns.headings)
  if (!condition.ok || condition.bound.columnIndex !== column) return { ok: false, problem: 'unwritable' }
  return { ok: true, text }
}

function writeValue({ comparison, value }: ConditionLine, kind: ColumnKind): WrittenLine {
  const typed = value.trim()
  const needed = valueKind(comparison)
  if (needed === 'none') return { ok: true, text: '' }
  if (typed === '') return { ok: false, problem: 'value' }
  switch (needed) {
    case 'days':
      return /^\d{1,4}$/.test(typed) ? { ok: true, text: typed } : { ok: false, problem: 'days' }
    case 'number':
      return writeNumber(typed)
    case 'date':
      return writeDay(typed)
    case 'text':
      return quoted(typed)
    case 'list':
      return writeList(typed, kind)
    case 'any':
      return kind === 'number' ? writeNumber(typed) : kind === 'date' ? writeDay(typed) : writeWord(typed, kind)
  }
}

function writeNumber(typed: string): WrittenLine {
  const read = readNumber(typed)
  if (read === null) return { ok: false, problem: 'number' }
  return read.comma === read.point ? { ok: true, text: typed } : { ok: false, problem: 'ambiguous' }
}

/** As people write it here, day first. */
function writeDay(iso: string): WrittenLine {
  const [year, month, day] = iso.split('-')
  if (readDate(iso) === null || !/^\d{4}-\d{2}-\d{2}$/.test(iso)) return { ok: false, problem: 'date' }
  return { ok: true, text: `${day ?? ''}/${month ?? ''}/${year ?? ''}` }
}

/** In a column that says nothing of itself, a number or a day is one. */
function writeWord(typed: string, kind: ColumnKind): WrittenLine {
  const isValue = kind !== 'text' && (writeNumber(typed).ok || readDate(typed) !== null)
  return isValue ? { ok: true, text: typed } : quoted(typed)
}

function writeList(typed: string, kind: ColumnKind): WrittenLine {
  const isOfNumbers = kind === 'number'
  // 12,5 is one number
  const separator = typed.includes(';') ? ';' : isOfNumbers ? /,(?=\s)/ : ','
  const texts: string[] = []
  for (const part of typed.split(separator).map((text) => text.trim())) {
    if (part === '') continue
    const written = isOfNumbers ? writeNumber(part.replace(',', '.')) : writeWord(part, kind)
    if (!written.ok) return written
    texts.push(written.text)
  }
  return texts.length === 0 ? { ok: false, problem: 'value' } : { ok: true, text: texts.join(', ') }
}

/** In those quotes in which it is read as it is. */
function quoted(text: string): WrittenLine {
  if (hasWildcard(text)) return { ok: false, problem: 'wildcard' }
  const candidates = [`"${text}"`, `'${text}'`, `« ${text} »`]
  const found = candidates.find((candidate) => {
    const parsed = parseCondition(`A parmi ${candidate}`)
    const [only, ...others] = parsed.ok && parsed.condition.test?.kind === 'one_of' ? parsed.condition.test.list : []
    return others.length === 0 && only?.kind === 'text' && only.value === text
  })
  return found === undefined ? { ok: false, problem: 'unwritable' } : { ok: true, text: found }
}

/** The line that a text is; null where no line can show all of it. */
export function readLine(text: string, columns: LineColumns): ConditionLine | null {
  const parsed = parseCondition(text)
  const condition = bindRowCondition(text, columns.headings)
  if (!parsed.ok || !condition.ok) return null
  const column = condition.bound.columnIndex
  if (column === null) return null
  const asked = readTest(parsed.condition, columns, columns.kinds[column] ?? 'unknown')
  return asked === null || hasWildcard(asked.value) ? null : { column, ...asked }
}

type Asked = Omit<ConditionLine, 'column'>

function readTest({ test }: Condition, columns: LineColumns, kind: ColumnKind): Asked | null {
  switch (test?.kind) {
    case undefined:
      return null
    case 'empty':
      return { comparison: test.negated ? 'filled' : 'empty', value: '' }
    case 'days':
      return readDays(test)
    case 'contains': {
      const value = readOperand(test.right, columns)
      return value === null ? null : { comparison: test.negated ? 'lacks' : 'contains', value: value.typed }
    }
    case 'one_of': {
      const values = test.list.map((operand) => readOperand(operand, columns)?.typed ?? null)
      if (values.some((value) => value === null || /[,;]/.test(value))) return null
      return { comparison: test.negated ? 'noneOf' : 'oneOf', value: values.join(', ') }
    }
    case 'compare':
      return readComparison(test, columns, kind)
  }
}

function readDays({ from, to }: { readonly from: number; readonly to: number }): Asked | null {
  if (from === 0 && to === 0) return { comparison: 'today', value: '' }
  if (from === to) return { comparison: from > 0 ? 'inDays' : 'daysAgo', value: String(Math.abs(from)) }
  return from === 0 ? { comparison: 'nextDays', value: String(to) } : { comparison: 'lastDays', value: String(-from) }
}

const ofOperator = {
  '==': { number: 'equal', date: 'equal' },
  '!=': { number: 'differs', date: null },
  '>': { number: 'above', date: 'after' },
  '>=': { number: 'atLeast', date: null },
  '<': { number: 'below', date: 'before' },
  '<=': { number: 'atMost', date: null },
} as const

function readComparison(
  test: Extract<NonNullable<Condition['test']>, { kind: 'compare' }>,
  columns: LineColumns,
  kind: ColumnKind,
): Asked | null {
  const right = readOperand(test.right, columns)
  if (right === null) return null
  const isEquality = test.operator === '==' || test.operator === '!='
  if (right.kind === 'text' && !isEquality) return null
  // a day in a column of texts or numbers has no field of its own
  if (right.kind === 'date' && kind !== 'date' && isEquality) return null
  const comparison = ofOperator[test.operator][right.kind === 'date' ? 'date' : 'number']
  return comparison === null ? null : { comparison, value: right.typed }
}

interface ReadOperand {
  readonly kind: 'text' | 'number' | 'date'
  readonly typed: string
}

/** Null for another column, a day counted from today, and a length of time. */
function readOperand(operand: Operand, { headings }: LineColumns): ReadOperand | null {
  if (operand.kind === 'today') return null
  if (operand.kind === 'value') {
    const { value, raw } = operand
    if (value.kind === 'number') return { kind: 'number', typed: raw }
    return value.kind === 'date' && value.iso.length === 10 ? { kind: 'date', typed: value.iso } : null
  }
  const written = operand.kind === 'text' ? operand.raw : operand.heading
  if (headings.some((heading) => headingKey(heading) === headingKey(written))) return null
  return { kind: 'text', typed: operand.kind === 'text' ? operand.value : operand.heading }
}
