/** Ties a template to the columns of a file and writes the text of each row, by closures over column positions. */
import type { TypedCells } from './cell-value'
import { certainNumber, datesIn, type ReadableRow } from './cell-reader'
import type { ColumnReading } from './column-reading'
import { compileCondition, type ColumnFinder, type Judge, type TextUse } from './template-condition'
import { readDecimal } from './decimal'
import { isBlank, type CellMeaning, type TemplateLocale } from './template-filters'
import { headingKey, nearest } from './template-heading'
import { hasWildcard } from './wildcard'
import {
  maxRenderedLength,
  type Condition,
  type Operand,
  type Output,
  type Template,
  type TemplateNode,
} from './template-model'

export interface RenderedText {
  /** As the template says; `toSmsText` brings it into the form in which it is sent. */
  readonly text: string
  /** Headings, as in the file, that came out empty and have no fallback, or hold too much for the filters; each once. */
  readonly missing: readonly string[]
  /** True where the text was longer than `maxRenderedLength` and was cut. */
  readonly truncated: boolean
}

export interface RenderOptions {
  /** Language of numbers and dates; French unless said otherwise. */
  readonly locale?: TemplateLocale
  /** What the cells are besides their text, in the order of the columns. */
  readonly typed?: TypedCells | undefined
  /** How the texts of the columns are read. */
  readonly readings?: readonly (ColumnReading | null)[] | undefined
  /** ISO day from which conditions count; without it such conditions never hold. */
  readonly today?: string | undefined
}

/** A condition, tied to columns. */
export interface BoundCondition {
  /** As it was written. */
  readonly source: string
  /** Column of its left side; null where a literal stands there. */
  readonly columnIndex: number | null
  /** Never throws. */
  readonly judge: Judge
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
  /** Every condition of the text, in its order. */
  readonly conditions: readonly BoundCondition[]
  /** Headings in use that several columns bear: the first of them is taken. */
  readonly duplicateHeadings: readonly string[]
}

export interface UnknownColumn {
  readonly code: 'unknown_column'
  readonly heading: string
  /** The column probably meant. */
  readonly suggestion: string | null
}

/** A condition that reads as something else than it most likely means. */
export interface UnclearCondition {
  readonly code: 'unclear_list' | 'unclear_part' | 'unclear_empty' | 'wildcard' | 'unknown_comparison'
  /** The condition's left side, then what the sentence names; see `templateProblems`. */
  readonly heading: string
  readonly text: string
  /** The values as `parmi` wants them; '' where there are none. */
  readonly list: string
}
export type BindProblem = UnknownColumn | UnclearCondition

export type BindResult = BoundTemplate | { readonly ok: false; readonly error: BindProblem }

/** Ties the headings of a template to the columns of a file, and prepares it for many rows. */
export function bindTemplate(template: Template, columns: readonly string[]): BindResult {
  const binding = new Binding(columns)
  const write = compileNodes(template.nodes, binding)
  if (binding.unclear !== null) return { ok: false, error: binding.unclear }
  if (binding.unknown !== null) {
    const heading = binding.unknown
    return { ok: false, error: { code: 'unknown_column', heading, suggestion: nearest(heading, columns) } }
  }
  const render = (values: readonly string[], options?: RenderOptions): RenderedText => {
    const row: Row = {
      values,
      typed: options?.typed,
      readings: options?.readings,
      today: options?.today ?? null,
      locale: options?.locale ?? 'fr',
      missing: none,
      work: mostWork,
    }
    const text = write(row)
    if (text.length <= maxRenderedLength) return { text, missing: row.missing, truncated: false }
    const splitsPair = (text.charCodeAt(maxRenderedLength - 1) & 0xfc00) === 0xd800
    return { text: text.slice(0, maxRenderedLength - (splitsPair ? 1 : 0)), missing: row.missing, truncated: true }
  }
  return {
    ok: true,
    render,
    placeholders: binding.placeholders(),
    conditions: binding.conditions,
    duplicateHeadings: Array.from(binding.duplicates),
  }
}

const none: readonly string[] = Object.freeze([])
/** What a filter is given of a huge cell: twice what any text may hold. */
const longestCell = 2 * maxRenderedLength
/** Characters that the filters of one text may read, all together; a text of usual cells reads some hundreds. */
const mostWork = 100_000

interface Row extends ReadableRow {
  readonly today: string | null
  readonly locale: TemplateLocale
  missing: readonly string[]
  /** Characters that filters may still read. */
  work: number
}
type Writer = (row: Row) => string

class Binding implements ColumnFinder {
  readonly conditions: BoundCondition[] = []
  readonly duplicates = new Set<string>()
  unknown: string | null = null
  unclear: UnclearCondition | null = null
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

  /**
   * Column of an operand, or null for a literal. An unknown heading is noted and bound to nothing; where it may be a text
   * (`Classe = CM2`), only if a column is called nearly so.
   */
  column(
    operand: Operand,
    mayBeText = false,
    beside: Operand | null = null,
    use: TextUse | null = null,
  ): number | null {
    const found = this.positions.get(headingKey(operand.kind === 'heading' ? operand.heading : operand.raw))
    if (mayBeText && use !== null && beside?.kind === 'heading' && !found)
      this.unclear ??= unclearText(operand, beside.heading, use)
    // A quoted text is a heading only where a column is called just so, quotes included, and never what is compared with; a number or day never is.
    if (operand.kind === 'value' || operand.kind === 'today' || (operand.kind === 'text' && mayBeText)) return null
    if (found) {
      if (found.repeated) this.duplicates.add(this.heading(found.index))
      return found.index
    }
    if (operand.kind === 'heading' && !(mayBeText && this.isText(operand.heading, beside))) {
      this.unknown ??= operand.heading
    }
    return null
  }

