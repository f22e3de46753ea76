import { describe, expect, it } from 'vitest'
import { lastMonths, monthOf } from '@/components/statement/months'

describe('the months of a statement', () => {
  it('touch each other, whatever their length and the year', () => {
    const months = lastMonths(new Date(2028, 2, 31, 23, 59).getTime(), 30)
    expect(months.slice(0, 4).map(({ id }) => id)).toEqual(['2028-03', '2028-02', '2028-01', '2027-12'])
    for (const [index, month] of months.entries()) {
      const earlier = months[index + 1]
      if (earlier) expect(earlier.to).toBe(month.from)
    }
    expect(new Date(months[1]!.to - 1).getDate()).toBe(29)
  })

  it('hold their own first moment, and not that of the next', () => {
    const { from, to, id } = monthOf(new Date(2026, 10, 1).getTime())
    expect([id, from, to]).toEqual(['2026-11', new Date(2026, 10, 1).getTime(), new Date(2026, 11, 1).getTime()])
  })
})
