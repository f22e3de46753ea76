import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { addDays } from '@shared/domain/calendar-day'
import { dateDueOn, datesWithin, fallsOn, latestDays, personalDateOf } from '@shared/domain/personal-date'

describe('the date whose message is due on a day', () => {
  it.each([
    ['2026-11-26', 0, '2026-11-26'],
    ['2026-11-26', -3, '2026-11-29'],
    ['2026-11-26', 3, '2026-11-23'],
    ['2026-12-30', -3, '2027-01-02'],
    ['2027-01-02', 3, '2026-12-30'],
    ['2028-02-28', -1, '2028-02-29'],
    ['2027-02-28', -1, '2027-03-01'],
    ['2028-03-01', 1, '2028-02-29'],
    ['2027-03-28', -1, '2027-03-29'],
  ])('on %s, %i days from it, is %s', (day, days, due) => {
    expect(dateDueOn(day, { days, yearly: false })).toBe(due)
  })
})

describe('a date', () => {
  it.each([
    // cell, due, every year, meant
    ['2026-11-26', '2026-11-26', false, true],
    ['2026-11-26T09:30:00', '2026-11-26', false, true],
    ['2025-11-26', '2026-11-26', false, false],
    ['1990-11-26', '2026-11-26', true, true],
    ['1990-11-26T00:10:00', '2026-11-26', true, true],
    ['1990-11-25', '2026-11-26', true, false],
    ['2026-11-26', '2026-11-26', true, true],
    // not born yet
    ['2027-11-26', '2026-11-26', true, false],
    ['1999-12-31', '2026-12-31', true, true],
    ['2000-01-01', '2026-12-31', true, false],
    // 29 February: on the 29th where there is one, else on the 28th
    ['1992-02-29', '2028-02-29', true, true],
    ['1992-02-29', '2028-02-28', true, false],
    ['1992-02-29', '2027-02-28', true, true],
    ['1992-02-29', '2027-03-01', true, false],
    ['1992-02-28', '2027-02-28', true, true],
    ['1892-02-29', '1900-02-28', true, true],
    ['1992-02-29', '2000-02-29', true, true],
    ['1992-02-29', '2027-02-28', false, false],
  ])('%s is meant by %s (every year: %s): %s', (date, due, yearly, meant) => {
    expect(fallsOn(date, due, { days: 0, yearly })).toBe(meant)
  })

  const day = fc
    .integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2100, 0, 1) })
    .map((at) => new Date(at).toISOString().slice(0, 10))

  it('comes once a year from its own on, whatever the year', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1900, max: 2100 }), (date, year) => {
        let count = 0
        for (let due = `${year}-01-01`; due.startsWith(String(year)); due = addDays(due, 1)) {
          if (fallsOn(date, due, { days: 0, yearly: true })) count += 1
        }
        expect(count).toBe(year >= Number(date.slice(0, 4)) ? 1 : 0)
      }),
      { numRuns: 60 },
    )
  })

  it('has the same days in a calendar as day by day', () => {
    fc.assert(
      fc.property(day, day, fc.boolean(), (date, from, yearly) => {
        const rule = { days: 0, yearly }
        const upTo = addDays(from, 59)
        const single: string[] = []
        for (let due = from; due <= upTo; due = addDays(due, 1)) if (fallsOn(date, due, rule)) single.push(due)
        expect(datesWithin(date, { from, upTo }, rule)).toEqual(single)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a cell', () => {
  const text = (value: string, dates: 'day' | 'month' | null = null) => ({
    values: [value],
    readings: [{ decimal: null, dates }],
  })
  it.each([
    ['05/03/1990', null, { kind: 'doubtful', dates: ['1990-03-05', '1990-05-03'] }],
    ['05/03/1990', 'day', { kind: 'date', date: '1990-03-05' }],
    ['05/03/1990', 'month', { kind: 'date', date: '1990-05-03' }],
    ['25/03/1990', null, { kind: 'date', date: '1990-03-25' }],
    ['5 mars 1990', null, { kind: 'date', date: '1990-03-05' }],
    ['', null, { kind: 'empty' }],
    ['   ', null, { kind: 'empty' }],
    ['bientôt', null, { kind: 'unread' }],
    ['31/02/1990', null, { kind: 'unread' }],
    ['29/02/2027', null, { kind: 'unread' }],
    ['45292', null, { kind: 'unread' }],
    ['12/03', null, { kind: 'unread' }],
  ] as const)('%j (%s first) is %j', (value, dates, found) => {
    expect(personalDateOf(text(value, dates), 0)).toEqual(found)
  })

  it('of a spreadsheet is the date that it is, a bare number none', () => {
    expect(personalDateOf({ values: ['26/11/90'], typed: [{ kind: 'date', iso: '1990-11-26' }] }, 0)).toEqual({
      kind: 'date',
      date: '1990-11-26',
    })
    expect(personalDateOf({ values: ['45292'], typed: [{ kind: 'number', value: '45292' }] }, 0)).toEqual({
      kind: 'unread',
    })
  })
})

describe('how late a message may be', () => {
  it.each([
    [0, false, 5, 5],
    [3, false, 5, 5],
    [-3, false, 5, 3],
    [-1, false, 0, 0],
    [-3, true, 5, 5],
  ])('%i days from the date, every year %s, %i allowed: %i', (days, yearly, lateDays, latest) => {
    expect(latestDays({ days, yearly, lateDays })).toBe(latest)
  })
})
