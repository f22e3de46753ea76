import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { parsePhoneNumber } from '@shared/domain/phone-number'
import { idCell, neutraliseFormula, phoneCell } from '@shared/domain/spreadsheet-cell'

describe('a cell of an export', () => {
  it.each([
    '=1+1',
    '=HYPERLINK("http://x","y")',
    "+1+cmd|' /C calc'!A0",
    '+237677123456+1',
    '-2+3+cmd',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n@x',
    ' =1',
    '＝1+1',
    '-- bonjour',
    '-A1',
    '+',
  ])('%j gets an apostrophe', (value) => {
    expect(neutraliseFormula(value)).toBe(`'${value}`)
  })

  it.each([
    '',
    'Awa',
    "N'Guessan",
    '237677123456',
    '+237677123456',
    '+237 6 77 12 34 56',
    '+33 6-12-34-56-78',
    '-12,5',
    '-1 234,50',
    'a=b',
    '5 - 3',
  ])('%j stays as it is', (value) => {
    expect(neutraliseFormula(value)).toBe(value)
  })

  test.prop([fc.string({ unit: 'binary' }), fc.constantFrom('=', '+', '-', '@', '\t', '\r', '')])(
    'never begins as a formula that could run',
    (text, start) => {
      const cell = neutraliseFormula(start + text)
      expect([`'${start}${text}`, start + text]).toContain(cell)
      if (/^[=@\t\r]/.test(cell)) expect.unreachable(cell)
      if (/^[+-]/.test(cell)) expect(cell).toMatch(/^[+-][\d\s.,-]+$/)
    },
  )

  it('spells a phone number so that a spreadsheet keeps it, and the import reads it back', () => {
    for (const e164 of ['+237677123456', '+2250707070707', '+2290197123456', '+24166031122', '+221771234567']) {
      const cell = phoneCell(e164)
      expect(cell).toMatch(/^\+\d+ /)
      expect(parsePhoneNumber(cell, 'FR')).toMatchObject({ ok: true, e164 })
    }
  })

  it('keeps every digit of an id', () => {
    for (const id of ['1000000000000000001', '587854667000', '000587', '12e5', '3-4', '2026-11-26'])
      expect(idCell(id)).toBe(`'${id}`)
    for (const id of ['587854667', 'brk.ocm.746082b9-5e1c', 'e12dd358cff3961752f8c1180cc209ff', ''])
      expect(idCell(id)).toBe(id)
    expect(idCell('=1+1')).toBe("'=1+1")
  })
})
