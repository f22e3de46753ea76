import { fc, it as property } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import {
  field,
  gatewayTime,
  integerValue,
  internationalPhone,
  plainWords,
  quoted,
  textValue,
} from '@core/providers/fields'

describe('values of an answer', () => {
  it('are read as numbers or texts, whichever the gateway sends', () => {
    expect([10, '10', ' 10 ', -3, '10.0', 1.5, '', 'x', null, {}, NaN].map(integerValue)).toEqual([
      10,
      10,
      10,
      -3,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
    ])
    expect([587854667, ' abc ', '', true, null].map(textValue)).toEqual(['587854667', 'abc', null, null, null])
  })

  it('come from the object itself only, under any of their spellings', () => {
    const answer = JSON.parse('{"__proto__":{"status":"ACT"},"errros":["a"]}') as Record<string, unknown>
    expect(field(answer, 'status')).toBeNull()
    expect(field({}, 'constructor')).toBeNull()
    expect(field(answer, 'errors', 'errros')).toEqual(['a'])
  })
})

describe('phone numbers of an archive', () => {
  it.each([
    ['+22508081488', '+22508081488'],
    ['0022890443679', '+22890443679'],
    ['22890443679', '+22890443679'],
    ['+237 6 99 12 85 31', '+237699128531'],
    ['0708081488', '0708081488'],
    ['699128531', '699128531'],
    ['GRIOT', 'GRIOT'],
  ])('%s reads as %s', (given, read) => {
    expect(internationalPhone(given)).toBe(read)
  })
})

describe("a gateway's time", () => {
  it.each([
    ['2017-04-27 15:46:23', 0, '2017-04-27T15:46:23Z'],
    ['2019-05-11 13:53:14', 1, '2019-05-11T12:53:14Z'],
    ['2019-05-11T13:53:14.250Z', 1, '2019-05-11T13:53:14Z'],
    ['2019-05-11T13:53:14+02:00', 0, '2019-05-11T11:53:14Z'],
    ['2019-05-11 13:53', 0, '2019-05-11T13:53:00Z'],
    ['2019-05-11', 0, '2019-05-11T00:00:00Z'],
  ])('%s, %i h ahead of UTC', (text, offset, iso) => {
    expect(gatewayTime(text, offset)).toBe(Date.parse(iso))
  })

  it('that cannot be is not read', () => {
    const impossible = [
      ...['2019-02-30', '2019-13-01', '2019-01-01 25:00:00', '2019-01-01 23:75:00', '2019-01-01 23:59:61'],
      // what databases write for "no date yet"
      ...['0000-00-00 00:00:00', '0001-01-01', '1900-01-01 00:00:00', '1970-01-01 00:00:00'],
      ...['2019-01-01 10:00:00+77:77', '2019-01-01 10:00:00-15:00', 'hier', 5, null],
    ]
    expect(impossible.filter((value) => gatewayTime(value, 0) !== null)).toEqual([])
  })
})

describe("a gateway's own words", () => {
  it('compare without accents, curly apostrophes or case', () => {
    expect(plainWords('  Pas d’Autorisation\u00a0!')).toBe("pas d'autorisation !")
    expect(plainWords('Numéro  de téléphone invalide')).toBe('numero de telephone invalide')
  })

  property.prop([fc.string({ minLength: 3 }), fc.string(), fc.string()])(
    'never hold a credential when quoted',
    (secret, before, after) => {
      const shown = quoted(before + secret + after, { apiKey: secret }) ?? ''
      if (!'•••'.includes(secret)) expect(shown).not.toContain(secret)
      expect(shown.length).toBeLessThanOrEqual(120)
    },
  )
})
