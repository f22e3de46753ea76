import { describe, expect, it } from 'vitest'
import { daysToDo } from '@core/campaigns/personal-days'
import { hourOfEveryDay } from '@core/start-time'

const dates = { column: 'Date', days: 0, yearly: false, lateDays: 2, from: '2026-11-20', fullestDay: 0 }
const at = (now: string, timeZone = 'Africa/Douala') => ({ now: Date.parse(now), hour: '09:00', timeZone })

describe('the days to do', () => {
  it.each([
    // 08:59 in Douala: today is not due yet
    ['2026-11-26T07:59:00Z', ['2026-11-24', '2026-11-25'], ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23']],
    [
      '2026-11-26T08:00:00Z',
      ['2026-11-24', '2026-11-25', '2026-11-26'],
      ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'],
    ],
    ['2026-11-20T09:00:00Z', ['2026-11-20'], []],
    ['2026-11-19T09:00:00Z', [], []],
  ])('at %s', (now, open, missed) => {
    expect(daysToDo(dates, at(now), new Set())).toEqual({ open, missed })
  })

  it('are those that nobody dealt with, across the end of a year and 29 February', () => {
    const done = new Set(['2027-12-31', '2028-02-28'])
    expect(daysToDo({ ...dates, from: '2027-12-30' }, at('2028-01-01T12:00:00Z'), done).open).toEqual([
      '2027-12-30',
      '2028-01-01',
    ])
    expect(daysToDo({ ...dates, from: '2028-02-27' }, at('2028-03-01T12:00:00Z'), done)).toEqual({
      open: ['2028-02-29', '2028-03-01'],
      missed: ['2028-02-27'],
    })
  })

  it('follow the zone of the campaign', () => {
    const once = { ...dates, from: '2026-11-26', lateDays: 0 }
    expect(daysToDo(once, at('2026-11-26T03:00:00Z', 'Pacific/Auckland'), new Set()).open).toEqual(['2026-11-26'])
    expect(daysToDo(once, at('2026-11-26T03:00:00Z', 'Africa/Abidjan'), new Set()).open).toEqual([])
  })

  it('go back no further than about a year', () => {
    expect(daysToDo({ ...dates, from: '2000-01-01' }, at('2026-11-26T12:00:00Z'), new Set()).missed).toHaveLength(398)
  })
})

it.each([
  ['0 9 * * *', '09:00'],
  ['5  17 * * *', '17:05'],
  ['0 9 * * 1', null],
  ['0 9 1 * *', null],
  ['99 9 * * *', null],
  ['*/5 9 * * *', null],
  [null, null],
])('the hour of the rule %j is %j', (rule, hour) => {
  expect(hourOfEveryDay(rule)).toBe(hour)
})
