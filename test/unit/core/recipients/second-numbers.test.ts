import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { classifyRows, type ClassifiedRow } from '@core/recipients/classify/classify-rows'
import { SecondNumberReport } from '@core/recipients/classify/row-numbers'
import type { SecondNumbers } from '@shared/contract/recipients'

const columns = ['Nom', 'Père', 'Mère', 'Tuteur']

async function classified(
  rows: readonly (readonly string[])[],
  second: Partial<SecondNumbers>,
): Promise<{ rows: readonly ClassifiedRow[]; report: SecondNumberReport }> {
  const report = new SecondNumberReport(columns)
  const batch = { rows: rows.map((values, index) => ({ line: index + 2, values })), blank: 0 }
  const mapping = { phone: 1, name: 0, second: { columns: [2, 3], sameCell: true, use: 'first' as const, ...second } }
  const found: ClassifiedRow[] = []
  const batches = (async function* () {
    yield await Promise.resolve(batch)
  })()
  for await (const part of classifyRows(batches, { mapping, country: 'CM', migrate: false, report }))
    found.push(...part)
  return { rows: found, report }
}

const short = ({ line, status, phone, raw, column, reason }: ClassifiedRow): string =>
  [line, status, phone ?? reason, raw, columns[column]].join(' | ')

describe('the first usable number of a row', () => {
  it.each([
    [['Awa', '677123401', '699123401', ''], 'valid | +237677123401', 0, []],
    [['Awa', '', '699123401', ''], 'valid | +237699123401', 1, []],
    [['Awa', '6771', '699123401', ''], 'valid | +237699123401', 1, ['Père too_short']],
    [['Awa', 'néant', '22', '699123401'], 'valid | +237699123401', 1, ['Père not_a_number', 'Mère too_short']],
    [['Awa', '222123401 / 699123401', '', ''], 'valid | +237699123401', 1, ['Père not_mobile']],
    [['Awa', '677123401 / 699123401', '', ''], 'valid | +237677123401', 0, []],
    [['Awa', '677123401 / 38', '699123401', ''], 'valid | +237699123401', 1, ['Père several_numbers']],
    [['Awa', '6771', '69', ''], 'invalid | too_short', 0, ['Mère too_short']],
    [['Awa', '', ' ', ''], 'invalid | empty', 0, []],
  ])('%j is %s', async (row, right, used, passed) => {
    const { rows, report } = await classified([row], {})
    expect(rows).toHaveLength(1)
    expect(`${rows[0]?.status} | ${rows[0]?.phone ?? rows[0]?.reason}`).toBe(right)
    const counts = report.counts()
    expect(counts).toMatchObject({ used, added: 0, passed: { count: passed.length } })
    expect(counts.passed.numbers.map(({ column, reason }) => `${column} ${reason}`)).toEqual(passed)
  })

  it('offers what any cell of a row may mean that has no usable one', async () => {
    const { rows } = await classified([['Awa', '6771', '677123401 / 02', '']], {})
    expect(rows[0]?.readings).toEqual(['+237677123401', '+237677123402'])
  })

  it('keeps a cell with several numbers to be corrected where they do not count', async () => {
    const { rows } = await classified([['Awa', '677123401 / 699123401', '', '']], { sameCell: false })
    expect(rows[0]).toMatchObject({ status: 'invalid', reason: 'several_numbers' })
  })
})

describe('all numbers of a row', () => {
  it('each is a row of its own, with its own verdict and column', async () => {
    const { rows, report } = await classified(
      [
        ['Awa', '677123401', '699123401', '12'],
        ['Ali', '677123401 / 677123402', '', ''],
        ['Eve', '', '', ''],
      ],
      { use: 'all' },
    )
    expect(rows.map(short)).toEqual([
      '2 | valid | +237677123401 | 677123401 | Père',
      '2 | valid | +237699123401 | 699123401 | Mère',
      '2 | invalid | too_short | 12 | Tuteur',
      '3 | duplicate | +237677123401 | +237677123401 | Père',
      '3 | valid | +237677123402 | +237677123402 | Père',
      '4 | invalid | empty |  | Père',
    ])
    expect(report.counts()).toMatchObject({ used: 0, added: 3 })
    expect(report.notices()).toEqual([{ code: 'added_numbers', count: 3, lines: [2, 3] }])
  })

  it('the same number twice in a row is one', async () => {
    const { rows } = await classified([['Awa', '677123401', '+237 677 12 34 01', '']], { use: 'all' })
    expect(rows).toHaveLength(1)
  })
})

const number = fc.constantFrom(
  '677123401',
  '677123402',
  '+237 699 12 34 01',
  '677123403 / 699123404',
  '12',
  '',
  'néant',
  '222123401',
)
const table = fc.array(fc.tuple(fc.constantFrom('Awa', 'Ali'), number, number, number), { minLength: 1, maxLength: 12 })

describe('whatever the numbers are', () => {
  test.prop([table, fc.constantFrom('first' as const, 'all' as const), fc.boolean()])(
    'every row has its verdicts, no number is valid twice, and each comes from a cell of its own row',
    async (rows, use, sameCell) => {
      const { rows: found, report } = await classified(rows, { use, sameCell })
      expect(found.length).toBe(rows.length + report.counts().added)
      expect(new Set(found.map(({ line }) => line)).size).toBe(rows.length)
      const valid = found.filter(({ status }) => status === 'valid').map(({ phone }) => phone)
      expect(new Set(valid).size).toBe(valid.length)
      for (const { line, phone, values, duplicateOf } of found) {
        expect(values).toEqual(rows[line - 2])
        if (phone !== null)
          expect(values.slice(1).some((cell) => cell.replace(/\D/g, '').includes(phone.slice(4)))).toBe(true)
        if (duplicateOf !== null)
          expect(found.some((row) => row.line === duplicateOf && row.phone === phone)).toBe(true)
      }
      // nobody forgotten: a row with any usable number is sent to, or shares its number with one that is
      for (const [index, cells] of rows.entries()) {
        const usable = cells.slice(1).some((cell) => /^(?:677123401|677123402|\+237 699 12 34 01)$/.test(cell))
        if (usable) expect(found.some(({ line, phone }) => line === index + 2 && phone !== null)).toBe(true)
      }
    },
  )
})
