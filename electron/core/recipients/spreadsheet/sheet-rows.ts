/** Turns a sheet's XML (ECMA-376 Part 1 §18.3), as it streams by, into rows. */
import type { ShownCell } from './cell-format'
import { columnNumber } from './merged-cells'
import type { TableRows } from './table-rows'
import { RichText, unescapeText, type Workbook } from './workbook'
import { attribute, XmlScanner, type XmlHandler } from './container/xml-scanner'

const nothing: ShownCell = { text: '', value: null }

export class SheetRows implements XmlHandler {
  readonly #workbook: Workbook
  readonly #formats: Workbook['formats']
  readonly #rows: TableRows
  readonly #scanner: XmlScanner
  #inData = false
  #column = 0
  #type = 'n'
  #style = -1
  #stored = ''
  #inStored = false
  #inCell = false
  #hasFormula = false
  #hasStored = false
  readonly #inline = new RichText()

  constructor(workbook: Workbook, rows: TableRows, file: string) {
    this.#workbook = workbook
    this.#formats = workbook.formats
    this.#rows = rows
    this.#scanner = new XmlScanner(this, file)
  }

  write(xml: string): void {
    this.#scanner.write(xml)
  }

  end(): void {
    this.#scanner.end()
  }

  open(name: string, attributes: string): void {
    if (!this.#inData) {
      if (name === 'sheetData') this.#inData = true
      else if (name === 'col' && isHiddenColumn(attributes))
        this.#rows.hideColumns(Number(attribute(attributes, 'min')), Number(attribute(attributes, 'max')))
    } else if (name === 'c') this.#openCell(attributes)
    else if (name === 'v' && this.#inCell) {
      this.#inStored = true
      this.#hasStored = true
      this.#stored = ''
    } else if (name === 'f' && this.#inCell) this.#hasFormula = true
    else if (name === 'row') this.#openRow(attributes)
    else if (this.#inCell) this.#inline.open(name)
  }

  close(name: string): void {
    if (!this.#inData) return
    if (name === 'c') this.#closeCell()
    else if (name === 'v') this.#inStored = false
    else if (name === 'row') this.#rows.closeRow()
    else if (name === 'sheetData') this.#inData = false
    else if (this.#inCell) this.#inline.close(name)
  }

  text(text: string): void {
    if (this.#inStored) this.#stored += text
    else if (this.#inCell) this.#inline.text(text)
  }

  #openRow(attributes: string): void {
    const stated = attribute(attributes, 'r')
    const isHidden = isTrue(attribute(attributes, 'hidden')) || Number(attribute(attributes, 'ht') ?? 1) === 0
    this.#rows.openRow(stated === null ? this.#rows.line + 1 : Number(stated), isHidden)
    this.#column = 0
  }

  #openCell(attributes: string): void {
    const reference = attribute(attributes, 'r')
    const column = reference === null ? this.#column + 1 : columnNumber(reference)
    if (column <= this.#column) throw this.#rows.damaged()
    this.#column = column
    this.#type = attribute(attributes, 't') ?? 'n'
    this.#style = Number(attribute(attributes, 's') ?? -1)
    this.#stored = ''
    this.#hasFormula = false
    this.#hasStored = false
    this.#inCell = true
    this.#inline.start()
  }

  #closeCell(): void {
    this.#inCell = false
    if (this.#hasFormula && this.#stored === '' && !(this.#type === 'str' && this.#hasStored)) this.#rows.uncached()
    this.#rows.cell(this.#column, this.#shown())
  }

  #shown(): ShownCell {
    const stored = this.#stored
    const code = this.#workbook.formatCodes[this.#style] ?? 'General'
    switch (this.#type) {
      case 's': {
        if (stored === '') return nothing
        const text = this.#workbook.sharedStrings[Number(stored)]
        if (text === undefined) throw this.#rows.damaged()
        return { text: this.#formats.text(text, code), value: null }
      }
      case 'inlineStr':
        return { text: this.#formats.text(this.#inline.take(), code), value: null }
      case 'str':
        return { text: this.#formats.text(unescapeText(stored), code), value: null }
      case 'b':
        return stored === '' ? nothing : this.#formats.boolean(isTrue(stored))
      // #N/A and its kind: a formula without result is an empty cell, so that a fallback can take its place
      case 'e':
        return { text: '', value: { kind: 'error', code: stored } }
      case 'd':
        return this.#dated(stored, code)
      default:
        return stored === '' ? nothing : this.#formats.number(stored, code)
    }
  }

  /** A moment in ISO 8601, as strict files may store it. */
  #dated(stored: string, code: string): ShownCell {
    const moment = new Date(/[zZ]$|[+-]\d\d:\d\d$|^\d{4}-\d\d-\d\d$/.test(stored) ? stored : `${stored}Z`)
    if (Number.isNaN(moment.getTime())) return { text: stored, value: null }
    const isDay = !stored.includes('T') || /T00:00(?::00(?:\.0+)?)?(?:[zZ]|$)/.test(stored)
    return this.#formats.date(moment, code === 'General' ? this.#formats.builtIn(isDay ? 14 : 22) : code)
  }
}

function isHiddenColumn(attributes: string): boolean {
  return isTrue(attribute(attributes, 'hidden')) || Number(attribute(attributes, 'width') ?? 1) === 0
}

function isTrue(value: string | null): boolean {
  return value === '1' || value === 'true'
}
