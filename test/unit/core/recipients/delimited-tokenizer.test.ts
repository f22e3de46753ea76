import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { DelimitedTokenizer, type TokenizerOptions } from '@core/recipients/delimited/delimited-tokenizer'
import type { SourceRow } from '@core/recipients/row'
import { AppError } from '@shared/errors'

function rowsOf(
  chunks: readonly string[],
  options: Partial<TokenizerOptions> = {},
): { rows: SourceRow[]; blank: number } {
  const tokenizer = new DelimitedTokenizer({ delimiter: ';', file: 'liste.csv', ...options })
  const rows: SourceRow[] = []
  let blank = 0
  const collect = (): void => {
    const taken = tokenizer.take()
    rows.push(...taken.rows)
    blank += taken.blank
  }
  for (const chunk of chunks) {
    tokenizer.push(chunk)
    collect()
  }
  tokenizer.end()
  collect()
  return { rows, blank }
}

function failure(action: () => unknown): AppError {
  try {
    action()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

const quoteCell = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
const isBlankRow = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '')

const cell = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('"', ';', ',', '\t', '|', '\n', '\r', ' ', 'a', 'é', '0') }),
  )
  .filter((text) => !text.includes('\0'))
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { maxLength: 12 })
const delimiter = fc.constantFrom(';', ',', '\t', '|')
const lineBreak = fc.constantFrom('\n', '\r\n', '\r')

describe('a delimited text', () => {
  it('gives back every cell of any table, in any dialect, wherever the chunks are cut', () => {
    fc.assert(
      fc.property(
        table,
        delimiter,
        lineBreak,
        fc.array(fc.nat({ max: 200 }), { maxLength: 8 }),
        (rows, separator, end, cuts) => {
          const text = rows.map((row) => row.map(quoteCell).join(separator) + end).join('')
          const edges = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length]
          const chunks = edges.slice(1).map((edge, index) => text.slice(edges[index], edge))
          const read = rowsOf(chunks, { delimiter: separator })
          expect(read.rows.map((row) => row.values)).toEqual(rows.filter((row) => !isBlankRow(row)))
          expect(read.rows.length + read.blank).toBe(rows.length)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('does not depend on where chunks are cut, quotes in odd places included', () => {
    const messy = fc.string({ unit: fc.constantFrom('"', ';', '\n', '\r', 'a', ' ', 'é'), maxLength: 60 })
    fc.assert(
      fc.property(messy, (text) => {
        const outcome = (chunks: readonly string[]): unknown => {
          try {
            return rowsOf(chunks)
          } catch (error) {
            return error instanceof AppError ? error.toWire() : error
          }
        }
        expect(outcome(text.split(/(?:)/))).toEqual(outcome([text]))
      }),
      { numRuns: 500 },
    )
  })

  it('reads well-formed text as papaparse does', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '1', ';', '\n', 'é'), minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(plain, (text) => {
        const oracle = Papa.parse<string[]>(text, { delimiter: ';', newline: '\n', skipEmptyLines: 'greedy' }).data
        expect(rowsOf([text]).rows.map((row) => row.values)).toEqual(oracle)
      }),
    )
  })

  it('numbers rows by their physical line, quoted line breaks and blank lines counted', () => {
    const text = 'Nom;Ville\n"Marie\nClaire";Douala\n\n"a\r\nb\rc";x\r\nJean;Kribi'
    expect(rowsOf([text])).toEqual({
      rows: [
        { line: 1, values: ['Nom', 'Ville'] },
        { line: 2, values: ['Marie\nClaire', 'Douala'] },
        { line: 5, values: ['a\r\nb\rc', 'x'] },
        { line: 8, values: ['Jean', 'Kribi'] },
      ],
      blank: 1,
    })
  })

  it('takes lines of separators only as blank', () => {
    expect(rowsOf(['a;b\n;;\n ; \n\n'])).toEqual({ rows: [{ line: 1, values: ['a', 'b'] }], blank: 3 })
  })

  it('keeps quotes inside a cell, and what follows a closing quote, as Excel does', () => {
    expect(rowsOf(['Chez "Marie";5" long;"ab"cd\n']).rows[0]?.values).toEqual(['Chez "Marie"', '5" long', 'abcd'])
  })

  it('says on which line a quote was opened that is never closed', () => {
    const error = failure(() => rowsOf(['Nom;Ville\nJean;Kribi\nMarie;"Douala\nPaul;Buea\n']))
    expect(error.code).toBe('file_quote_open')
    expect(error.params).toEqual({ file: 'liste.csv', line: 3 })
  })

  it('gives up on an open quote after the longest row, not at the end of the file', () => {
    const lines = function* (): Generator<string> {
      yield 'Nom;Ville\n"Marie;Douala\n'
      for (let index = 0; index < 100_000; index++) yield 'Paul;Buea;0123456789\n'
    }
    const tokenizer = new DelimitedTokenizer({ delimiter: ';', file: 'x.csv', longestRow: 2000 })
    let pushed = 0
    const error = failure(() => {
      for (const line of lines()) {
        tokenizer.push(line)
        pushed++
      }
    })
    expect(error.toWire()).toMatchObject({ code: 'file_quote_open', params: { line: 2 } })
    expect(pushed).toBeLessThan(200)
  })

  it('refuses a line that is too long, with its line', () => {
    const error = failure(() => rowsOf(['a;b\n', 'x'.repeat(600), 'y'.repeat(600)], { longestRow: 1000 }))
    expect(error.toWire()).toMatchObject({ code: 'file_line_too_long', params: { line: 2 } })
  })

  it('refuses a NUL character, with its line', () => {
    const error = failure(() => rowsOf(['a;b\nc;d\ne', ';f\0']))
    expect(error.toWire()).toMatchObject({ code: 'file_binary', params: { line: 3 } })
  })
})
