import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCell, encodeCell, type CellValue } from '@shared/domain/cell-value'
import { decodeCells, encodeCells } from '../../../../electron/core/storage/recipient-cells'

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.constantFrom('', '.5', '.875', '.00'))
  .map(([whole, fraction]) => `${whole}${fraction}`)
const cell: fc.Arbitrary<CellValue> = fc.oneof(
  decimal.map((value) => ({ kind: 'number', value }) as const),
  decimal.map((value) => ({ kind: 'number', value, style: 'percent' }) as const),
  decimal.map((value) => ({ kind: 'number', value, style: 'currency' }) as const),
  fc.constantFrom({ kind: 'date', iso: '2026-01-05' } as const, { kind: 'date', iso: '2026-01-05T09:30:00' } as const),
  fc.integer().map((seconds) => ({ kind: 'duration', seconds }) as const),
  fc.boolean().map((value) => ({ kind: 'boolean', value }) as const),
  fc.string({ maxLength: 20 }).map((code) => ({ kind: 'error', code }) as const),
)

describe('the cells of a stored recipient', () => {
  it('come back as they were, typed or not', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.option(cell))), (cells) => {
        const values = cells.map(([shown]) => shown)
        const typed = cells.map(([, value]) => value)
        const read = decodeCells(encodeCells(values, typed))
        expect(read.values).toEqual(values)
        expect(values.map((_, index) => read.typed?.[index] ?? null)).toEqual(typed)
      }),
    )
  })

  it('a value comes back from its short form', () => {
    fc.assert(
      fc.property(cell, (value) => {
        expect(decodeCell(encodeCell(value))).toEqual(value)
      }),
    )
  })

  it.each(['', 'nope', '{}', '[1]', '["a",["b"]]', '[["a",1]]', '[null]'])(
    'a damaged row has no cells: %s',
    (fields) => {
      expect(decodeCells(fields)).toEqual({ values: [], typed: undefined })
    },
  )

  it.each(['', 'x', 'n1,5', 'nNaN', 'd2026', 't', 'tx'])('a damaged value is none: %s', (text) => {
    expect(decodeCell(text)).toBeNull()
  })

  it('a row of text is a plain array of strings', () => {
    expect(encodeCells(['Awa', '12,5'], undefined)).toBe('["Awa","12,5"]')
    expect(encodeCells(['Awa', '12,5'], [null, { kind: 'number', value: '12.5' }])).toBe('["Awa",["12,5","n12.5"]]')
  })
})
