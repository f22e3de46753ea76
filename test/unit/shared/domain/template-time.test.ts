/** Reading and writing a text takes time in proportion to its length, whatever stands in it. */
import { describe, expect, it } from 'vitest'
import { parseTemplate, tokenizeTemplate } from '@shared/domain/template'

const sources: Record<string, string> = {
  'opened quotes': '{{“',
  'straight quotes': '{{ "a',
  braces: '{{',
  'closing braces': '}}',
  'nested braces': '{{{a',
  'opened conditions': '{% if a ',
  'quotes in conditions': '{% if a = «',
  'tags without name': '{%\n',
}

/** Processor time of the fastest of several readings, in milliseconds. */
function cost(source: string): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 7; round++) {
    const before = process.cpuUsage()
    for (let repeat = 0; repeat < 3; repeat++) {
      tokenizeTemplate(source)
      parseTemplate(source)
    }
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1000)
  }
  return best
}

describe('a template full of', () => {
  it.each(Object.entries(sources))('%s takes at most 2.5 times as long for each doubling', (_name, unit) => {
    const short = unit.repeat(Math.floor(5000 / unit.length))
    const long = unit.repeat(Math.floor(40_000 / unit.length))
    cost(long)
    // three doublings at once: linear is 8, quadratic 64; two milliseconds are below what a busy computer can measure
    expect(cost(long)).toBeLessThanOrEqual(Math.max(2, cost(short)) * 2.5 ** 3)
  })
})
