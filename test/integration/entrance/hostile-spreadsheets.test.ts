/** Small files of strangers that once filled memory or disk, or held the program for minutes: refused, or read in linear work. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSource } from '@core/recipients/open-source'
import { AppError } from '@shared/errors'
import { atMostLinear, growthOf } from '../../helpers/growth'
import { makeZip, workbookParts, type ZipPart } from '../../helpers/make-workbook'

let folder: string
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'griot-hostile-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const base = workbookParts([
  {
    name: 'Feuil1',
    rows: [
      ['Nom', 'Tél'],
      ['Awa', '677123410'],
    ],
  },
])
const withPart = (name: string, content: string): ZipPart[] =>
  base.map((part) => (part.name === name ? { ...part, content } : part))
const sheet = (rows: string): ZipPart[] =>
  withPart('xl/worksheets/sheet1.xml', `<worksheet><sheetData>${rows}</sheetData></worksheet>`)
const strings = (parts: readonly ZipPart[], text: string): ZipPart[] =>
  parts.map((part) =>
    part.name === 'xl/sharedStrings.xml' ? { ...part, content: `<sst><si><t>${text}</t></si></sst>` } : part,
  )
const formatted = (formats: string, cells: string, xfs: string): ZipPart[] =>
  sheet(cells).map((part) =>
    part.name === 'xl/styles.xml'
      ? { ...part, content: `<styleSheet><numFmts>${formats}</numFmts><cellXfs>${xfs}</cellXfs></styleSheet>` }
      : part,
  )

async function read(parts: readonly ZipPart[]): Promise<{ rows: number; cells: number } | string> {
  const path = join(folder, `${count++}.xlsx`)
  await writeFile(path, makeZip(parts))
  let rows = 0
  let cells = 0
  try {
    const source = await openSource({ kind: 'file', path }, { hasHeader: false })
    for await (const batch of source.rows()) {
      rows += batch.rows.length
      for (const row of batch.rows) cells += row.values.length
    }
    return { rows, cells }
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

const cellsOf = (columns: number): string => '<c t="s"><v>0</v></c>'.repeat(columns)
const rowsOf = (rows: number, columns: number): string =>
  Array.from({ length: rows }, (_, row) => `<row r="${row + 1}">${cellsOf(columns)}</row>`).join('')

describe('a hostile spreadsheet', () => {
  it('with one long shared text used again and again is refused before it fills anything', async () => {
    expect(await read(strings(sheet(rowsOf(10, 199)), 'x'.repeat(200_000)))).toBe('file_line_too_long')
    expect(await read(strings(sheet(rowsOf(2_000, 30)), 'x'.repeat(32_000)))).toBe('file_too_large')
    expect(await read(strings(sheet(rowsOf(2, 40)), 'x'.repeat(32_000)))).toBe('file_line_too_long')
  })

  it('but a sentence shared by a hundred thousand people is read', async () => {
    const parts = strings(sheet(rowsOf(100_000, 1)), 'Bonjour, la réunion est reportée à lundi 5 janvier à 8 h.')
    expect(await read(parts)).toEqual({ rows: 100_000, cells: 100_000 })
  })

  it('with one cell in the last column of every row is refused, with a few such rows it is read', async () => {
    const wide = (rows: number): string =>
      Array.from({ length: rows }, (_, row) => `<row r="${row + 1}"><c r="XFD${row + 1}"><v>1</v></c></row>`).join('')
    expect(await read(sheet(wide(20_000)))).toBe('file_too_large')
    expect(await read(sheet(wide(3)))).toEqual({ rows: 3, cells: 3 * 16_384 })
  })

  it('with a format code of 1,000,000 brackets shows the plain number', async () => {
    const code = '['.repeat(1_000_000)
    const parts = formatted(
      `<numFmt numFmtId="164" formatCode="${code}"/>`,
      '<row r="1"><c s="0"><v>677123410</v></c></row>',
      '<xf numFmtId="164"/>',
    )
    expect(await read(parts)).toEqual({ rows: 1, cells: 1 })
  })

  it('with tens of thousands of styles reads each format once', async () => {
    const make = (styles: number): ZipPart[] =>
      formatted(
        `<numFmt numFmtId="164" formatCode="${'#,##0\\ '.repeat(30)}"/>`,
        Array.from({ length: styles }, (_, row) => `<row r="${row + 1}"><c s="${row}"><v>1</v></c></row>`).join(''),
        '<xf numFmtId="164"/>'.repeat(styles),
      )
    expect(await growthOf((styles) => read(make(styles)), 4_000)).toBeLessThan(atMostLinear)
  })

  it('with ten thousand equal headings, or one of a hundred thousand quotes, costs twice as much for twice as many', async () => {
    const headings = (columns: number): ZipPart[] => strings(sheet(rowsOf(2, columns)), 'Nom')
    expect(await read(headings(10_000))).toEqual({ rows: 2, cells: 20_000 })
    const growth = await growthOf(async (columns) => {
      const path = join(folder, `${count++}.xlsx`)
      await writeFile(path, makeZip(headings(columns)))
      return openSource({ kind: 'file', path }, { hasHeader: true })
    }, 2_000)
    expect(growth).toBeLessThan(atMostLinear)
    const quotes = sheet(
      `<row r="1"><c t="inlineStr"><is><t>${'“'.repeat(32_000)}</t></is></c></row><row r="2"><c><v>677123410</v></c></row>`,
    )
    expect(await read(quotes)).toEqual({ rows: 2, cells: 2 })
  })
})
