import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { hasRepeatedKey } from '@core/providers/repeated-key'

describe('a repeated key', () => {
  it.each([
    '{"a":1,"a":2}',
    '{"a":1, "b":2 ,"a" : 1}',
    '[{"x":{"a":1,"a":2}}]',
    '{"status":"error","st\\u0061tus":"success"}',
    '{"a":{"b":1},"a":{}}',
    '{"a\\"b":1,"a\\"b":2}',
  ])('is found in %s', (json) => {
    expect(hasRepeatedKey(json)).toBe(true)
  })

  it.each([
    '{}',
    '[]',
    '0',
    '"a"',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":["a","a"]}',
    '{"a":"{\\"b\\":1,\\"b\\":2}"}',
    '{"a\\\\":1,"a":2}',
    '{"a":[{"b":1}],"b":"a","c":"\\\\"}',
  ])('is not seen in %s', (json) => {
    expect(hasRepeatedKey(json)).toBe(false)
  })

  it.prop([fc.jsonValue(), fc.constantFrom(undefined, 1, 2)])(
    'is in nothing that JSON.stringify writes',
    (value, indent) => {
      expect(hasRepeatedKey(JSON.stringify(value, null, indent))).toBe(false)
    },
  )

  it.prop([fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), fc.jsonValue()])(
    'is found wherever it is put',
    (object, pick, value) => {
      const keys = Object.keys(object)
      const key = JSON.stringify(keys[pick % keys.length])
      const json = JSON.stringify(object)
      expect(hasRepeatedKey(`${json.slice(0, -1)},${key}:${JSON.stringify(value)}}`)).toBe(true)
    },
  )
})
