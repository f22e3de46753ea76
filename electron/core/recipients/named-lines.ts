/**
 * Lines that people write and copy: a name and a number on each («Awa : 677123410», «1. Awa 677 12 34 10»), messages copied out
 * of WhatsApp («[12/03 08:15] Maman: 677123410»). Each line becomes two cells as they stand; a line without a number is kept
 * whole in the column of numbers, to be corrected.
 */
import type { Language } from '@shared/language'
import { isHeadingText } from './columns/detect-header'
import type { RowBatch, SourceRow } from './row'
import type { SourceTable } from './source-table'

const headings: Readonly<Record<Language, readonly [name: string, number: string]>> = {
  fr: ['Nom', 'Numéro'],
  en: ['Name', 'Number'],
}

/** A line of a person is short. */
const longestLine = 300
const judgedLines = 200
const fewestDigits = 8
/** What may stand inside a number, or between two. */
const inNumber = /[\d\s().+/&-]/
/** The time and the sender of a copied message: `[12/03 08:15] Maman: `, `12/03/2026, 08:15 - Maman: `. */
const message =
  /^(?:\[[^\]]{4,30}\]\s*|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s(?:à\s|at\s)?\d{1,2}[:hH]\d{2}(?::\d{2})?(?:\s?[apAP]\.?[mM]\.?)?\s-\s)([^:]{1,80}):\s*(.*)$/
const mark = /^(?:\(?\d{1,3}[.)](?=\s)|[-–•●▪◦‣·*✓✔✅☑➡>]\ufe0f?)\s*/
const linkAtEnd = /[\s:=>→–—-]+$/
const linkAtStart = /^[\s:=>→–—-]+/
/** Words that say what the number is, and not whose. */
const label =
  /^(?:t[ée]l[ée]phones?|t[ée]ls?|phones?|mobiles?|portables?|gsm|whats?app|contacts?|num[ée]ros?|n°|numbers?|cell(?:ulaires?|s)?)[\s.]*\d{0,2}$/i

type NamedLine = readonly [name: string, number: string]

/** @param isWhole the sample ends where the text ends */
export function holdsNamedLines(sample: string, isWhole: boolean): boolean {
  const lines = sample.split(/\r\n|\r|\n/)
  if (!isWhole) lines.pop()
  const judged = lines.filter((line) => line.trim() !== '').slice(0, judgedLines)
  if (judged.some((line) => /[\t;|]/.test(line))) return false
  const named = judged.filter((line) => /\p{L}/u.test(line) && readLine(line) !== null).length
  return named > 0 && named >= judged.length * 0.6
}

/** A table of one column, its lines cut into names and numbers. */
export function namedLines(table: SourceTable, language: Language): SourceTable {
  return {
    ...table,
    ownHeadings: headings[language],
    read: async function* (reading) {
      let isFirst = true
      for await (const { rows, blank } of table.read(reading)) {
        const [first] = rows
        const isHeading: boolean = isFirst && first !== undefined && isHeadingText(first.values.join(''))
        isFirst &&= rows.length === 0
        yield { rows: (isHeading ? rows.slice(1) : rows).map(cutRow), blank } satisfies RowBatch
      }
    },
  }
}

function cutRow(row: SourceRow): SourceRow {
  const line = row.values.join('')
  return { ...row, values: readLine(line) ?? ['', line.trim()] }
}

/** Null where the line holds no name with a number, or more numbers than one place. */
function readLine(written: string): NamedLine | null {
  if (written.length > longestLine) return null
  // marks that show nothing stand in front of messages of WhatsApp
  const line = written.replace(/^[\u200e\u200f\ufeff]+/, '').trim()
  const [, sender, text = ''] = message.exec(line) ?? []
  if (sender === undefined) return nameAndNumber(line)
  const own = nameAndNumber(text)
  if (own !== null && own[0] !== '') return own
  return /\d/.test(text) ? [sender.trim(), own?.[1] ?? text.trim()] : null
}

function nameAndNumber(line: string): NamedLine | null {
  const body = line.replace(mark, '')
  return numberAtEnd(body) ?? numberAtStart(body)
}

function numberAtEnd(line: string): NamedLine | null {
  let start = line.length
  while (start > 0 && inNumber.test(line.charAt(start - 1))) start--
  let number = line.slice(start)
  // «CM2 677123410»: digits that belong to a word
  if (/[\p{L}\p{N}_,]$/u.test(line.slice(0, start))) number = number.slice(number.search(/\s|$/))
  return named(line.slice(0, line.length - number.length).replace(linkAtEnd, ''), number.replace(linkAtStart, ''))
}

function numberAtStart(line: string): NamedLine | null {
  let end = 0
  while (end < line.length && inNumber.test(line.charAt(end))) end++
  const number = line.slice(0, end)
  if (!/[\s-]$/.test(number) && /^[^\s:=>→–—]/.test(line.slice(end))) return null
  return named(line.slice(end).replace(linkAtStart, ''), number.replace(linkAtEnd, ''))
}

function named(name: string, number: string): NamedLine | null {
  if (digitsOf(number) < fewestDigits || digitsOf(name) >= fewestDigits) return null
  if (name !== '' && !/\p{L}/u.test(name)) return null
  return [label.test(name) ? '' : name.trim(), number.trim()]
}

function digitsOf(text: string): number {
  return text.replace(/\D/g, '').length
}
