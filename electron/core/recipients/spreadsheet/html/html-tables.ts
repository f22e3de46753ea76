/**
 * The tables of a web page, as bank and school programs save them under the name .xls: rows, cells over several columns or rows,
 * line breaks, hidden rows. Nothing is run or fetched. Linear; a tag larger than 64 KB is refused.
 */
import { AppError } from '@shared/errors'
import { decodeEntities } from './html-entities'

export interface HtmlRow {
  /** From 0. */
  readonly table: number
  /** Row in its table, from 1. */
  readonly line: number
  readonly isHidden: boolean
  /** Text by column; empty under cells that reach over several. */
  readonly cells: readonly string[]
  /** Columns that a cell of a row above reaches over, from 1. */
  readonly covered: readonly number[]
}

const longestTag = 65_536
const mostSpan = 1_000
const rawText = new Set(['script', 'style', 'xml', 'title', 'textarea', 'noscript'])
/** Each stands on a line of its own. */
const blocks = new Set(['p', 'div', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

interface Tag {
  readonly name: string
  readonly isEnd: boolean
  readonly attributes: string
}

/**
 * Every row of every table, in order.
 * @throws AppError file_old_excel where tables stand in tables, file_excel_damaged where the page ends inside one
 */
export function* readHtmlRows(html: string, file: string): Generator<HtmlRow> {
  const scan = new TableScan(file)
  let position = 0
  while (position < html.length) {
    const open = html.indexOf('<', position)
    scan.text(html.slice(position, open === -1 ? html.length : open))
    if (open === -1) break
    if (html.startsWith('<!--', open)) {
      position = after(html, '-->', open + 4)
      continue
    }
    const end = endOfTag(html, open, file)
    const tag = readTag(html.slice(open + 1, end))
    position = end + 1
    if (tag === null) {
      // a sign in a text, as in «a < b»
      if (!/[!?/]/.test(html.charAt(open + 1))) {
        scan.text('<')
        position = open + 1
      }
      continue
    }
    if (!tag.isEnd && rawText.has(tag.name)) position = endOfRawText(html, tag.name, position)
    yield* scan.tag(tag)
  }
  scan.end()
}

class TableScan {
  readonly #file: string
  #table = -1
  #isOpen = false
  #line = 0
  #isPartHidden = false
  #isRowHidden = false
  #row: string[] | null = null
  /** Columns of the row that are covered from above, from 1. */
  #under: number[] = []
  #cell: { text: string; columns: number; rows: number } | null = null
  /** Rows that cells from above still cover, by column. */
  #covered: number[] = []

  constructor(file: string) {
    this.#file = file
  }

  text(text: string): void {
    if (this.#cell !== null)
      this.#cell.text += decodeEntities(text.replace(/[ \t\r\n\f]+/g, ' ')).replaceAll('\u00a0', ' ')
  }

  *tag({ name, isEnd, attributes }: Tag): Generator<HtmlRow> {
    switch (name) {
      case 'table':
        yield* this.#closeRow()
        if (isEnd) this.#isOpen = false
        else {
          // which of the two holds the people cannot be told
          if (this.#isOpen) throw new AppError('file_old_excel', { file: this.#file })
          this.#isOpen = true
          this.#table++
          this.#line = 0
          this.#covered = []
        }
        break
      case 'thead':
      case 'tbody':
      case 'tfoot':
        yield* this.#closeRow()
        this.#isPartHidden = !isEnd && isHidden(attributes)
        break
      case 'tr':
        yield* this.#closeRow()
        if (!isEnd && this.#isOpen) this.#openRow(isHidden(attributes))
        break
      case 'td':
      case 'th':
        this.#closeCell()
        if (!isEnd && this.#isOpen) this.#openCell(attributes)
        break
      case 'br':
        this.#break()
        break
      default:
        if (blocks.has(name)) this.#break()
    }
  }

  /** @throws AppError file_excel_damaged */
  end(): void {
    if (this.#isOpen) throw new AppError('file_excel_damaged', { file: this.#file, line: Math.max(1, this.#line) })
  }

  #openRow(hidden: boolean): void {
    this.#line++
    this.#row = []
    this.#under = []
    this.#isRowHidden = hidden || this.#isPartHidden
  }

  #openCell(attributes: string): void {
    if (this.#row === null) this.#openRow(false)
    this.#skipCovered()
    this.#cell = { text: '', columns: span(attributes, 'colspan'), rows: span(attributes, 'rowspan') }
  }

  #break(): void {
    if (this.#cell !== null) this.#cell.text += '\n'
  }

  #skipCovered(): void {
    const row = this.#row ?? []
    while ((this.#covered[row.length] ?? 0) > 0) {
      this.#covered[row.length] = (this.#covered[row.length] ?? 0) - 1
      row.push('')
      this.#under.push(row.length)
    }
  }

  #closeCell(): void {
    const cell = this.#cell
    const row = this.#row
    this.#cell = null
    if (cell === null || row === null) return
    const text = cell.text
      .replace(/ ?\n ?/g, '\n')
      .trim()
      .replace(/\n{2,}/g, '\n')
    for (let column = 0; column < cell.columns; column++) {
      if (cell.rows > 1) this.#covered[row.length] = cell.rows - 1
      row.push(column === 0 ? text : '')
    }
  }

  *#closeRow(): Generator<HtmlRow> {
    this.#closeCell()
    const cells = this.#row
    if (cells === null) return
    this.#row = null
    for (let column = cells.length; column < this.#covered.length; column++) {
      const left = this.#covered[column] ?? 0
      if (left === 0) continue
      this.#covered[column] = left - 1
      this.#under.push(column + 1)
    }
    yield { table: this.#table, line: this.#line, isHidden: this.#isRowHidden, cells, covered: this.#under }
  }
}

/** Position of the `>` that ends the tag at `open`; quoted values may hold one. */
function endOfTag(html: string, open: number, file: string): number {
  let quote = ''
  for (let index = open + 1; index < html.length; index++) {
    if (index - open > longestTag) throw new AppError('file_excel_damaged', { file, line: 1 })
    const char = html.charAt(index)
    if (quote !== '') {
      if (char === quote) quote = ''
    } else if (char === '>') return index
    else if ((char === '"' || char === "'") && html.charAt(index - 1) === '=') quote = char
  }
  return html.length
}

function readTag(inside: string): Tag | null {
  const name = /^\/?([a-z][a-z0-9:-]*)/i.exec(inside)
  if (name === null) return null
  return {
    name: (name[1] ?? '').toLowerCase(),
    isEnd: inside.startsWith('/'),
    attributes: inside.slice(name[0].length),
  }
}

function endOfRawText(html: string, name: string, from: number): number {
  const end = new RegExp(`</${name}`, 'gi')
  end.lastIndex = from
  return end.exec(html)?.index ?? html.length
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from)
  return found === -1 ? html.length : found + mark.length
}

function span(attributes: string, name: string): number {
  const count = Number(new RegExp(`\\b${name}\\s*=\\s*["']?(\\d{1,5})`, 'i').exec(attributes)?.[1] ?? 1)
  return Math.min(Math.max(count, 1), mostSpan)
}

function isHidden(attributes: string): boolean {
  return (
    /(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))/i.test(attributes) ||
    /(?:^|\s)hidden(?:\s|=|$)/i.test(attributes)
  )
}
