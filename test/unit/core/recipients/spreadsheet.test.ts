import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { readSheet as oracleReadSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SourceRow } from '@core/recipients/row'
import { openSource, type RecipientSource, type SourceOptions } from '@core/recipients/open-source'
import { AppError } from '@shared/errors'
import { makeWorkbook, makeZip, workbookParts, type SheetContent, type ZipPart } from '../../../helpers/make-workbook'

let folder: string
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'griot-xlsx-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const newPath = (): string => join(folder, `classeur-${count++}.xlsx`)

async function openSheets(sheets: readonly SheetContent[], options?: SourceOptions): Promise<RecipientSource> {
  const path = newPath()
  await makeWorkbook(path, sheets)
  return openSource({ kind: 'file', path }, options)
}

async function openParts(parts: readonly ZipPart[]): Promise<RecipientSource> {
  const path = newPath()
  await writeFile(path, makeZip(parts))
  return openSource({ kind: 'file', path })
}

async function allRows(source: RecipientSource): Promise<SourceRow[]> {
  const rows: SourceRow[] = []
  for await (const batch of source.rows()) rows.push(...batch.rows)
  return rows
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  return error instanceof AppError ? error.toWire() : error
}

const number = (value: string | number, style = 0): string => `<c s="${style}"><v>${value}</v></c>`
const people: SheetContent = {
  name: 'Clients',
  rows: [
    ['Nom', 'Tél', 'Montant', 'Échéance', 'Payé'],
    ['Chloé & fils', number(237677123456), number('1500.5'), number(46387, 1), '<c t="b"><v>1</v></c>'],
    ['', '', '', '', ''],
    [
      'Zoé',
      number('2.37699112233E+11'),
      number('0.30000000000000004'),
      number('46387.354166666664', 2),
      '<c t="e"><v>#N/A</v></c>',
    ],
    [
      '<c t="inlineStr"><is><r><t>Œu</t></r><r><t>vre</t></r></is></c>',
      number(707070707, 3),
      '<c t="str"><f>1+1</f><v>deux</v></c>',
    ],
  ],
}

/** Replaces one part's content. */
const tamper = (name: string, change: (part: ZipPart) => ZipPart): ZipPart[] =>
  workbookParts([people]).map((part) => (part.name === name ? change(part) : part))
const withSheet = (content: string): ZipPart[] => tamper('xl/worksheets/sheet1.xml', (part) => ({ ...part, content }))

describe('an XLSX file', () => {
  it('gives its first sheet as text, with the sheet’s own row numbers', async () => {
    const source = await openSheets([people])
    expect(source).toMatchObject({
      kind: 'spreadsheet',
      encoding: null,
      delimiter: null,
      sheet: 'Clients',
      hasHeader: true,
    })
    expect(source.columns).toEqual(['Nom', 'Tél', 'Montant', 'Échéance', 'Payé'])
    expect((await allRows(source)).map(({ line, values }) => ({ line, values }))).toEqual([
      { line: 2, values: ['Chloé & fils', '237677123456', '1500,5', '31/12/2026', 'VRAI'] },
      { line: 4, values: ['Zoé', '237699112233', '0,3', '31/12/2026 08:30', ''] },
      { line: 5, values: ['Œuvre', '07 07 07 07 07', 'deux'] },
    ])
  })

  it('reads the sheet that is chosen, and the first visible one otherwise', async () => {
    const sheets = [
      { name: 'Listes', isHidden: true, rows: [['x']] },
      people,
      {
        name: 'Élèves',
        rows: [
          ['Nom', 'Tél'],
          ['Inès', '677000011'],
        ],
      },
    ]
    expect(await openSheets(sheets)).toMatchObject({ sheet: 'Clients', sheetNames: ['Listes', 'Clients', 'Élèves'] })
    expect((await openSheets(sheets, { sheet: 'élèves' })).sample[0]?.values).toEqual(['Inès', '677000011'])
    expect(await failure(openSheets(sheets, { sheet: 'Fournisseurs' }))).toMatchObject({ code: 'file_sheet_unknown' })
  })

  it('gives the text that read-excel-file gives', async () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .filter((text) => !/\p{Cc}|[\ufffe\uffff]|_x/u.test(text))
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        fc.pre(rows.flat().some((text) => text.trim() !== ''))
        const path = newPath()
        await makeWorkbook(path, [{ name: 'Feuil1', rows }])
        const read = await allRows(await openSource({ kind: 'file', path }, { hasHeader: false }))
        const oracle: unknown[][] = await oracleReadSheet(path)
        for (const { line, values } of read) {
          expect(values.map((value) => value.trim())).toEqual(
            oracle[line - 1]!.map((value) => (typeof value === 'string' ? value : '')).slice(0, values.length),
          )
        }
        const filled = oracle.filter((row) => row.some((value) => value !== null)).length
        expect(read.length).toBe(filled)
      }),
      { numRuns: 60 },
    )
  })

  it('with thousands of rows comes back whole', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index) => [`Nom ${index}`, number(677_000_000 + index)])
    const source = await openSheets([{ name: 'Feuil1', rows: [['Nom', 'Tél'], ...rows] }])
    const read = await allRows(source)
    expect(read.length).toBe(30_000)
    expect(read.at(-1)).toMatchObject({ line: 30_001, values: ['Nom 29999', '677029999'] })
  })
})

