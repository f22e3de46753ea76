/** Rules that the form makes are read back as what was chosen. */
import { Cron } from 'croner'
import { describe, expect, it } from 'vitest'
import {
  dateChoiceOf,
  isLastOfMonth,
  personalDatesOf,
  recurrenceOf,
  recurrenceRule,
  recurrences,
  type ScheduleTime,
} from '@/components/bill/schedule-rule'
import { zonedMoment } from '@shared/domain/zoned-time'

const monday: ScheduleTime = { date: '2026-11-23', time: '09:05', recurrence: 'once' }

describe('a recurring schedule', () => {
  it('is a five-field rule', () => {
    expect(recurrences.map((recurrence) => recurrenceRule({ ...monday, recurrence }))).toEqual([
      null,
      '5 9 * * *',
      '5 9 * * 1',
      '5 9 23 * *',
      '5 9 L * *',
    ])
  })

  it.each([28, 29, 30, 31])('every month on day %i stays that day', (day) => {
    expect(recurrenceRule({ date: `2026-01-${day}`, time: '08:00', recurrence: 'monthly' })).toBe(`0 8 ${day} * *`)
  })

  it('may mean the last day of each month where the day is one', () => {
    expect(['2026-01-31', '2026-02-28', '2028-02-29', '2026-04-30'].map(isLastOfMonth)).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(['2026-01-30', '2028-02-28', ''].map(isLastOfMonth)).toEqual([false, false, false])
  })

  it('is none while day or hour are incomplete', () => {
    expect(recurrenceRule({ date: '', time: '08:00', recurrence: 'daily' })).toBeNull()
    expect(recurrenceRule({ date: '2026-01-31', time: '', recurrence: 'daily' })).toBeNull()
  })

  it.each(['daily', 'weekly', 'monthly'] as const)('%s begins at the very moment that was chosen', (recurrence) => {
    for (const timezone of ['Africa/Douala', 'America/New_York', 'Asia/Kathmandu']) {
      const moment = zonedMoment(monday, timezone)!
      const rule = recurrenceRule({ ...monday, recurrence })!
      const cron = new Cron(rule, { mode: '5-part', paused: true, timezone })
      expect(cron.nextRun(new Date(moment - 60_000))?.getTime()).toBe(moment)
    }
  })

  it('is read back as what was chosen', () => {
    const rules = [null, '5 9 * * 1', '0 8 L * *', '0 8 15 * *', '0 8 30 * *', '0 8 * * *']
    expect(rules.map((rule) => recurrenceOf(rule).recurrence)).toEqual([
      'once',
      'weekly',
      'monthEnd',
      'monthly',
      'monthly',
      'daily',
    ])
  })

  it('that another program made is kept as it is', () => {
    for (const rule of ['*/5 * * * *', '0 8 1 * 1', '0 8 1 6 *', 'nonsense']) {
      expect(recurrenceOf(rule)).toEqual({ recurrence: 'kept', keptRule: rule })
      expect(recurrenceRule({ ...monday, ...recurrenceOf(rule) })).toBe(rule)
    }
  })
})

describe('each person’s own date', () => {
  it.each([
    [{ column: 'Date', days: 0, yearly: true, lateDays: 2 }],
    [{ column: 'Date', days: -3, yearly: false, lateDays: 0 }],
    [{ column: 'Date', days: 366, yearly: false, lateDays: 30 }],
  ])('%j is read back as what was chosen', (dates) => {
    expect(personalDatesOf(dateChoiceOf(dates))).toEqual(dates)
  })

  it('is none while the column or a number is missing', () => {
    const choice = dateChoiceOf({ column: 'Date', days: -3, yearly: false, lateDays: 2 })
    expect(personalDatesOf({ ...choice, column: null })).toBeNull()
    expect(personalDatesOf({ ...choice, days: null })).toBeNull()
    expect(personalDatesOf({ ...choice, lateDays: null })).toBeNull()
    expect(personalDatesOf({ ...choice, days: null, side: 'on' })).toMatchObject({ days: 0 })
  })
})
