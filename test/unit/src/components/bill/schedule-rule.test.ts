/** Rules that the form makes are read back as what was chosen. */
import { Cron } from 'croner'
import { describe, expect, it } from 'vitest'
import { recurrenceOf, recurrenceRule, recurrences, type ScheduleTime } from '@/components/bill/schedule-rule'
import { zonedMoment } from '@shared/domain/zoned-time'

const monday: ScheduleTime = { date: '2026-11-23', time: '09:05', recurrence: 'once' }

describe('a recurring schedule', () => {
  it('is a five-field rule', () => {
    expect(recurrences.map((recurrence) => recurrenceRule({ ...monday, recurrence }))).toEqual([
      null,
      '5 9 * * *',
      '5 9 * * 1',
      '5 9 23 * *',
    ])
  })

  it('at the end of a month means the last day of each month', () => {
    expect(recurrenceRule({ date: '2026-01-31', time: '08:00', recurrence: 'monthly' })).toBe('0 8 L * *')
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
    expect(recurrenceOf(null)).toBe('once')
    expect(recurrenceOf('5 9 * * 1')).toBe('weekly')
    expect(recurrenceOf('0 8 L * *')).toBe('monthly')
    expect(recurrenceOf('0 8 15 * *')).toBe('monthly')
    expect(recurrenceOf('0 8 * * *')).toBe('daily')
  })

  it('that another program made is not guessed at', () => {
    for (const rule of ['*/5 * * * *', '0 8 1 * 1', '0 8 1 6 *', 'nonsense']) expect(recurrenceOf(rule)).toBeNull()
  })
})
