/** Spaces around headings, values and numbers: what they change, and what is said of marks that show nothing. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSource } from '@core/recipients/open-source'
import { ReadingNotices } from '@core/recipients/reading-notices'
import { bindRowCondition } from '@shared/domain/row-condition'
import { classifySource } from '../../../helpers/classify-source'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'griot-spaces-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it.each([
  ['a space', ' ', true],
  ['a tab', '\t', true],
  ['a no-break space', '\u00a0', true],
  ['a narrow no-break space', '\u202f', true],
  ['a thin space', '\u2009', true],
  ['an ideographic space', '\u3000', true],
  ['a zero width space', '\u200b', false],
  ['a word joiner', '\u2060', false],
])('%s around everything changes no heading, number, amount or comparison', async (_name, mark, isSpace) => {
  const path = join(folder, 'list.csv')
  const around = (text: string): string => `${mark}${text}${mark}`
  const rows = [
    ['Nom', 'Tél', 'Solde'],
    ['Awa', '677123410', `12${mark}500`],
    // pieces that a tab parts are no one number: refused, not guessed
    ['Bintou', mark === '\t' ? '677 12 34 11' : `677${mark}12${mark}34${mark}11`, '7,5'],
  ]
  await writeFile(path, rows.map((row) => `${row.map(around).join(';')}\n`).join(''))
  const source = await openSource({ kind: 'file', path })
  expect(source.columns).toEqual(['Nom', 'Tél', 'Solde'])
  const notices = new ReadingNotices()
  const cells: (readonly string[])[] = []
  for await (const batch of source.rows({ notices })) cells.push(...batch.rows.map(({ values }) => values))
  // a value stays as it stands in the file, so nothing is said; marks that show nothing are taken out, and that is said
  expect(cells[0]?.[0]).toBe(isSpace ? around('Awa') : 'Awa')
  expect(notices.list().map(({ code }) => code)).toEqual(isSpace ? [] : ['invisible_marks'])
  for (const condition of ['Nom = Awa', 'Solde > 12499', 'Solde < 12501']) {
    const bound = bindRowCondition(condition, source.columns)
    expect(bound.ok && bound.bound.judge({ values: cells[0] ?? [], typed: undefined, readings: [] }, null)).toEqual({
      holds: true,
      cell: 'fine',
    })
  }
  expect((await classifySource(source, { country: 'CM' })).counts).toMatchObject({ rows: 2, valid: 2, invalid: 0 })
})
