/** Reads the content of an OpenDocument spreadsheet (OpenDocument 1.3 Part 3 §9) as it streams by, sheet by sheet. */
import type { CellValue } from '@shared/domain/cell-value'
import type { CellFormats, ShownCell } from '../cell-format'
import { canonicalNumber } from '../cell-number'
import { attribute, XmlScanner, type XmlHandler } from '../container/xml-scanner'
import { mostColumns, type TableRows } from '../table-rows'

export interface OdsSheetFound {
  readonly name: string
  readonly isHidden: boolean
}

export interface OdsListener {
  /** Where the rows of a sheet go; null: they are passed over. */
  sheet(found: OdsSheetFound): TableRows | null
}

export class OdsRows implements XmlHandler {
  readonly #listener: OdsListener
  readonly #formats: CellFormats
  readonly #scanner: XmlScanner
  readonly #hiddenStyles = new Set<string>()
  #style = ''
  #rows: TableRows | null = null
  /** Of tables inside tables, and of what is no part of the table: shapes, notes, deleted content. */
  #aside = 0
  #line = 1
  #rowRepeats = 1
  #isHidden = false
  #cells: {
    readonly column: number
    readonly repeats: number
    readonly cell: ShownCell
    readonly isUncached: boolean
  }[] = []
  /** Columns whose cell is covered, from 1. */
  #covered: number[] = []
  #isCovered = false
  #column = 1
  /** Columns that were declared so far; they stand before the rows. */
  #declared = 0
  #attributes: string | null = null
  #paragraphs = 0
  #text = ''
  #inParagraph = 0

  constructor(listener: OdsListener, formats: CellFormats, file: string) {
    this.#listener = listener
    this.#formats = formats
    this.#scanner = new XmlScanner(this, file)
  }

  write(xml: string): void {
    this.#scanner.write(xml)
  }

  end(): void {
    this.#scanner.end()
  }

  open(name: string, attributes: string): void {
    if (this.#aside > 0 || besides.has(name)) {
      this.#aside++
      return
    }
    switch (name) {
      case 'style':
        this.#style = attribute(attributes, 'name') ?? ''
        break
      case 'table-properties':
        if (attribute(attributes, 'display') === 'false') this.#hiddenStyles.add(this.#style)
        break
      case 'table':
        this.#openTable(attributes)
        break
      case 'table-column': {
        const last = this.#declared + repeats(attributes, 'number-columns-repeated')
        if (isHidden(attributes)) this.#rows?.hideColumns(this.#declared + 1, last)
        this.#declared = last
        break
      }
      case 'table-row':
        this.#rowRepeats = repeats(attributes, 'number-rows-repeated')
        this.#isHidden = isHidden(attributes)
        this.#cells = []
        this.#covered = []
        this.#column = 1
        break
      case 'table-cell':
      case 'covered-table-cell':
        this.#isCovered = name === 'covered-table-cell'
        this.#attributes = attributes
        this.#text = ''
        this.#paragraphs = 0
        break
      case 'p':
        if (this.#attributes === null) break
        if (this.#paragraphs++ > 0) this.#text += '\n'
        this.#inParagraph++
        break
      case 's':
        this.#add(' '.repeat(Math.min(repeats(attributes, 'c'), 1_000)))
        break
      case 'tab':
        this.#add('\t')
        break
      case 'line-break':
        this.#add('\n')
    }
  }

  close(name: string): void {
    if (this.#aside > 0) {
      this.#aside--
      return
    }
    if (name === 'p') this.#inParagraph = Math.max(0, this.#inParagraph - 1)
    else if (name === 'table-cell' || name === 'covered-table-cell') this.#closeCell()
    else if (name === 'table-row') this.#closeRow()
    else if (name === 'table') this.#rows = null
  }

  text(text: string): void {
    // a line end in the file is only white space
    if (this.#aside === 0) this.#add(text.replace(/[ \t\r\n]+/g, ' '))
  }

  #add(text: string): void {
    if (this.#inParagraph > 0 && this.#attributes !== null) this.#text += text
  }

  #openTable(attributes: string): void {
    this.#line = 1
    this.#declared = 0
    this.#rows = this.#listener.sheet({
      name: attribute(attributes, 'name') ?? '',
      isHidden: this.#hiddenStyles.has(attribute(attributes, 'style-name') ?? ''),
    })
  }

  #closeCell(): void {
    const attributes = this.#attributes ?? ''
    this.#attributes = null
    const repeated = repeats(attributes, 'number-columns-repeated')
    const cell = shownCell(attributes, this.#text, this.#formats)
    const isUncached =
      cell.text === '' && attribute(attributes, 'formula') !== null && attribute(attributes, 'value-type') === null
    if (this.#isCovered) {
      for (let at = this.#column; at < this.#column + repeated && this.#covered.length < mostCovered; at++)
        this.#covered.push(at)
    } else if (cell.text !== '' || cell.value !== null || isUncached) {
      this.#cells.push({ column: this.#column, repeats: repeated, cell, isUncached })
    }
    this.#column += repeated
  }

  #closeRow(): void {
    const rows = this.#rows
    const line = this.#line
    this.#line += this.#rowRepeats
    if (rows === null || this.#cells.length === 0) return
    for (let copy = 0; copy < this.#rowRepeats; copy++) {
      rows.openRow(line + copy, this.#isHidden)
      rows.cover(this.#covered)
      for (const { column, repeats: copies, cell, isUncached } of this.#cells) {
        if (isUncached) rows.uncached()
        for (let at = column; at < column + Math.min(copies, mostColumns + 1); at++) rows.cell(at, cell)
      }
      rows.closeRow()
    }
  }
}

/** What stands in the file but not in the cells: notes, drawings, changes that were undone, columns of a pivot table. */
const besides = new Set([
  'annotation',
  'shapes',
  'frame',
  'tracked-changes',
  'forms',
  'data-pilot-tables',
  'ruby-text',
  'dde-links',
])

/** Columns that are looked at. */
const mostCovered = 1_000

function isHidden(attributes: string): boolean {
  return /^(?:collapse|filter)$/.test(attribute(attributes, 'visibility') ?? '')
}

function repeats(attributes: string, name: string): number {
  const count = Number(attribute(attributes, name) ?? 1)
  return Number.isInteger(count) && count > 0 ? count : 1
}

/** The text that the program which wrote the file showed, and the value beside it. */
function shownCell(attributes: string, text: string, formats: CellFormats): ShownCell {
  if (/calcext:value-type\s*=\s*["']error["']/.test(attributes) || isErrorText(attributes, text)) {
    return { text: '', value: { kind: 'error', code: text } }
  }
  const value = cellValue(attributes)
  if (value === null) return { text, value }
  const plain = text
    .replace(/[\s\u00a0\u2009\u202f]+/g, ' ')
    .replace(/(a)o\u00fbt/gi, '$1out')
    .trim()
  // an exponent hides digits of what may be a phone number
  const isHidden =
    value.kind === 'number' && (plain === '' || (/e[+-]?\d/i.test(plain) && /^\d{8,15}$/.test(value.value)))
  return { text: isHidden ? formats.number(value.value, 'General').text : plain, value }
}

/** Older versions store the result of a wrong formula as text. */
function isErrorText(attributes: string, text: string): boolean {
  return (
    attribute(attributes, 'formula') !== null &&
    /^(?:#(?:N\/A|N\/D|DIV\/0!|VALUE!|VALEUR!|REF!|NAME\?|NOM\?|NUM!|NOMBRE!|NULL!)|Err:\d{3})$/.test(text)
  )
}

function cellValue(attributes: string): CellValue | null {
  const type = attribute(attributes, 'value-type')
  switch (type) {
    case 'float':
    case 'percentage':
    case 'currency': {
      const value = canonicalNumber(attribute(attributes, 'value') ?? '')
      if (value === null) return null
      return type === 'float'
        ? { kind: 'number', value }
        : { kind: 'number', value, style: type === 'currency' ? type : 'percent' }
    }
    case 'date': {
      const [, day, time] =
        /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d+)?)?$/.exec(attribute(attributes, 'date-value') ?? '') ?? []
      if (day === undefined) return null
      return { kind: 'date', iso: time === undefined || time === '00:00:00' ? day : `${day}T${time}` }
    }
    case 'time': {
      const parts = /^(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?$/.exec(
        attribute(attributes, 'time-value') ?? '',
      )
      if (parts === null) return null
      const [days = 0, hours = 0, minutes = 0, seconds = 0] = [2, 3, 4, 5].map((at) => Number(parts[at] ?? 0))
      const total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
      return { kind: 'duration', seconds: parts[1] === '-' ? -total : total }
    }
    case 'boolean':
      return { kind: 'boolean', value: attribute(attributes, 'boolean-value') === 'true' }
    default:
      return null
  }
}
