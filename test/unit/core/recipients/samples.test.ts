/**
 * The sample spreadsheets of the first tour. To write them anew after changing test/helpers/sample-clients.ts:
 * `UPDATE_SAMPLES=1 npx vitest run test/unit/core/recipients/samples.test.ts`
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { readSheet } from 'read-excel-file/node'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ClassifiedRow } from '@core/recipients/classify/classify-rows'
import { openSource } from '@core/recipients/open-source'
import { classifySource } from '../../../helpers/classify-source'
import { sampleColumns, sampleCsv, sampleRows, sampleWorkbook } from '../../../helpers/sample-clients'

const sample = (name: string): string =>
  fileURLToPath(new URL(`../../../../resources/samples/${name}`, import.meta.url))
const files = [sample('clients-exemple.csv'), sample('clients-exemple.xlsx')] as const

beforeAll(async () => {
  if (process.env.UPDATE_SAMPLES === undefined) return
  await writeFile(files[0], sampleCsv())
  await writeFile(files[1], sampleWorkbook())
})

describe('the sample spreadsheets', () => {
  it.each(files)(
    '%s: 25 customers, with two sisters, a second number, a damaged number and an old one',
    async (path) => {
      const source = await openSource({ kind: 'file', path })
      const rows: (readonly string[])[] = []
      for await (const batch of source.rows()) rows.push(...batch.rows.map((row) => row.values))
      expect(source.columns).toEqual(sampleColumns)
      const shown = path.endsWith('.xlsx')
        ? sampleRows.map((row) => row.map((cell) => cell.replace('#N/A', '')))
        : sampleRows
      expect(rows).toEqual(shown)
      const problems: ClassifiedRow[] = []
      const { mapping, counts } = await classifySource(source, { country: 'CM' }, (judged) => {
        problems.push(...judged.filter(({ status }) => status !== 'valid'))
      })
      expect(counts).toMatchObject({ rows: 25, valid: 21, invalid: 3, duplicate: 1, migratable: 1 })
      expect([mapping.phone, mapping.name, mapping.firstName].map((column) => source.columns[column ?? -1])).toEqual([
        'Téléphone',
        'Nom',
        'Prénom',
      ])
      expect(problems).toMatchObject([
        { line: 9, status: 'duplicate', duplicateOf: 3 },
        { line: 14, reason: 'scientific_notation' },
        { line: 17, reason: 'empty' },
        { line: 19, reason: 'old_numbering', suggestion: '+2250707001026' },
      ])
    },
  )

  it('are what Excel in French saves', async () => {
    expect(await readFile(files[0])).toEqual(sampleCsv())
    expect(await openSource({ kind: 'file', path: files[0] })).toMatchObject({
      encoding: 'windows-1252',
      delimiter: ';',
    })
  })

  it('open in other readers of spreadsheets', async () => {
    const rows = await readSheet(files[1])
    expect(rows[1]).toEqual([
      'Aïcha',
      'Mbarga',
      '677 00 10 11',
      null,
      'Douala',
      12500,
      new Date('2026-12-15T00:00:00Z'),
    ])
  })
})
