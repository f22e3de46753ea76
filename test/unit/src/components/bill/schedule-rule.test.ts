/** Rules that the form makes are read back as what was chosen. */
import { Cron } from 'croner'
import { describe, expect, it } from 'vitest'
import { timeZonePlace } from '@/components/bill/time-zone-place'
import { dayField, momentOf, readRule, recurrenceRule, recurrences } from '@/components/bill/schedule-rule'

const monday = new Date(2026, 10, 23, 9, 5)

describe('a recurring schedule', () => {
  it('is a five-field rule', () => {
    expect(recurrences.map((recurrence) => recurrenceRule(recurrence, monday))).toEqual([
      null,
      '5 9 * * *',
      '5 9 * * 1',
      '5 9 23 * *',
    ])
  })

  it('at the end of a month means the last day of each month', () => {
    expect(recurrenceRule('monthly', new Date(2026, 0, 31, 8, 0))).toBe('0 8 L * *')
  })

  it.each(['daily', 'weekly', 'monthly'] as const)('%s begins at the very moment that was chosen', (recurrence) => {
    const rule = recurrenceRule(recurrence, monday)!
    const before = new Date(monday.getTime() - 60_000)
    expect(new Cron(rule, { mode: '5-part', paused: true }).nextRun(before)).toEqual(monday)
  })

  it('is read back for its words', () => {
    expect(readRule('5 9 * * 1')).toEqual({ recurrence: 'weekly', hour: 9, minute: 5, weekday: 1, day: null })
    expect(readRule('0 8 L * *')).toMatchObject({ recurrence: 'monthly', day: null })
    expect(readRule('0 8 15 * *')).toMatchObject({ recurrence: 'monthly', day: 15 })
    expect(readRule('0 8 * * *')).toMatchObject({ recurrence: 'daily' })
  })

  it('that another program made is not guessed at', () => {
    for (const rule of ['*/5 * * * *', '0 8 1 * 1', '0 8 1 6 *', 'nonsense']) expect(readRule(rule)).toBeNull()
  })
})

describe('the fields of a date', () => {
  it('make a local moment, or none while they are incomplete', () => {
    expect(momentOf('2026-11-23', '09:05')).toEqual(monday)
    expect(momentOf('', '09:05')).toBeNull()
    expect(momentOf('2026-11-23', '')).toBeNull()
    expect(momentOf('2026-13-45', '09:05')).toBeNull()
  })

  it('show the local day', () => {
    expect(dayField(monday)).toBe('2026-11-23')
  })
})

describe('a time zone', () => {
  it('is named by its place', () => {
    expect(['Africa/Douala', 'Africa/Porto-Novo', 'America/New_York', 'UTC'].map(timeZonePlace)).toEqual([
      'Douala',
      'Porto-Novo',
      'New York',
      'UTC',
    ])
  })
})
