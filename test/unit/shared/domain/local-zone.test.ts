import { describe, expect, it } from 'vitest'
import { localTimeZone } from '@shared/domain/local-zone'

const now = Date.parse('2026-11-23T12:00:00Z')
const zone = (name: () => unknown, minutes: number): string =>
  localTimeZone(now, { name, offsetMinutes: () => minutes })

describe("this computer's own zone", () => {
  it.each([
    ['as it says', 'Africa/Douala', 60, 'Africa/Douala'],
    ['UTC', 'UTC', 0, 'UTC'],
    ['unnamed, with a clock', undefined, 60, 'Etc/GMT-1'],
    ['unnamed, behind UTC', undefined, -300, 'Etc/GMT+5'],
    ['unnamed, on UTC', undefined, 0, 'UTC'],
    ['empty', '', 0, 'UTC'],
    ['no zone at all', 'Etc/Unknown', 0, 'UTC'],
    ['a word', 'Nowhere/Bad', 0, 'UTC'],
    ['an offset that says the contrary of its clock', '+01:00', -60, 'Etc/GMT+1'],
    ['a name that says something else than its clock', 'Africa/Douala', -60, 'Etc/GMT+1'],
    ['a number', 5, 0, 'UTC'],
    ['half an hour, unnamed', undefined, 330, 'UTC'],
    ['half an hour, named', 'Asia/Kolkata', 330, 'Asia/Kolkata'],
  ])('%s', (_, name, minutes, expected) => {
    expect(zone(() => name, minutes)).toBe(expected)
  })

  it('is found where asking for it fails', () => {
    const fails = (): never => {
      throw new RangeError('no zone')
    }
    expect(zone(fails, 60)).toBe('Etc/GMT-1')
  })

  it('changes twice a year where its clock does', () => {
    const paris = { name: () => 'Europe/Paris', offsetMinutes: (at: number) => (at > now ? 120 : 60) }
    expect(localTimeZone(now, paris)).toBe('Europe/Paris')
    expect(localTimeZone(now, { ...paris, offsetMinutes: () => 60 })).toBe('Etc/GMT-1')
  })
})
