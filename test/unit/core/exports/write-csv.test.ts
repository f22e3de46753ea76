import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeCsv } from '@core/exports/write-csv'
import { openSource } from '@core/recipients/open-source'
import { AppError } from '@shared/errors'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'griot-csv-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a CSV export', () => {
  it('opens right in Excel in French: mark, semicolons, CRLF', async () => {
    const path = join(folder, 'a.csv')
    const written = await writeCsv(path, {
      columns: ['Nom', 'Téléphone'],
      rows: [
        ['Chloé; "Coco"', '+237677123456'],
        ['a\nb', ' x '],
      ],
    })
    expect(written).toBe(2)
    expect(await readFile(path, 'utf8')).toBe(
      '\uFEFFNom;Téléphone\r\n"Chloé; ""Coco""";+237677123456\r\n"a\nb";" x "\r\n',
    )
  })

  it('runs no formula and damages no phone number or amount', async () => {
    const path = join(folder, 'b.csv')
    await writeCsv(path, {
      columns: ['x'],
      bom: false,
      rows: [['=1+1'], ['@SUM(A1)'], ['+237 6 77 12 34 56'], ['-1 500,50']],
    })
    expect((await readFile(path, 'utf8')).split('\r\n')).toEqual([
      'x',
      "'=1+1",
      "'@SUM(A1)",
      '+237 6 77 12 34 56',
      '-1 500,50',
      '',
    ])
  })

  it('reads back as it was', async () => {
    const path = join(folder, 'c.csv')
    const cell = fc.string({
      unit: fc.constantFrom('"', ';', ',', '\n', '\r', ' ', 'a', 'é', '’', '😀'),
      minLength: 1,
      maxLength: 8,
    })
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom(';' as const, ',' as const, '\t' as const), async (rows, delimiter) => {
        // a line end at the start of a cell is taken for the start of a formula
        const safe = rows.filter(
          (row) => row.every((value) => !/^[\r\n]/.test(value)) && row.some((value) => value.trim() !== ''),
        )
        fc.pre(safe.length > 0)
        await writeCsv(path, { columns: ['Nom', 'Tél'], rows: safe, delimiter })
        const source = await openSource({ kind: 'file', path }, { delimiter, hasHeader: true })
        const read: (readonly string[])[] = []
        for await (const batch of source.rows()) read.push(...batch.rows.map((row) => row.values))
        expect(read).toEqual(safe)
      }),
      { numRuns: 60 },
    )
  })

  it('that fails half-way leaves the file of before and nothing else', async () => {
    const home = await mkdtemp(join(folder, 'half-'))
    const path = join(home, 'd.csv')
    await writeFile(path, 'before')
    const rows = function* (): Generator<readonly string[]> {
      for (let index = 0; index < 20_000; index++) yield [`ligne ${index}`]
      throw new AppError('cancelled')
    }
    await expect(writeCsv(path, { columns: ['x'], rows: rows() })).rejects.toMatchObject({ code: 'cancelled' })
    expect(await readFile(path, 'utf8')).toBe('before')
    expect(await readdir(home)).toEqual(['d.csv'])
  })

  it('says in words why it cannot be written', async () => {
    const table = { columns: ['x'], rows: [] }
    await mkdir(join(folder, 'dossier'))
    await writeFile(join(folder, 'e.csv'), 'x')
    await expect(writeCsv(join(folder, 'dossier'), table)).rejects.toMatchObject({ code: 'file_is_folder' })
    await expect(writeCsv(join(folder, 'e.csv'), { ...table, overwrite: false })).rejects.toMatchObject({
      code: 'file_exists',
    })
    await expect(writeCsv(join(folder, 'absent', 'f.csv'), table)).rejects.toMatchObject({
      code: 'file_write_failed',
      params: { file: 'f.csv' },
    })
  })
})
