import { describe, expect, it } from 'vitest'
import { createLocaleFormats } from '@/composables/locale-formats'

const french = createLocaleFormats('fr')
const english = createLocaleFormats('en')
const minuteMs = 60_000

describe('money', () => {
  it('writes both CFA francs as FCFA, without decimals, with thin spaces in French', () => {
    expect(french.money('6180', 'XAF')).toBe('6\u202f180\u00a0FCFA')
    expect(french.money('6180', 'XOF')).toBe('6\u202f180\u00a0FCFA')
    expect(english.money('6180', 'XAF')).toBe('6,180\u00a0FCFA')
  })

  it('keeps decimals that are there: a price of 12,5 FCFA is not 13', () => {
    expect(french.money('12.5', 'XAF')).toBe('12,5\u00a0FCFA')
    expect(english.money('12.5', 'XOF')).toBe('12.5\u00a0FCFA')
    expect(french.money('12.5', 'EUR')).toBe('12,50\u00a0€')
  })

  it('never goes through a float', () => {
    expect(french.money('9007199254740993', 'XAF')).toBe('9\u202f007\u202f199\u202f254\u202f740\u202f993\u00a0FCFA')
  })

  it('refuses what is not a decimal string', () => {
    expect(() => french.money('NaN', 'XAF')).toThrow('NaN')
    expect(() => french.money('1e3', 'XAF')).toThrow('1e3')
  })
})

describe('figures and dates', () => {
  it('groups counts by locale', () => {
    expect(french.number(3214)).toBe('3\u202f214')
    expect(english.number(3214)).toBe('3,214')
    expect(french.percent(0.987)).toBe('98,7\u00a0%')
  })

  it('says how long ago and how soon in the largest unit that fits', () => {
    expect(french.relative(0, 5 * minuteMs)).toBe('il y a 5 minutes')
    expect(english.relative(3 * 60 * minuteMs, 0)).toBe('in 3 hours')
    expect(french.relative(1_000, 2_000)).toBe('maintenant')
  })

  it('gives the two largest units of a duration', () => {
    expect(french.duration(125_000)).toBe('2\u00a0min 5\u00a0s')
    expect(french.duration(3_600_000 * 27 + 61_000)).toBe('1\u00a0j 3\u00a0h')
    expect(english.duration(3_600_000)).toBe('1\u00a0h')
    expect(english.duration(400)).toBe('0\u00a0s')
  })

  it('writes sizes of files in the units of the language', () => {
    expect(french.fileSize(4_100_000)).toBe('4,1\u00a0Mo')
    expect(english.fileSize(999)).toBe('999\u00a0B')
  })
})

it('sets the sign of what is below zero as a minus, not a hyphen', () => {
  for (const { money, number, percent } of [french, english]) {
    expect([money('-6180', 'XAF'), money('-5', 'EUR'), number(-12), percent(-0.5)].map((text) => text[0])).toEqual(
      Array.from({ length: 4 }, () => '\u2212'),
    )
  }
})
