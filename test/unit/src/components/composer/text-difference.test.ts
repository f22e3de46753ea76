/** What differs between two texts, and nothing else. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { textDifference } from '@/components/composer/text-difference'

const text = fc.array(fc.constantFrom('a', 'b', 'ç', ' '), { maxLength: 12 }).map((letters) => letters.join(''))

describe('the difference of two texts', () => {
  test.prop([text, text])('put into the first, gives the second', (before, after) => {
    const { from, to, inserted } = textDifference(before, after)
    expect(before.slice(0, from) + inserted + before.slice(to)).toBe(after)
    expect(from).toBeLessThanOrEqual(to)
  })

  it('is as short as it can be', () => {
    expect(textDifference('ça va', 'ca va')).toEqual({ from: 0, to: 1, inserted: 'c' })
    expect(textDifference('oui', 'oui')).toEqual({ from: 3, to: 3, inserted: '' })
    expect(textDifference('aab', 'ab')).toEqual({ from: 1, to: 2, inserted: '' })
  })
})
