/** JSON without lost digits: long ids stay apart, everything else is what JSON.parse says. */
import { fc, it as property } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { parseJson } from '@core/providers/json'

describe('JSON of a gateway', () => {
  it('keeps ids apart that a number would make one', () => {
    expect(parseJson('[{"id":1000000000000000001},{"id":1000000000000000002}]')).toEqual([
      { id: '1000000000000000001' },
      { id: '1000000000000000002' },
    ])
    expect(parseJson('{"id":-98765432109876543210,"n":[12345678901234567890.5,587854667,0.1]}')).toEqual({
      id: '-98765432109876543210',
      n: ['12345678901234567890.5', 587_854_667, 0.1],
    })
    expect(parseJson('[9007199254740991,9007199254740993,1.50,1e3]')).toEqual([
      Number.MAX_SAFE_INTEGER,
      '9007199254740993',
      1.5,
      1000,
    ])
  })

  it('takes __proto__ for a key like any other, beside a long number or not', () => {
    for (const text of [
      '{"__proto__":{"status":"ACT"},"id":1}',
      '{"__proto__":{"status":"ACT"},"id":10000000000000000001}',
    ]) {
      const value = parseJson(text) as Record<string, unknown>
      expect(Object.keys(value)).toEqual(['__proto__', 'id'])
      expect(value.status).toBeUndefined()
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    }
    expect(({} as Record<string, unknown>).status).toBeUndefined()
  })

  it.each(['{"id":10000000000000000001', '[10000000000000000001,]', '010000000000000000001', '+10000000000000000001'])(
    'refuses %s',
    (text) => {
      expect(() => parseJson(text)).toThrow()
    },
  )

  it('refuses what is nested too deep instead of ending the program', () => {
    const deep = `${'['.repeat(200_000)}10000000000000000001${']'.repeat(200_000)}`
    expect(() => parseJson(deep)).toThrow()
  })

  property.prop([fc.jsonValue({ noUnicodeString: false })])(
    'is what JSON.parse says where no digit is lost',
    (value) => {
      const text = JSON.stringify(value)
      const beside = parseJson(`{"long":10000000000000000001,"value":${text}}`) as { value: unknown }
      const lossless = (each: unknown): unknown =>
        typeof each === 'string' && /^-?[\d.]+(?:e[+-]?\d+)?$/i.test(each) ? Number(each) : each
      const plain = (each: unknown): unknown =>
        Array.isArray(each)
          ? each.map(plain)
          : typeof each === 'object' && each !== null
            ? Object.fromEntries(Object.entries(each).map(([key, own]) => [key, plain(own)]))
            : lossless(each)
      expect(plain(beside.value)).toEqual(plain(JSON.parse(text)))
    },
  )
})
