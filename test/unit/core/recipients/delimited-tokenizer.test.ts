import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { DelimitedTokenizer, type TokenizerOptions } from '@core/recipients/delimited/delimited-tokenizer'
import { atMostLinear, growthOf } from '../../../helpers/growth'
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
    for (const row of taken.rows) rows.push(row)
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

  it('keeps quotes inside a cell as they stand', () => {
    expect(rowsOf(['Chez "Marie";5" long;"ab"cd\n'], { width: 3 }).rows[0]?.values).toEqual([
      'Chez "Marie"',
      '5" long',
      '"ab"cd',
    ])
  })

  it.each<[string, string, string[]]>([
    ['a quote never closed', '"Chez Awa;677123410', ['Chez Awa', '677123410']],
    ['a quote that only closes', 'Chez Awa";677123410', ['Chez Awa"', '677123410']],
    ['spaces around quotes', ' "Akwa; rue 12" ; "5000"', ['Akwa; rue 12', '5000']],
    ['quotes behind backslashes', '"Boutique \\"Chez Awa\\"; Akwa";"1"', ['Boutique "Chez Awa"; Akwa', '1']],
    ['quotes inside quotes', '"Boutique "Chez Awa" Akwa; Bali";1', ['Boutique "Chez Awa" Akwa; Bali', '1']],
    ['text after a closing quote', '"Awa" Diallo;"1"', ['"Awa" Diallo', '1']],
  ])('reads a line with %s by itself', (_name, line, values) => {
    const { rows } = rowsOf([`Nom;Solde\n${line}\nBintou;677123411\n"Chérif";677123412\n`], { width: 2 })
    expect(rows).toEqual([
      { line: 1, values: ['Nom', 'Solde'] },
      { line: 2, values },
      { line: 3, values: ['Bintou', '677123411'] },
      { line: 4, values: ['Chérif', '677123412'] },
    ])
  })

  it('says of a line that can be read in several ways that its quotes are broken', () => {
    const { rows } = rowsOf(['a;b\n"x;y;"z;1\nc;d\n'], { width: 2 })
    expect(rows.map(({ fault }) => fault)).toEqual([undefined, 'broken_quotes', undefined])
  })

  it('never puts a number of another row into a cell', () => {
    const line = fc.tuple(
      fc.constantFrom('Awa', '"Awa', 'Awa"', '"Awa"', 'A"wa', '"A"wa', ' "Awa', '\\"Awa', '"Awa\\"', '""Awa'),
      fc.nat({ max: 999 }),
    )
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
        const numbers = lines.map(([, digits], index) => `6771${String(index).padStart(2, '0')}${digits + 100}`)
        const text = lines.map(([name], index) => `${name};${numbers[index] ?? ''}`).join('\n')
        const { rows } = rowsOf([`Nom;Tel\n${text}\n`], { width: 2 })
        for (const { line: at, values } of rows.slice(1)) {
          numbers.forEach((number, index) => {
            if (index + 2 !== at) expect(values.join(';')).not.toContain(number)
          })
        }
        expect(rows).toHaveLength(lines.length + 1)
      }),
      { numRuns: 500 },
    )
  })

  it.each<[string, string]>([
    ['quotes opened on every line', '"a\n'],
    ['cells that close on the next line', 'b";"c\n'],
    ['backslashes', '"\\"a\n'],
    ['spaces', '; "a\n'],
    ['quotes alone', '"\n'],
    ['escaped quotes', '""a"\n'],
  ])('takes time in proportion to its length (%s)', async (_name, line) => {
    expect(await growthOf((lines) => rowsOf([line.repeat(lines)], { width: 2 }), 20_000)).toBeLessThan(atMostLinear)
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
