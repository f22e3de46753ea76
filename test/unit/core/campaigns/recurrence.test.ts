import { describe, expect, it } from 'vitest'
import { nextOccurrence } from '@core/start-time'
import { decide, missedAfterMs } from '@core/campaigns/scheduler'
import { AppError } from '@shared/errors'

const times = (rule: string, zone: string, after: string, count: number): string[] => {
  const result: string[] = []
  for (let at = Date.parse(after); result.length < count;) {
    at = nextOccurrence(rule, zone, at) ?? Number.NaN
    result.push(new Date(at).toISOString())
  }
  return result
}

describe('the next time of a rule', () => {
  it('is in the zone’s own time, the same all year where there is no summer time', () => {
    expect(times('0 9 * * 1', 'Africa/Douala', '2026-03-20T00:00:00Z', 3)).toEqual([
      '2026-03-23T08:00:00.000Z',
      '2026-03-30T08:00:00.000Z',
      '2026-04-06T08:00:00.000Z',
    ])
    expect(times('0 9 * * *', 'Africa/Abidjan', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T09:00:00.000Z',
      '2026-10-26T09:00:00.000Z',
    ])
  })

  it('follows the clocks on the wall where there is one', () => {
    expect(times('0 9 * * *', 'Europe/Paris', '2026-03-28T00:00:00Z', 2)).toEqual([
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
    ])
  })

  it('comes once on the day when an hour is skipped, and once when an hour comes twice', () => {
    const spring = times('30 2 * * *', 'Europe/Paris', '2026-03-28T12:00:00Z', 2)
    expect(spring.map((at) => at.slice(0, 10))).toEqual(['2026-03-29', '2026-03-30'])
    const autumn = times('30 2 * * *', 'Europe/Paris', '2026-10-24T12:00:00Z', 2)
    expect(autumn.map((at) => at.slice(0, 10))).toEqual(['2026-10-25', '2026-10-26'])
  })

  it('knows the last day of each month', () => {
    expect(times('0 9 L * *', 'Africa/Douala', '2028-01-01T00:00:00Z', 3).map((at) => at.slice(0, 10))).toEqual([
      '2028-01-31',
      '2028-02-29',
      '2028-03-31',
    ])
  })

  it.each(['', '* * * *', '0 9 * * 1 2026', '99 9 * * *', 'demain', '0 9 * * lundi'])(
    'refuses the rule “%s”',
    (rule) => {
      expect(() => nextOccurrence(rule, 'Africa/Douala', 0)).toThrow(AppError)
    },
  )
})

describe('a time that passed', () => {
  // 23:00 in Cameroon, 22:00 in Togo, midnight in Lubumbashi
  const now = Date.parse('2026-11-23T22:00:00Z')
  const quietHours = { from: 22, to: 7 }
  const late = { from: 23, to: 7 }
  const cameroon = { 237: 3 }
  it.each([
    ['is sent when it is a moment late', missedAfterMs, 'ask', null, cameroon, 'start'],
    ['asks when it is later', missedAfterMs + 1, 'ask', null, cameroon, 'ask'],
    ['is skipped when the setting says so', missedAfterMs + 1, 'skip', null, cameroon, 'skip'],
    ['is sent when the setting says so', 86_400_000, 'send', null, cameroon, 'start'],
    ['waits for a person in quiet hours', 86_400_000, 'send', quietHours, cameroon, 'quiet'],
    ['goes where people are awake', 86_400_000, 'send', late, { 228: 5 }, 'start'],
    ['waits where one of them sleeps', 86_400_000, 'send', late, { 228: 5, 237: 1 }, 'quiet'],
    ['waits where a part of the country sleeps', 86_400_000, 'send', { from: 0, to: 7 }, { 243: 1 }, 'quiet'],
    ['goes at its own time even in quiet hours: a person chose it', 1000, 'send', quietHours, cameroon, 'start'],
  ] as const)('%s', (_, lateMs, missedSchedules, hours, places, decision) => {
    expect(decide({ scheduledAt: now - lateMs }, now, { missedSchedules, quietHours: hours }, places)).toBe(decision)
  })
})
