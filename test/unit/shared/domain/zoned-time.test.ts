/** Fields of a form and moments, in any time zone. */
import { fc, it as property } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { zonedFields, zonedMoment } from '@shared/domain/zoned-time'

const zones = ['Africa/Douala', 'Africa/Abidjan', 'Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'UTC']

describe('the fields of a date', () => {
  it('make the moment at which the clocks of the zone show them', () => {
    const fields = { date: '2026-11-23', time: '09:05' }
    expect(zonedMoment(fields, 'UTC')).toBe(Date.UTC(2026, 10, 23, 9, 5))
    expect(zonedMoment(fields, 'Africa/Douala')).toBe(Date.UTC(2026, 10, 23, 8, 5))
    expect(zonedMoment(fields, 'Asia/Kathmandu')).toBe(Date.UTC(2026, 10, 23, 3, 20))
  })

  it('make none while they are incomplete or wrong', () => {
    for (const [date, time] of [
      ['', '09:05'],
      ['2026-11-23', ''],
      ['2026-13-45', '09:05'],
      ['2026-02-30', '09:05'],
      ['2026-11-23', '25:00'],
    ] as const)
      expect(zonedMoment({ date, time }, 'UTC')).toBeNull()
  })

  it('take the first of two equal hours, and pass over one that the change to summer time skips', () => {
    const twice = zonedMoment({ date: '2026-10-25', time: '02:30' }, 'Europe/Paris')
    expect(twice).toBe(Date.UTC(2026, 9, 25, 0, 30))
    const skipped = zonedMoment({ date: '2026-03-29', time: '02:30' }, 'Europe/Paris')
    expect(skipped).toBe(Date.UTC(2026, 2, 29, 1, 30))
  })

  property.prop([fc.integer({ min: 0, max: 4_000_000_000 }), fc.constantFrom(...zones)])(
    'show what was chosen, whatever the zone',
    (minutes, timeZone) => {
      const at = (minutes % 60_000_000) * 60_000
      const fields = zonedFields(at, timeZone)
      expect(zonedFields(zonedMoment(fields, timeZone) ?? Number.NaN, timeZone)).toEqual(fields)
    },
  )
})
