/** Ties a template to the columns of a file and writes the text of each row, by closures over column positions. */
import { readDecimal } from './decimal'
import { isBlank, type TemplateLocale } from './template-filters'
import { headingKey, nearest } from './template-heading'
import {
  maxRenderedLength,
  type Comparison,
  type Condition,
  type Operand,
  type Output,
  type Template,
  type TemplateNode,
} from './template-model'

export interface RenderedText {
  /** As the template says; `toSmsText` brings it into the form in which it is sent. */
  readonly text: string
  /** Headings, as in the file, that came out empty and have no fallback; each once. */
  readonly missing: readonly string[]
  /** True where the text was longer than `maxRenderedLength` and was cut. */
  readonly truncated: boolean
}

export interface RenderOptions {
  /** Language of numbers and dates; French unless said otherwise. */
  readonly locale?: TemplateLocale
}

export interface BoundPlaceholder {
  /** As in the file. */
  readonly heading: string
  readonly columnIndex: number
  /** True where every use of it has a fallback: an empty cell is then no problem. */
  readonly hasFallback: boolean
}

export interface BoundTemplate {
  readonly ok: true
  /** The text of one row: `values` in the order of the columns; missing ones count as empty. Never throws. */
  readonly render: (values: readonly string[], options?: RenderOptions) => RenderedText
  /** The columns that the text shows, each once, in the order of their first use. */
  readonly placeholders: readonly BoundPlaceholder[]
  /** Headings in use that several columns bear: the first of them is taken. */
  readonly duplicateHeadings: readonly string[]
}

export interface UnknownColumn {
  readonly code: 'unknown_column'
  readonly heading: string
  /** The column probably meant. */
  readonly suggestion: string | null
}

export type BindResult = BoundTemplate | { readonly ok: false; readonly error: UnknownColumn }

/** Ties the headings of a template to the columns of a file, and prepares it for many rows. */
export function bindTemplate(template: Template, columns: readonly string[]): BindResult {
  const binding = new Binding(columns)
  const write = compileNodes(template.nodes, binding)
  if (binding.unknown !== null) {
    const heading = binding.unknown
    return { ok: false, error: { code: 'unknown_column', heading, suggestion: nearest(heading, columns) } }
  }
  const render = (values: readonly string[], options?: RenderOptions): RenderedText => {
    const row: Row = { values, locale: options?.locale ?? 'fr', missing: none }
    const text = write(row)
    if (text.length <= maxRenderedLength) return { text, missing: row.missing, truncated: false }
    const splitsPair = (text.charCodeAt(maxRenderedLength - 1) & 0xfc00) === 0xd800
    return { text: text.slice(0, maxRenderedLength - (splitsPair ? 1 : 0)), missing: row.missing, truncated: true }
  }
  return { ok: true, render, placeholders: binding.placeholders(), duplicateHeadings: Array.from(binding.duplicates) }
}

const none: readonly string[] = Object.freeze([])
/** What a filter is given of a huge cell: twice what any text may hold. */
const longestCell = 2 * maxRenderedLength

interface Row {
  readonly values: readonly string[]
  readonly locale: TemplateLocale
  missing: readonly string[]
}
type Writer = (row: Row) => string

class Binding {
  readonly duplicates = new Set<string>()
  unknown: string | null = null
  private readonly positions = new Map<string, { index: number; repeated: boolean }>()
  private readonly shown = new Map<number, boolean>()

  private readonly columns: readonly string[]

  constructor(columns: readonly string[]) {
    this.columns = columns
    columns.forEach((heading, index) => {
      const key = headingKey(heading)
      const known = this.positions.get(key)
      if (known) known.repeated = true
      else this.positions.set(key, { index, repeated: false })
    })
  }

  /** Column of an operand, or null for a literal. An unknown heading is noted and bound to nothing. */
  column(operand: Operand): number | null {
    const found = this.positions.get(headingKey(operand.kind === 'heading' ? operand.heading : operand.raw))
    // A quoted text is a heading only where a column is called just so, quotes included; a number never is.
    if (operand.kind === 'number') return null
    if (found) {
      if (found.repeated) this.duplicates.add(this.heading(found.index))
      return found.index
    }
    if (operand.kind === 'heading') this.unknown ??= operand.heading
    return null
  }

