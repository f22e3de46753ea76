/**
 * Cuts a vCard file (versions 2.1, RFC 2426, RFC 6350) into its properties: folded lines joined, quoted-printable decoded.
 */
import { createTextDecoding, type TextEncoding } from '../encoding/text-encoding'

export interface VcardProperty {
  /** Upper case, without its group. */
  readonly name: string
  /** `item1` of `item1.TEL`; Apple names the label of a number by it. */
  readonly group: string
  /** Upper case: `TYPE=CELL,PREF`, or `CELL` as in version 2.1. */
  readonly parameters: readonly string[]
  /** Structured values still hold their `;` and escapes. */
  readonly value: string
  /** Line on which it starts. */
  readonly line: number
}

/** @param line from 1, complete: joined where it was folded */
export function parseProperty(written: string, line: number, encoding: TextEncoding): VcardProperty | null {
  const colon = valueStart(written)
  if (colon === -1) return null
  const [head = '', ...parameters] = written.slice(0, colon).split(';')
  const dot = head.lastIndexOf('.')
  const known = parameters.map((parameter) => parameter.trim().toUpperCase())
  const raw = written.slice(colon + 1)
  return {
    name: head
      .slice(dot + 1)
      .trim()
      .toUpperCase(),
    group: head.slice(0, Math.max(0, dot)).trim().toUpperCase(),
    parameters: known,
    value: isQuotedPrintable(known) ? decodeQuotedPrintable(raw, charsetOf(known) ?? encoding) : raw,
    line,
  }
}

/** The colon before the value; one inside a quoted parameter is none. */
function valueStart(written: string): number {
  let isQuoted = false
  for (let index = 0; index < written.length; index++) {
    const char = written.charAt(index)
    if (char === '"') isQuoted = !isQuoted
    else if (char === ':' && !isQuoted) return index
  }
  return -1
}

export function isQuotedPrintable(parameters: readonly string[]): boolean {
  return parameters.some((parameter) => parameter === 'QUOTED-PRINTABLE' || parameter === 'ENCODING=QUOTED-PRINTABLE')
}

const charsets: Readonly<Record<string, TextEncoding>> = {
  'UTF-8': 'utf-8',
  'ISO-8859-1': 'windows-1252',
  'WINDOWS-1252': 'windows-1252',
  'ISO-8859-15': 'windows-1252',
}

function charsetOf(parameters: readonly string[]): TextEncoding | null {
  const named = parameters.find((parameter) => parameter.startsWith('CHARSET='))?.slice('CHARSET='.length)
  return named === undefined ? null : (charsets[named] ?? null)
}

function decodeQuotedPrintable(text: string, encoding: TextEncoding): string {
  const pieces: Buffer[] = []
  let from = 0
  for (const { index, 1: hex = '' } of text.matchAll(/=([\da-f]{2})/gi)) {
    pieces.push(Buffer.from(text.slice(from, index)), Buffer.from(hex, 'hex'))
    from = index + 3
  }
  pieces.push(Buffer.from(text.slice(from)))
  const decoding = createTextDecoding(encoding)
  return decoding.write(Buffer.concat(pieces)) + decoding.end()
}

/** The parts of a structured value (`N`, `ORG`), escapes undone. */
export function valueParts(value: string): string[] {
  const parts: string[] = ['']
  for (const [piece] of value.matchAll(/\\[^]|[^]/g)) {
    if (piece === ';') parts.push('')
    else parts.push((parts.pop() ?? '') + piece)
  }
  return parts.map(plainValue)
}

/** A value of one part, escapes undone. */
export function plainValue(value: string): string {
  return value.replace(/\\([^])/g, (_, char: string) => (char === 'n' || char === 'N' ? '\n' : char)).trim()
}
