import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSource, type RecipientSource } from '@core/recipients/open-source'
import { ReadingNotices } from '@core/recipients/reading-notices'
import type { SourceRow } from '@core/recipients/row'
import { AppError } from '@shared/errors'
import { spreadsheetOutcomes } from '../../fixtures/entrance/spreadsheet-outcomes'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'griot-entrance-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function readAll(source: RecipientSource): Promise<{ rows: SourceRow[]; notices: string[] }> {
  const notices = new ReadingNotices(source.columns)
  const rows: SourceRow[] = []
  for await (const batch of source.rows({ notices })) rows.push(...batch.rows)
  return {
    rows,
    notices: notices.list().map(({ code, count, lines, names }) => `${code} ${count} [${(names ?? lines).join(',')}]`),
  }
}

describe('a spreadsheet or a contacts file as people have it', () => {
  it.each(spreadsheetOutcomes.map((outcome, index) => ({ ...outcome, index })))(
    '$extension: $name',
    async ({ index, extension, bytes, options, right }) => {
      const path = join(folder, `${index}.${extension}`)
      await writeFile(path, bytes())
      const read = openSource({ kind: 'file', path }, options).then(async (source) => ({
        source,
        ...(await readAll(source)),
      }))
      if (right.error !== undefined) {
        const error: unknown = await read.then(
          () => null,
          (reason: unknown) => reason,
        )
        expect(error).toBeInstanceOf(AppError)
        expect(error).toMatchObject({ code: right.error })
        return
      }
      const { source, rows, notices } = await read
      if (right.sheet !== undefined) expect(source.sheet).toBe(right.sheet)
      if (right.columns !== undefined) expect(source.columns).toEqual(right.columns)
      if (right.rows !== undefined) expect(rows.map(({ values }) => values.join(' | '))).toEqual(right.rows)
      if (right.notices !== undefined) expect(notices).toEqual(right.notices)
    },
  )
})

describe('the files that went wrong', () => {
  const sample = (name: string): string => join(import.meta.dirname, '../../fixtures/entrance', name)
  const read = async (name: string) => {
    const source = await openSource({ kind: 'file', path: sample(name) })
    return { source, ...(await readAll(source)) }
  }

  it('x-formats.xlsx: the text is what Excel shows in French, cell by cell', async () => {
    const { source, rows } = await read('x-formats.xlsx')
    expect(source.columns.slice(2)).toEqual(['Vu dans Excel', 'Valeur'])
    expect(rows).toHaveLength(12)
    for (const { values, typed } of rows) {
      expect(values[3]).toBe(values[2])
      expect(typed?.[3]).not.toBeNull()
    }
  })

  it.each([
    ['x-case.xlsx', 'Feuil1', 2, []],
    ['x-nosst.xlsx', 'Feuil1', 2, []],
    ['x-nocache.xlsx', 'Feuil1', 2, ['no_cached_values 2 [2,3]']],
    ['x-hidden.xlsx', 'Feuil1', 2, ['hidden_rows 2 [3,4]']],
    ['x-cover.xlsx', 'Parents', 2, ['other_sheets 1 []']],
    ['x-congo.xlsx', 'Feuil1', 5, []],
    ['x-moyenne.xlsx', 'Feuil1', 4, []],
  ])('%s: sheet %s, %i rows, notices %j', async (name, sheet, count, said) => {
    const { source, rows, notices } = await read(name)
    expect(source.sheet).toBe(sheet)
    expect(rows).toHaveLength(count)
    expect(notices).toEqual(said)
  })

  it('x-moyenne.xlsx: a mark of 9,875 is a number for conditions', async () => {
    const { rows } = await read('x-moyenne.xlsx')
    expect(rows[0]).toMatchObject({
      values: ['Awa', '677123410', '9,875'],
      typed: [null, { kind: 'number' }, { kind: 'number', value: '9.875' }],
    })
  })
})