  heading(column: number): string {
    return this.columns[column] ?? ''
  }

  show(column: number, hasFallback: boolean): void {
    this.shown.set(column, (this.shown.get(column) ?? true) && hasFallback)
  }

  placeholders(): BoundPlaceholder[] {
    return Array.from(this.shown, ([columnIndex, hasFallback]) => ({
      heading: this.heading(columnIndex),
      columnIndex,
      hasFallback,
    }))
  }
}

function compileNodes(nodes: readonly TemplateNode[], binding: Binding): Writer {
  const writers = nodes.map((node) => compileNode(node, binding))
  return (row) => {
    let text = ''
    for (const writer of writers) text += typeof writer === 'string' ? writer : writer(row)
    return text
  }
}

function compileNode(node: TemplateNode, binding: Binding): Writer | string {
  if (node.kind === 'text') return node.text
  if (node.kind === 'output') return compileOutput(node.output, binding)
  const branches = node.branches.map(({ condition, nodes }) => ({
    holds: condition === null ? () => true : compileCondition(condition, binding),
    write: compileNodes(nodes, binding),
  }))
  return (row) => branches.find(({ holds }) => holds(row))?.write(row) ?? ''
}

function compileOutput({ operand, filters, hasFallback }: Output, binding: Binding): Writer {
  const column = binding.column(operand)
  const [only] = filters
  if (column === null) {
    const literal = operand.kind === 'text' ? operand.value : ''
    return ({ locale }) => filters.reduce((value, filter) => filter(value, locale), literal)
  }
  binding.show(column, hasFallback)
  const heading = binding.heading(column)
  return (row) => {
    const value = cell(row, column)
    if (!hasFallback && isBlank(value) && !row.missing.includes(heading)) row.missing = [...row.missing, heading]
    if (only === undefined) return value
    if (filters.length === 1) return only(value, row.locale)
    return filters.reduce((text, filter) => filter(text, row.locale), value)
  }
}

function cell(row: Row, column: number): string {
  const value = row.values[column] ?? ''
  return value.length > longestCell ? value.slice(0, longestCell) : value
}

/** Equality ignores case and outer spaces; an unquoted number, and < > <= >=, compare as numbers where both sides are. */
function compileCondition({ left, comparison }: Condition, binding: Binding): (row: Row) => boolean {
  const leftValue = compileOperand(left, binding)
  if (!comparison) return (row) => !isBlank(leftValue(row))
  const { operator, right } = comparison
  const rightValue = compileOperand(right, binding)
  const asNumbers = right.kind === 'number'
  if (operator === '==' || operator === '!=') {
    const wanted = operator === '=='
    return (row) => isSame(leftValue(row), rightValue(row), asNumbers) === wanted
  }
  return (row) => holds(operator, asNumber(leftValue(row)), asNumber(rightValue(row)))
}

function compileOperand(operand: Operand, binding: Binding): Writer {
  const column = binding.column(operand)
  if (column !== null) return (row) => cell(row, column)
  const literal = operand.kind === 'heading' ? '' : operand.kind === 'text' ? operand.value : String(operand.value)
  return () => literal
}

function isSame(left: string, right: string, asNumbers: boolean): boolean {
  if (asNumbers && asNumber(left) === asNumber(right)) return true
  return left === right || headingKey(left) === headingKey(right)
}

/** NaN, which no comparison holds for, where the text is no number. `12.500` reads as thousands, as amounts are written. */
function asNumber(text: string): number {
  const read = readDecimal(text)
  if (!read) return NaN
  return Number(read.kind === 'exact' ? read.value : read.grouped)
}

function holds(operator: Exclude<Comparison, '==' | '!='>, left: number, right: number): boolean {
  switch (operator) {
    case '<':
      return left < right
    case '>':
      return left > right
    case '<=':
      return left <= right
    case '>=':
      return left >= right
  }
}
