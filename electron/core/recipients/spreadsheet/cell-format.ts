/**
 * What Excel shows for a number in a cell, and what the number is: number formats (ECMA-376 Part 1 §18.8.30) by the library
 * numfmt, in the language of the user. Every space is a plain one, and «août» is «aout», so that no text turns UCS-2 by it.
 */
import { format, getFormatDateInfo, getFormatFromId, getFormatInfo } from 'numfmt'
import type { CellValue } from '@shared/domain/cell-value'
import type { Language } from '@shared/language'
import { canonicalNumber, isoMoment, secondsPerDay, serialOf, toSerial1900 } from './cell-number'

export interface ShownCell {
  readonly text: string
  readonly value: CellValue | null
}

interface CellFormat {
  readonly code: string
  readonly kind: 'plain' | 'number' | 'exponent' | 'date' | 'time' | 'elapsed'
  readonly style: 'percent' | 'currency' | null
  /** The section for text says more than the text itself. */
  readonly changesText: boolean
}

/** Excel's own limit; a longer code is none. */
const longestCode = 255
/** Far more than any file that people make; each costs up to a few milliseconds. */
const mostFormats = 4_096
/** Cells that are remembered as they are shown: days and amounts come again and again. */
const mostRemembered = 2_000
const locales: Readonly<Record<Language, string>> = { fr: 'fr', en: 'en-GB' }
const booleanWords: Readonly<Record<Language, readonly [string, string]>> = {
  fr: ['VRAI', 'FAUX'],
  en: ['TRUE', 'FALSE'],
}
/** The short date as an English Excel spells it in the file: shown in the order of the user's own country. */
const shortDates: Readonly<Record<string, number>> = {
  'm/d/yy': 14,
  'm/d/yyyy': 14,
  'mm-dd-yy': 14,
  'm/d/yy h:mm': 22,
  'm/d/yyyy h:mm': 22,
}
const plain: CellFormat = { code: 'General', kind: 'plain', style: null, changesText: false }
const lastSerial = 2_958_466

export class CellFormats {
  readonly #locale: string
  readonly #language: Language
  readonly #uses1904: boolean
  readonly #known = new Map<string, CellFormat>()
  readonly #shownBefore = new Map<string, ShownCell>()

  constructor(language: Language, uses1904 = false) {
    this.#language = language
    this.#locale = locales[language]
    this.#uses1904 = uses1904
  }