  private isText(word: string, beside: Operand | null): boolean {
    const left = beside?.kind === 'heading' ? headingKey(beside.heading) : null
    return (
      nearest(
        word,
        this.columns.filter((column) => headingKey(column) !== left),
      ) === null
    )
  }

  condition(condition: Condition): Judge {
    if (condition.test === null) this.unclear ??= this.unknownComparison(condition.left)
    const { judge, column } = compileCondition(condition, this)
    this.conditions.push({ source: condition.source, columnIndex: column, judge })
    return judge
  }

  /** «Classe est CM2», which would be a heading as a whole. */
  private unknownComparison(left: Operand): UnclearCondition | null {
    if (left.kind !== 'heading' || this.positions.has(headingKey(left.heading))) return null
    const whole = headingKey(left.heading)
    const begun = this.columns.filter(
      (column) => headingKey(column) !== '' && whole.startsWith(`${headingKey(column)} `),
    )
    const [heading] = begun.sort((a, b) => b.length - a.length)
    if (heading === undefined) return null
    return { code: 'unknown_comparison', heading, text: left.heading.slice(heading.length).trim(), list: '' }
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
    judge: condition === null ? null : binding.condition(condition),
    write: compileNodes(nodes, binding),
  }))
  return (row) => branches.find(({ judge }) => judge === null || judge(row, row.today).holds)?.write(row) ?? ''
}

function compileOutput({ operand, filters, hasFallback }: Output, binding: Binding): Writer {
  const column = binding.column(operand)
  if (column === null) {
    const literal = operand.kind === 'text' ? operand.value : ''
    return ({ locale }) => filters.reduce((value, filter) => filter(value, locale), literal)
  }
  binding.show(column, hasFallback)
  const heading = binding.heading(column)
  return (row) => {
    let text = cell(row, column)
    if (!hasFallback && isBlank(text)) miss(row, heading)
    let meaning = filters.length === 0 ? undefined : meaningOf(row, column)
    for (const filter of filters) {
      row.work -= text.length
      if (row.work < 0) {
        miss(row, heading)
        return ''
      }
      text = filter(text, row.locale, meaning)
      // what a filter made has no other meaning than its text
      meaning = undefined
    }
    return text
  }
}

const between = /\s*(?:[,;|]|\s(?:ou|or|et|and|&{1,2}|\|\||\/)(?=\s))\s*/iu
const betweenListed = /\s(?:et|and|&{1,2}|\|\|)(?=\s)/iu
const quotedPair = /["”“»’']\s*(?:[,;|]|ou|or|et|and|&{1,2}|\|\|)\s*["“«‘']/iu
const emptyWord = /^(?:vide|empty|blank)$/iu

/** What a text without quotes most likely means, where that is not the text itself. */
function unclearText(operand: Operand, heading: string, use: TextUse): UnclearCondition | null {
  if (operand.kind === 'text') {
    if (!quotedPair.test(operand.value)) return null
    const list = operand.value
      .split(/["”“»«‘’']/u)
      .filter((part) => part.trim() !== '' && !/^\s*(?:[,;|]|ou|or|et|and|&{1,2}|\|\|)\s*$/iu.test(part))
    return { code: 'unclear_list', heading, text: operand.raw, list: list.map((part) => `"${part.trim()}"`).join(', ') }
  }
  if (operand.kind !== 'heading') return null
  const text = operand.heading
  if (use === 'equal' && emptyWord.test(text)) return { code: 'unclear_empty', heading, text, list: '' }
  if (hasWildcard(text))
    return { code: 'wildcard', heading, text, list: text.replace(/[*?]+/g, ' ').replace(/\s+/g, ' ').trim() || '…' }
  if (!(use === 'listed' ? betweenListed : between).test(text)) return null
  if (use === 'contained') return { code: 'unclear_part', heading, text, list: '' }
  const parts = text.split(use === 'listed' ? betweenListed : between).map((part) => part.trim())
  return { code: 'unclear_list', heading, text, list: parts.filter((part) => part !== '').join(', ') }
}

function miss(row: Row, heading: string): void {
  if (!row.missing.includes(heading)) row.missing = [...row.missing, heading]
}

/** Of a percentage the shown figures are left as they are. */
function meaningOf(row: Row, column: number): CellMeaning {
  return {
    number() {
      const isText = (row.typed?.[column] ?? null) === null
      if (isText && readDecimal(cell(row, column))?.kind !== 'ambiguous') return null
      return certainNumber(row, column)
    },
    day: () => datesIn(row, column)[0] ?? null,
  }
}

function cell(row: Row, column: number): string {
  const value = row.values[column] ?? ''
  return value.length > longestCell ? value.slice(0, longestCell) : value
}

export type BoundFilter =
  { readonly ok: true; readonly condition: BoundCondition } | { readonly ok: false; readonly error: BindProblem }

/** Ties one condition to the columns of a file: what chooses rows reads cells as texts do. */
export function bindCondition(condition: Condition, columns: readonly string[]): BoundFilter {
  const binding = new Binding(columns)
  binding.condition(condition)
  if (binding.unclear !== null) return { ok: false, error: binding.unclear }
  const [bound] = binding.conditions
  if (binding.unknown === null && bound !== undefined) return { ok: true, condition: bound }
  const heading = binding.unknown ?? ''
  return { ok: false, error: { code: 'unknown_column', heading, suggestion: nearest(heading, columns) } }
}
