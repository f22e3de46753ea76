/** Turns a sheet's XML (ECMA-376 Part 1 §18.3), as it streams by, into rows of text. */
import { AppError } from '@shared/errors'
import type { SourceRow } from '../row'
import { dateText, isoDateText, numberText, plainNumber } from './cell-text'
import { RichText, unescapeText, type Workbook } from './workbook'
import { attribute, XmlScanner, type XmlHandler } from './container/xml-scanner'

/** Excel's own limits (ECMA-376 leaves them open): more is a damaged or hostile file. */
const mostRows = 1_048_576
const mostColumns = 16_384

export type BooleanWords = readonly [yes: string, no: string]

export class SheetRows implements XmlHandler {
  readonly #workbook: Workbook
  readonly #file: string
  readonly #booleans: BooleanWords
  readonly #scanner: XmlScanner
  #rows: SourceRow[] = []
  #blank = 0
  #inData = false
  #line = 0
  #values: string[] = []
  #column = 0
  #type = 'n'
  #style = -1
  #stored = ''
  #inStored = false
  #inCell = false
  readonly #inline = new RichText()

  constructor(workbook: Workbook, file: string, booleans: BooleanWords) {
    this.#workbook = workbook
    this.#file = file
    this.#booleans = booleans
    this.#scanner = new XmlScanner(this, file)
  }

  write(xml: string): void {
    this.#scanner.write(xml)
  }

  end(): void {
    this.#scanner.end()
  }

  /** Rows completed since the last call, and how many of the sheet's rows held nothing. */
  take(): { rows: SourceRow[]; blank: number } {
    const taken = { rows: this.#rows, blank: this.#blank }
    this.#rows = []
    this.#blank = 0
    return taken
  }

  open(name: string, attributes: string): void {
    if (!this.#inData) {
      if (name === 'sheetData') this.#inData = true
    } else if (name === 'c') this.#openCell(attributes)
    else if (name === 'v' && this.#inCell) {
      this.#inStored = true
      this.#stored = ''
    } else if (name === 'row') this.#openRow(attributes)
    else if (this.#inCell) this.#inline.open(name)
  }

  close(name: string): void {
    if (!this.#inData) return
    if (name === 'c') this.#closeCell()
    else if (name === 'v') this.#inStored = false
    else if (name === 'row') this.#closeRow()
    else if (name === 'sheetData') this.#inData = false
    else if (this.#inCell) this.#inline.close(name)
  }

  text(text: string): void {
    if (this.#inStored) this.#stored += text
    else if (this.#inCell) this.#inline.text(text)
  }

  #openRow(attributes: string): void {
    const stated = attribute(attributes, 'r')
    const line = stated === null ? this.#line + 1 : Number(stated)
    if (!Number.isInteger(line) || line <= this.#line || line > mostRows) throw this.#damaged()
    this.#line = line
    this.#values = []
    this.#column = 0
  }

  #openCell(attributes: string): void {
    const reference = attribute(attributes, 'r')
    const column = reference === null ? this.#column + 1 : columnNumber(reference)
    if (column <= this.#column || column > mostColumns) throw this.#damaged()
    this.#column = column
    this.#type = attribute(attributes, 't') ?? 'n'
    this.#style = Number(attribute(attributes, 's') ?? -1)
    this.#stored = ''
    this.#inCell = true
    this.#inline.start()
  }

  #closeCell(): void {
    this.#inCell = false
    const text = this.#cellText()
    if (text === '') return
    while (this.#values.length < this.#column - 1) this.#values.push('')
    this.#values.push(text)
  }

  #closeRow(): void {
    if (this.#values.every((value) => value.trim() === '')) this.#blank++
    else this.#rows.push({ line: this.#line, values: this.#values })
    this.#values = []
  }

  #cellText(): string {
    const stored = this.#stored
    switch (this.#type) {
      case 's': {
        if (stored === '') return ''
        const text = this.#workbook.sharedStrings[Number(stored)]
        if (text === undefined) throw this.#damaged()
        return text
      }
      case 'inlineStr':
        return this.#inline.take()
      case 'str':
        return unescapeText(stored)
      case 'b':
        return stored === '' ? '' : stored === '1' || stored === 'true' ? this.#booleans[0] : this.#booleans[1]
      // #N/A and its kind: a formula without result is an empty cell, so that a fallback can take its place
      case 'e':
        return ''
      case 'd': {
        const moment = new Date(/[zZ]$|[+-]\d\d:\d\d$/.test(stored) ? stored : `${stored}Z`)
        return Number.isNaN(moment.getTime()) ? stored : isoDateText(moment, 'date')
      }
      default: {
        const style = this.#workbook.styles[this.#style] ?? plainNumber
        const text =
          style.kind === 'number'
            ? numberText(stored, style)
            : (dateText(stored, style.kind, this.#workbook.uses1904) ?? numberText(stored, plainNumber))
        return text ?? stored
      }
    }
  }

  #damaged(): AppError {
    return new AppError('file_excel_damaged', { file: this.#file, line: this.#line })
  }
}

/** `C12` → 3; 0 where there are no letters. */
function columnNumber(reference: string): number {
  let column = 0
  for (let index = 0; index < reference.length; index++) {
    const code = reference.charCodeAt(index) & 0xdf
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column
}