describe('a spreadsheet that cannot be used', () => {
  const xml = (inside: string): string => `<worksheet><sheetData>${inside}</sheetData></worksheet>`

  it.each([
    [
      'declares more than it may unpack to',
      tamper('xl/sharedStrings.xml', (part) => ({ ...part, declaredSize: 4_000_000_000 })),
      'file_too_large',
    ],
    ['is a bomb', withSheet(xml(' '.repeat(40_000_000))), 'file_too_large'],
    [
      'unpacks to more than it declares',
      tamper('xl/worksheets/sheet1.xml', (part) => ({ ...part, declaredSize: 100 })),
      'file_excel_damaged',
    ],
    [
      'has a wrong checksum',
      tamper('xl/sharedStrings.xml', (part) => ({ ...part, checksum: 1 })),
      'file_excel_damaged',
    ],
    [
      'has encrypted parts',
      tamper('xl/workbook.xml', (part) => ({ ...part, isEncrypted: true })),
      'file_excel_protected',
    ],
    [
      'has no workbook',
      workbookParts([people]).filter((part) => part.name !== 'xl/workbook.xml'),
      'file_excel_damaged',
    ],
    ['is another kind of ZIP file', [{ name: 'photo.txt', content: 'x' }], 'file_binary'],
    [
      'numbers rows without end',
      withSheet(xml('<row r="999999999"><c r="A999999999"><v>1</v></c></row>')),
      'file_excel_damaged',
    ],
    [
      'has a cell beyond the last column',
      withSheet(xml('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>')),
      'file_excel_damaged',
    ],
    ['has rows out of order', withSheet(xml('<row r="2"/><row r="1"/>')), 'file_excel_damaged'],
    [
      'points to a text that is not there',
      withSheet(xml('<row r="1"><c r="A1" t="s"><v>9999</v></c></row>')),
      'file_excel_damaged',
    ],
    ['defines entities', withSheet(`<!DOCTYPE x [<!ENTITY a "aaaa">]>${xml('')}`), 'file_excel_damaged'],
    [
      'ends in the middle',
      withSheet('<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'),
      'file_excel_damaged',
    ],
    ['holds nothing', withSheet(xml('')), 'file_empty'],
  ] as const)('(%s) is refused in words', async (_name, parts, code) => {
    expect(await failure(openParts(parts).then(allRows))).toMatchObject({ code })
  })

  it('(protected by a password) is told from an old Excel file', async () => {
    const container = Buffer.alloc(4096)
    Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(container)
    container.writeUInt16LE(9, 30)
    container.writeUInt32LE(1, 48)
    Buffer.from('EncryptedPackage', 'utf16le').copy(container, 1024 + 256)
    const path = newPath()
    await writeFile(path, container)
    expect(await failure(openSource({ kind: 'file', path }))).toMatchObject({ code: 'file_excel_protected' })
  })

  it('(with any byte flipped or cut) is read right or refused in words', async () => {
    const good = makeZip(workbookParts([people]))
    const path = newPath()
    await writeFile(path, good)
    const truth = await allRows(await openSource({ kind: 'file', path }))
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: good.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, mask, cut) => {
          const bytes = Buffer.from(good)
          bytes[at] = bytes[at]! ^ mask
          const damagedPath = newPath()
          await writeFile(damagedPath, cut ? good.subarray(0, at) : bytes)
          let rows: SourceRow[]
          try {
            rows = await allRows(await openSource({ kind: 'file', path: damagedPath }, { hasHeader: true }))
          } catch (error) {
            expect(error).toBeInstanceOf(AppError)
            return
          }
          // fewer than four bytes are no longer a ZIP file but a word
          if (cut && at < 4) return
          expect(cut).toBe(false)
          expect(rows).toEqual(truth)
        },
      ),
      { numRuns: 400 },
    )
  })
})
