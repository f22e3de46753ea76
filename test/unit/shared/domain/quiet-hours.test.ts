import { describe, expect, it } from 'vitest'
import { countries } from '@shared/domain/country'
import { zonesOfDialCode } from '@shared/domain/country-zone'
import { disturbedAt, isQuietHour } from '@shared/domain/quiet-hours'
import { warningsAt } from '@shared/contract/drafts'

const at = Date.parse('2026-11-23T21:30:00Z')
const quietHours = { from: 22, to: 7 }

describe('quiet hours', () => {
  it.each([
    ['Africa/Lome', { from: 21, to: 7 }, true],
    ['Africa/Lome', { from: 22, to: 7 }, false],
    ['Africa/Douala', { from: 22, to: 7 }, true],
    ['Africa/Nairobi', { from: 0, to: 1 }, true],
    ['Africa/Nairobi', { from: 1, to: 7 }, false],
    ['Africa/Lome', { from: 5, to: 5 }, false],
  ])('in %s, kept as %j: %s', (zone, hours, expected) => {
    expect(isQuietHour(at, zone, hours)).toBe(expected)
  })

  it('are those of the place where each recipient is', () => {
    const places = { 237: 3, 228: 5, 243: 2, 122: 1 }
    expect(disturbedAt(at, { quietHours, places }, 'UTC')).toEqual({
      recipients: 5,
      where: ['Douala 22:30', 'Kinshasa 22:30'],
    })
    // a number of which the zone is not known counts by this computer's
    expect(disturbedAt(at, { quietHours, places: { 122: 1 } }, 'Africa/Douala')?.recipients).toBe(1)
    expect(disturbedAt(at, { quietHours: null, places }, 'UTC')).toBeNull()
    expect(disturbedAt(at, { quietHours, places: {} }, 'UTC')).toBeNull()
  })

  it('are said in the bill for the time at which the campaign leaves', () => {
    const bill = { warnings: [], quiet: { quietHours, places: { 237: 3 } } }
    expect(warningsAt(bill, at, 'UTC')).toEqual([{ code: 'quiet_hours', params: { count: 3, where: 'Douala 22:30' } }])
    expect(warningsAt(bill, at - 3_600_000, 'UTC')).toEqual([])
  })
})

describe('the zones of a country', () => {
  it.each(countries.filter(({ dialCode }) => dialCode !== '1').map(({ code, dialCode }) => [code, dialCode] as const))(
    '%s (+%s) are known, and are zones',
    (_, dialCode) => {
      const zones = zonesOfDialCode(`${dialCode}00`)
      expect(zones.length).toBeGreaterThan(0)
      for (const timeZone of zones) expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow()
    },
  )

  it('of +1 are too many to say', () => expect(zonesOfDialCode('120')).toEqual([]))
})
