import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { mergeRuns, mergeTwo } from '@core/storage/name-order'

const ascending = (first: number, second: number): number => first - second
const sorted = (ids: Iterable<number>): Int32Array => Int32Array.from(ids).sort()

function finish<Value>(work: Generator<undefined, Value>): { value: Value; pauses: number } {
  for (let pauses = 0; ; pauses += 1) {
    const step = work.next()
    if (step.done === true) return { value: step.value, pauses }
  }
}

const run = fc.array(fc.nat(1000), { maxLength: 60 }).map(sorted)

describe('merging sorted runs', () => {
  it.prop([fc.array(run, { maxLength: 9 })])('keeps every id and sorts them', (runs) => {
    expect(finish(mergeRuns([...runs], ascending)).value).toEqual(sorted(runs.flatMap((ids) => [...ids])))
  })

  it.prop([run, run])('of a long and a short one is the same either way', (long, short) => {
    const whole = sorted([...long, ...short])
    expect(finish(mergeTwo(long, short, ascending)).value).toEqual(whole)
    expect(finish(mergeTwo(short, long, ascending)).value).toEqual(whole)
  })

  it('compares a few times for each id of a short run, and pauses in a long one', () => {
    const even = Int32Array.from({ length: 100_000 }, (_, place) => place * 2)
    let comparisons = 0
    const counting = (first: number, second: number): number => {
      comparisons += 1
      return first - second
    }
    finish(mergeTwo(even, Int32Array.of(1, 77_777, 199_999), counting))
    expect(comparisons).toBeLessThan(150)
    const odd = even.map((id) => id + 1)
    expect(finish(mergeTwo(even, odd, ascending)).pauses).toBeGreaterThan(40)
  })
})
