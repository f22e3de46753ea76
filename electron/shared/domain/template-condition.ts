/**
 * Conditions of messages and filters, compiled for the columns of a file. A comparison with a number, a day or a length of
 * time compares values, not texts; what cannot be read so never holds, and is told.
 */
import { addDays } from './calendar-day'
import {
  datesIn,
  durationsIn,
  isFalse,
  numbersIn,
  type CellNumber,
  type ReadableRow,
  type Readings,
} from './cell-reader'
import { compareDecimals, isAboveOne } from './decimal'
import { readDate } from './date-text'
import { shownFigure } from './number-text'
import { isBlank } from './template-filters'
import { headingKey } from './template-heading'
import type { Comparison, Condition, ConditionTest, Operand } from './template-model'

export interface Judgement {
  readonly holds: boolean
  /** fine; empty: the cell is; unread: it is not what the condition compares with; doubtful: it is a number that can be read in two ways, which differ here. */
  readonly cell: 'fine' | 'empty' | 'unread' | 'doubtful'
}

/** @param today ISO day, for conditions that count from today; without it those never hold */
export type Judge = (row: ReadableRow, today: string | null) => Judgement

/** What `bindTemplate` knows of the columns. */
export interface ColumnFinder {
  /** Position of a heading or literal among the columns, null for none. @param mayBeText unknown headings are texts */
  column(operand: Operand, mayBeText: boolean, beside: Operand | null, use?: TextUse): number | null
}

/** What a text without quotes is asked for: the whole cell, one of several cells, or a part of it. */
export type TextUse = 'equal' | 'listed' | 'contained'

const yes: Judgement = { holds: true, cell: 'fine' }
const no: Judgement = { holds: false, cell: 'fine' }
const noEmpty: Judgement = { holds: false, cell: 'empty' }
const yesEmpty: Judgement = { holds: true, cell: 'empty' }
const noUnread: Judgement = { holds: false, cell: 'unread' }
const yesUnread: Judgement = { holds: true, cell: 'unread' }

/** Both sides, and the parts of a list. */
export function conditionOperands({ left, test }: Condition): Operand[] {
  if (test === null) return [left]
  if (test.kind === 'one_of') return [left, ...test.list]
  return 'right' in test ? [left, test.right] : [left]
}

/** The column of the left side; null where a literal stands there. */
export function compileCondition(
  { left, test }: Condition,
  columns: ColumnFinder,
): { judge: Judge; column: number | null } {
  const column = columns.column(left, false, null)
  const text = textOf(left, column)
  return { column, judge: compileTest(test, { operand: left, column, text }, columns) }
}

interface Side {
  readonly operand: Operand
  readonly column: number | null
  readonly text: (row: ReadableRow) => string
}

function sideOf(operand: Operand, columns: ColumnFinder, mayBeText: boolean, beside: Operand, use: TextUse): Side {
  const column = columns.column(operand, mayBeText, beside, use)
  return { operand, column, text: textOf(operand, column) }
}

/** What a comparison reads of a huge cell. */
const longestText = 4_000

function textOf(operand: Operand, column: number | null): (row: ReadableRow) => string {
  if (column !== null) {
    return ({ values }) => {
      const text = values[column] ?? ''
      return text.length > longestText ? text.slice(0, longestText) : text
    }
  }
  const literal = operand.kind === 'text' ? operand.value : operand.kind === 'heading' ? operand.heading : operand.raw
  return () => literal
}