  /** The code of a built-in format. */
  builtIn(id: number): string {
    return getFormatFromId(id, this.#locale)
  }

  /** @param stored as in the file: digits with a decimal point, perhaps an exponent. What is no number is shown as it stands */
  number(stored: string, code: string): ShownCell {
    const cellFormat = this.#format(code)
    if (cellFormat.kind === 'plain') return this.#number(stored, cellFormat)
    const key = `${stored} ${code}`
    let cell = this.#shownBefore.get(key)
    if (cell === undefined) {
      cell = this.#number(stored, cellFormat)
      if (this.#shownBefore.size < mostRemembered && key.length < longestCode) this.#shownBefore.set(key, cell)
    }
    return cell
  }

  #number(stored: string, cellFormat: CellFormat): ShownCell {
    const number = canonicalNumber(stored)
    if (number === null) return { text: stored, value: null }
    const { kind, style } = cellFormat
    if (kind === 'plain') return { text: this.#plain(number), value: { kind: 'number', value: number } }
    // an exponent hides digits of what may be a phone number
    if (kind === 'exponent' && /^\d{8,15}$/.test(number)) {
      return { text: number, value: { kind: 'number', value: number } }
    }
    if (kind === 'number' || kind === 'exponent') {
      const text = this.#show(cellFormat.code, Number(number)) ?? this.#plain(number)
      return { text, value: { kind: 'number', value: number, ...(style === null ? {} : { style }) } }
    }
    return this.#moment(toSerial1900(Number(number), this.#uses1904 && kind !== 'elapsed'), cellFormat)
  }

  /** A moment that the file spells out. */
  date(moment: Date, code: string): ShownCell {
    return this.#moment(serialOf(moment), this.#format(code))
  }

  boolean(isTrue: boolean): ShownCell {
    return { text: booleanWords[this.#language][isTrue ? 0 : 1], value: { kind: 'boolean', value: isTrue } }
  }

  /** Text with what its format puts around it. */
  text(text: string, code: string): string {
    const cellFormat = this.#format(code)
    if (!cellFormat.changesText) return text
    const shown = format(cellFormat.code, text, { locale: this.#locale, throws: false })
    // padding alone is not worth touching the text
    return shown.trim() === text.trim() ? text : shown.trim()
  }

  /** @param serial in the calendar that starts in 1900 */
  #moment(serial: number, { code, kind }: CellFormat): ShownCell {
    // Excel shows ##### there
    if (kind !== 'elapsed' && (serial < 0 || serial >= lastSerial)) {
      return { text: '', value: { kind: 'error', code: '#####' } }
    }
    const text = this.#show(code, serial) ?? ''
    if (kind === 'elapsed' || serial < 1) {
      return { text, value: { kind: 'duration', seconds: Math.round(serial * secondsPerDay) } }
    }
    return { text, value: { kind: 'date', iso: isoMoment(serial) } }
  }

  /** Null where the library knows no such code. */
  #show(code: string, number: number): string | null {
    try {
      const shown = format(code, number, { locale: this.#locale })
      return shown
        .replace(/[\s\u00a0\u2009\u202f]+/g, ' ')
        .replace(/(a)o\u00fbt/gi, '$1out')
        .trim()
    } catch {
      return null
    }
  }

  /** Plain digits, never an exponent: at most the eleven characters of Excel's General where there are decimals. */
  #plain(number: string): string {
    if (!number.includes('.')) return number
    const shown = this.#show('General', Number(number)) ?? number
    return /e/i.test(shown) ? number.replace('.', this.#language === 'fr' ? ',' : '.') : shown
  }

  #format(code: string): CellFormat {
    let known = this.#known.get(code)
    if (known === undefined) {
      known = this.#known.size >= mostFormats ? plain : this.#read(code)
      this.#known.set(code, known)
    }
    return known
  }

  #read(written: string): CellFormat {
    if (written === '' || written.length > longestCode || /^(?:general|standard)$/i.test(written)) return plain
    const builtIn = shortDates[written.toLowerCase().replace(/;@$/, '')]
    const code = builtIn === undefined ? written : this.builtIn(builtIn)
    try {
      const info = getFormatInfo(code)
      const style = info.isPercent ? 'percent' : isCurrency(code) ? 'currency' : null
      const kind = kindOf(code, info.type)
      const isDate = kind === 'date' || kind === 'time' || kind === 'elapsed'
      return { code: isDate ? code : withoutLocale(code), kind, style, changesText: changesText(code) }
    } catch {
      return plain
    }
  }
}

/** Excel takes signs and groups from the user's language, whatever that of the currency (`[$$-409]`) is; only dates follow it. */
function withoutLocale(code: string): string {
  return code.replace(/\[\$([^\]-]*)-[0-9A-Fa-f]+\]/g, (_, symbol: string) => (symbol === '' ? '' : `[$${symbol}]`))
}

function kindOf(code: string, type: string): CellFormat['kind'] {
  if (/^(?:general|@)(?:;@)?$/i.test(code)) return 'plain'
  if (type === 'scientific') return 'exponent'
  if (type !== 'date' && type !== 'time' && type !== 'datetime') return 'number'
  if (/\[(?:h+|m+|s+)\]/i.test(code)) return 'elapsed'
  const { year, month, day } = getFormatDateInfo(code)
  return year || day || (month && type !== 'time') ? 'date' : 'time'
}

/** A sign or word of a currency beside the digits. */
function isCurrency(code: string): boolean {
  return /\[\$[^\]-]|[€$£](?!-)|\b(?:F ?CFA|CFA|XAF|XOF|GNF|CDF|EUR|USD|francs?)\b|["\\ ]F\.?(?:["\\ ;]|$)/i.test(code)
}

function changesText(code: string): boolean {
  if (!code.includes('@')) return code.split(';').length > 3
  return code !== '@' && code !== 'General;@'
}
