import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { encodeGsm } from '../../../helpers/gsm-septets'
import { checkSenderId, standardSenderRules, type SenderRules } from '@shared/domain/sender-id'

const strict: SenderRules = { maxNameLength: 11, maxDigits: 15, characters: 'letters_digits_spaces' }
const free: SenderRules = { maxNameLength: null, maxDigits: 15, characters: 'gsm' }

describe('a sender', () => {
  it.each(['KING SMS', 'A', 'Éléonore 12', 'GRIOT & Cie'])('%s is a name', (sender) => {
    expect(checkSenderId(` ${sender} `)).toEqual({ ok: true, sender, kind: 'name' })
  })

  it.each(['8001', '+237677123456', '237677123456789'])('%s is a number', (sender) => {
    expect(checkSenderId(sender)).toEqual({ ok: true, sender, kind: 'number' })
  })

  it.each([
    ['', 'empty', {}],
    [' \u00a0', 'empty', {}],
    ['Pharmacie du Centre', 'too_long', { length: 19, limit: 11, suggestion: 'Pharmacie d' }],
    ['2376771234567890', 'number_too_long', { length: 16, limit: 15 }],
    ['Façade', 'bad_characters', { characters: 'ç', suggestion: 'Facade' }],
    ['[Griot]', 'bad_characters', { characters: '[ ]', suggestion: 'Griot' }],
    ['😀', 'bad_characters', { characters: '😀', suggestion: '' }],
    ['ABC\tDEF', 'bad_characters', { characters: 'U+0009', suggestion: 'ABC DEF' }],
    ['ABC\u00a0DEF', 'bad_characters', { characters: 'U+00A0', suggestion: 'ABC DEF' }],
    ['ABC\u202fDEF', 'bad_characters', { characters: 'U+202F', suggestion: 'ABC DEF' }],
    ['ABC\u3000DEF', 'bad_characters', { characters: 'U+3000', suggestion: 'ABC DEF' }],
    ['ABC\u0007', 'bad_characters', { characters: 'U+0007', suggestion: 'ABC' }],
    ['A\u001bB\u0085C', 'bad_characters', { characters: 'U+001B U+0085', suggestion: 'ABC' }],
  ])('%j is refused: %s', (sender, reason, params) => {
    expect(checkSenderId(sender)).toEqual({ ok: false, reason, params })
  })

  it('is held to stricter or looser rules where the gateway has them', () => {
    expect(checkSenderId('École 1', strict)).toMatchObject({
      reason: 'bad_characters',
      params: { suggestion: 'Ecole 1' },
    })
    expect(checkSenderId('Pharmacie du Centre', free)).toMatchObject({ ok: true })
  })

  test.prop([fc.string({ unit: 'grapheme' }), fc.constantFrom(standardSenderRules, strict, free)])(
    'that is suggested is accepted, and an accepted name fits in eleven septets where that is the rule',
    (sender, rules) => {
      const check = checkSenderId(sender, rules)
      if (!check.ok) {
        const { suggestion } = check.params
        if (suggestion)
          expect(['name', 'number']).toContain((checkSenderId(String(suggestion), rules) as { kind: string }).kind)
      } else if (check.kind === 'name' && rules.maxNameLength !== null) {
        expect(encodeGsm(check.sender)!.length).toBeLessThanOrEqual(rules.maxNameLength)
      }
    },
  )
})