function compileTest(test: ConditionTest | null, left: Side, columns: ColumnFinder): Judge {
  const { column } = left
  if (test === null) return (row) => (isBlank(left.text(row)) || (column !== null && isFalse(row, column)) ? no : yes)
  switch (test.kind) {
    case 'empty':
      return (row) => (isBlank(left.text(row)) === test.negated ? no : yes)
    case 'contains': {
      const right = sideOf(test.right, columns, true, left.operand, 'contained')
      return (row) => (headingKey(left.text(row)).includes(headingKey(right.text(row))) === test.negated ? no : yes)
    }
    case 'one_of': {
      const judges = test.list.map((operand) => equals(left, sideOf(operand, columns, true, left.operand, 'listed')))
      return (row, today) => {
        const judgements = judges.map((judge) => judge(row, today))
        const found = judgements.find(({ holds }) => holds)
        return negate(found ?? judgements.find(({ cell }) => cell !== 'fine') ?? no, test.negated)
      }
    }
    case 'days':
      return (row, today) => {
        if (isBlank(left.text(row))) return noEmpty
        const read = column === null || today === null ? [] : datesIn(row, column)
        const first = today === null ? '' : addDays(today, test.from)
        const last = today === null ? '' : addDays(today, test.to)
        return judged(likelier(read).map((day) => day.slice(0, 10) >= first && day.slice(0, 10) <= last))
      }
    case 'compare': {
      const { operator } = test
      const isEquality = operator === '==' || operator === '!='
      const right = sideOf(test.right, columns, isEquality, left.operand, 'equal')
      if (isEquality) {
        const judge = equals(left, right)
        return (row, today) => negate(judge(row, today), operator === '!=')
      }
      return (row, today) => ordered(operator, left, right)(row, today)
    }
  }
}

function negate(judgement: Judgement, negated: boolean): Judgement {
  if (!negated) return judgement
  const { holds, cell } = judgement
  if (cell === 'fine') return holds ? no : yes
  if (cell === 'empty') return holds ? noEmpty : yesEmpty
  return cell === 'unread' ? (holds ? noUnread : yesUnread) : { holds: !holds, cell }
}

/** One outcome, or two where a cell can be read in two ways; none where it cannot be read. */
function judged(outcomes: readonly boolean[]): Judgement {
  const [first] = outcomes
  if (first === undefined) return noUnread
  if (outcomes.some((other) => other !== first)) return { holds: first, cell: 'doubtful' }
  return first ? yes : no
}

type Kind = 'number' | 'date' | 'duration'

/** What the other side compares with; null where only the cells of two columns can say it. */
function kindOf({ operand, column }: Side): Kind | null {
  if (column !== null) return null
  if (operand.kind === 'today') return 'date'
  if (operand.kind === 'text') return readDate(operand.value) === null ? null : 'date'
  if (operand.kind !== 'value') return null
  const { kind } = operand.value
  return kind === 'number' || kind === 'date' || kind === 'duration' ? kind : null
}

/** Equality ignores case and outer spaces; with a number, a day or a length of time it also compares values. */
function equals(left: Side, right: Side): Judge {
  const kind = kindOf(right) ?? kindOf(left)
  const mustBeRead = right.operand.kind === 'value' && right.column === null
  return (row, today) => {
    const leftText = left.text(row)
    const rightText = right.text(row)
    if (leftText === rightText || headingKey(leftText) === headingKey(rightText)) return yes
    const same = kind === null ? sameTyped(row, left, right) : compareAs(kind, row, today, left, right, isSame)
    if (same !== null && same.cell !== 'unread') return same
    if (!mustBeRead) return no
    return isBlank(leftText) ? noEmpty : noUnread
  }
}

const trueWords = /^\s*(?:vrai|true|oui|yes)\s*$/i
const noWords = /^\s*(?:faux|false|non|no)\s*$/i

/** Cells of one kind in two columns, and a cell that is true or false beside a word. */
function sameTyped(row: ReadableRow, left: Side, right: Side): Judgement | null {
  const a = left.column === null ? null : (row.typed?.[left.column] ?? null)
  const b = right.column === null ? null : (row.typed?.[right.column] ?? null)
  if (a?.kind === 'boolean') {
    const text = right.text(row)
    return (a.value ? trueWords : noWords).test(text) ? yes : no
  }
  if (a === null || a.kind !== b?.kind) return null
  return a.kind === 'number' || a.kind === 'date' || a.kind === 'duration'
    ? compareAs(a.kind, row, null, left, right, isSame)
    : null
}

function ordered(operator: Exclude<Comparison, '==' | '!='>, left: Side, right: Side): Judge {
  const holds = orders[operator]
  const known = kindOf(right) ?? kindOf(left)
  return (row, today) => {
    if (isBlank(left.text(row)) || isBlank(right.text(row))) return noEmpty
    if (known !== null) {
      const judgement = compareAs(known, row, today, left, right, holds)
      return known === 'number' && judgement.cell === 'unread'
        ? compareAs('duration', row, today, left, right, holds)
        : judgement
    }
    const asNumbers = compareAs('number', row, today, left, right, holds)
    return asNumbers.cell === 'unread' ? compareAs('date', row, today, left, right, holds) : asNumbers
  }
}

const isSame = (order: number): boolean => order === 0
const orders = {
  '<': (order: number) => order < 0,
  '>': (order: number) => order > 0,
  '<=': (order: number) => order <= 0,
  '>=': (order: number) => order >= 0,
} as const

function compareAs(
  kind: Kind,
  row: ReadableRow,
  today: string | null,
  left: Side,
  right: Side,
  holds: (order: number) => boolean,
): Judgement {
  switch (kind) {
    case 'number':
      return judged(pairs(numbersOf(row, left), numbersOf(row, right), (a, b) => holds(compareNumbers(a, b))))
    case 'date':
      return judged(pairs(datesOf(row, left, today), datesOf(row, right, today), (a, b) => holds(compareDates(a, b))))
    case 'duration':
      return judged(pairs(durationsOf(row, left), durationsOf(row, right), (a, b) => holds(a - b)))
  }
}

function pairs<Value>(
  left: Readings<Value>,
  right: Readings<Value>,
  holds: (a: Value, b: Value) => boolean,
): boolean[] {
  const outcomes: boolean[] = []
  for (const a of left) for (const b of right) outcomes.push(holds(a, b))
  return outcomes
}

function numbersOf(row: ReadableRow, { operand, column }: Side): Readings<CellNumber> {
  if (column !== null) return numbersIn(row, column)
  if (operand.kind !== 'value' || operand.value.kind !== 'number') return []
  return [{ value: operand.value.value, isPercent: operand.value.style === 'percent' }]
}

/** A percentage beside a plain number: up to 1 the number is a share (0,8), above it is what is shown (80). */
function compareNumbers(a: CellNumber, b: CellNumber): number {
  if (a.isPercent === b.isPercent) return compareDecimals(a.value, b.value)
  const plain = a.isPercent ? b : a
  if (!isAboveOne(plain.value)) return compareDecimals(a.value, b.value)
  const shown = ({ value, isPercent }: CellNumber): string => shownFigure(value, isPercent ? 'percent' : 'plain')
  return compareDecimals(shown(a), shown(b))
}

/** A date that can be read in two ways is read day first, as people write it here; the reading report says so. */
function likelier(days: Readings<string>): Readings<string> {
  return days.slice(0, 1)
}

function datesOf(row: ReadableRow, { operand, column }: Side, today: string | null): Readings<string> {
  if (column !== null) return likelier(datesIn(row, column))
  if (operand.kind === 'today') return today === null ? [] : [addDays(today, operand.days)]
  if (operand.kind === 'value') return operand.value.kind === 'date' ? [operand.value.iso] : []
  const read = operand.kind === 'text' ? readDate(operand.value) : null
  return read === null ? [] : [read.day]
}

/** A day without time is compared as a whole day. */
function compareDates(a: string, b: string): number {
  const length = a.length === 10 || b.length === 10 ? 10 : 19
  const left = a.slice(0, length)
  const right = b.slice(0, length)
  return left < right ? -1 : left > right ? 1 : 0
}

const hourSeconds = 3600

/** A plain number beside a length of time counts hours. */
function durationsOf(row: ReadableRow, { operand, column }: Side): Readings<number> {
  if (column !== null) return durationsIn(row, column)
  if (operand.kind !== 'value') return []
  if (operand.value.kind === 'number') return [Number(operand.value.value) * hourSeconds]
  return operand.value.kind === 'duration' ? [operand.value.seconds] : []
}
