import { fc, test } from '@fast-check/vitest'
import { getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { formatPhoneNumber } from '@shared/domain/phone-format'
import { isCountryCode, parsePhoneNumber, type CountryCode } from '@shared/domain/phone-number'
import { operatorOf } from '@shared/domain/phone-operator'
import { phoneProblems } from '@shared/domain/phone-problem'

const countries: CountryCode[] = [
  'CM',
  'CI',
  'SN',
  'BJ',
  'TG',
  'GA',
  'BF',
  'ML',
  'NE',
  'GN',
  'CG',
  'CD',
  'TD',
  'CF',
  'FR',
  'BE',
  'US',
]

function e164Of(raw: string | number, country: CountryCode): string {
  const phone = parsePhoneNumber(raw, country)
  return phone.ok ? phone.e164 : phone.reason
}

describe('one number in every human spelling', () => {
  it.each([
    '677123456',
    '6 77 12 34 56',
    '677 12 34 56',
    '677.12.34.56',
    '677-12-34-56',
    '677–12–34–56',
    '677/12/34/56',
    '677,12,34,56',
    '(677) 123456',
    '+237677123456',
    '+237 6 77 12 34 56',
    '(+237) 6 77 12 34 56',
    '+237 (0) 677 12 34 56',
    '00237677123456',
    '00 237 677123456',
    '00+237 677123456',
    '237677123456',
    '237 677 12 34 56',
    "'677123456",
    '’+237677123456',
    '="677123456"',
    '"677123456"',
    'tel:+237677123456',
    'Tél. : 677 12 34 56',
    'Tel mobile: 677123456',
    'N° 677123456',
    'WhatsApp +237677123456',
    '677123456 (WhatsApp)',
    'MTN 677 12 34 56',
    '(MTN) 677 12 34 56 perso',
    '677\u00a012\u202f34\u00a056',
    ' \t677123456\r\n',
    '\u200b677123456\ufeff',
    '\u202a+237677123456\u202c',
    '６７７１２３４５６',
    '＋２３７６７７１２３４５６',
    '٦٧٧١٢٣٤٥٦',
    '۶۷۷۱۲۳۴۵۶',
    '677123456.0',
    '237677123456,00',
    '2.37677123456E+11',
    '6,77123456e8',
    677123456,
    237677123456,
  ])('%j', (raw) => {
    expect(parsePhoneNumber(raw, 'CM')).toEqual({
      ok: true,
      e164: '+237677123456',
      national: '677123456',
      country: 'CM',
      type: 'mobile',
    })
  })

  it.each([
    ['0612345678', 'FR', '+33612345678'],
    ['0611000000', 'FR', '+33611000000'],
    ['612345678', 'FR', '+33612345678'],
    ['+33 (0)6 12 34 56 78', 'CM', '+33612345678'],
    ['062123456', 'GA', '+24162123456'],
    ['62123456', 'GA', '+24162123456'],
    ['+241 062 12 34 56', 'CM', '+24162123456'],
    ['0707070707', 'CI', '+2250707070707'],
    ['0197123456', 'BJ', '+2290197123456'],
    ['22890443679', 'TG', '+22890443679'],
    ['2250707070707', 'CM', '+2250707070707'],
    ['221771234567', 'TG', '+221771234567'],
  ] as const)('%s in %s is %s', (raw, country, e164) => {
    expect(e164Of(raw, country)).toBe(e164)
  })

  test.prop([
    fc.constantFrom('677123456', '699000001', '+237677123456', '00237655123456'),
    fc.array(fc.constantFrom(' ', '\u00a0', '.', '-', '\u200b', '\u202f', ''), { minLength: 20, maxLength: 20 }),
  ])('separators anywhere change nothing', (number, separators) => {
    const spelled = Array.from(number, (char, index) => char + (index === 0 ? '' : separators[index]!)).join('')
    expect(e164Of(spelled, 'CM')).toBe(e164Of(number, 'CM'))
  })
})

describe('what is no number to send to', () => {
  it.each([
    ['', 'empty'],
    ['  \u00a0', 'empty'],
    ['-', 'empty'],
    ["'", 'empty'],
    ['n/a', 'not_a_number'],
    ['Awa', 'not_a_number'],
    ['677O12345', 'not_a_number'],
    ['Awa 677123456', 'not_a_number'],
    ['Tel', 'not_a_number'],
    ['*155#', 'not_a_number'],
    ['07/03/2026', 'not_a_number'],
    ['2026-03-05 10:30', 'not_a_number'],
    [-677123456, 'not_a_number'],
    [677123456.5, 'not_a_number'],
    [NaN, 'not_a_number'],
    [1e21, 'not_a_number'],
    ['x'.repeat(300), 'not_a_number'],
    ['2.37651E+11', 'scientific_notation'],
    ['2,37651E+11', 'scientific_notation'],
    ['6,77E+08', 'scientific_notation'],
    ['2.4E11', 'scientific_notation'],
    ['237600000000', 'lost_digits'],
    [237651000000, 'lost_digits'],
    ['67712345', 'lost_digits'],
    ['+23767712345', 'lost_digits'],
    ['6771234', 'too_short'],
    ['12', 'too_short'],
    ['00', 'too_short'],
    ['0', 'too_short'],
    ['6771234567', 'too_long'],
    ['23767712345678', 'too_long'],
    ['677123456 / 699123456', 'several_numbers'],
    ['677123456;699123456', 'several_numbers'],
    ['677123456\n699123456', 'several_numbers'],
    ['677 12 34 56 ou 699 12 34 56', 'several_numbers'],
    ['677123456 - 699123456', 'several_numbers'],
    ['+237677123456+237699123456', 'several_numbers'],
    ['677123456 699123456', 'several_numbers'],
    ['222123456', 'not_mobile'],
    ['+237 233 12 34 56', 'not_mobile'],
    ['88123456', 'not_mobile'],
    ['123456789', 'invalid_for_country'],
    ['+999123456789', 'invalid_for_country'],
  ])('%j is %s', (raw, reason) => {
    expect(parsePhoneNumber(raw, 'CM')).toMatchObject({ ok: false, reason })
  })

  it('says how many digits there are and how many there should be', () => {
    expect(parsePhoneNumber('67712345', 'CM')).toMatchObject({ params: { country: 'CM', digits: 8, expected: 9 } })
    expect(parsePhoneNumber('+22177123', 'CM')).toMatchObject({
      reason: 'too_short',
      params: { country: 'SN', digits: 5, expected: 9 },
    })
  })

  it('accepts a vanity number that a person has written', () => {
    expect(e164Of('677 000 000', 'CM')).toBe('+237677000000')
    expect(e164Of('+237677000000', 'CM')).toBe('+237677000000')
  })

  it('takes landlines only where asked', () => {
    expect(parsePhoneNumber('222123456', 'CM', { allowFixed: true })).toMatchObject({ ok: true, type: 'fixed' })
  })
})

describe('numbers of an old plan', () => {
  it.each([
    ['CI', '07 07 07 07', '+2250707070707', 'CI-2021'],
    ['CI', '47123456', '+2250747123456', 'CI-2021'],
    ['CI', '+225 05 12 34 56', '+2250505123456', 'CI-2021'],
    ['CI', '22576123456', '+2250576123456', 'CI-2021'],
    ['CI', '01123456', '+2250101123456', 'CI-2021'],
    ['CI', '50123456', '+2250150123456', 'CI-2021'],
    ['BJ', '97123456', '+2290197123456', 'BJ-2024'],
    ['BJ', '0022966123456', '+2290166123456', 'BJ-2024'],
    ['GA', '06 03 11 22', '+24166031122', 'GA-2019'],
    ['GA', '07280150', '+24177280150', 'GA-2019'],
    ['GA', '+24105123456', '+24165123456', 'GA-2019'],
    ['CI', 707070707, '+2250707070707', 'leading_zero'],
    ['CI', '225 5 05 12 34 56', '+2250505123456', 'leading_zero'],
    ['BJ', 197123456, '+2290197123456', 'leading_zero'],
  ] as const)('%s %s becomes %s', (country, raw, e164, rule) => {
    const applied = parsePhoneNumber(raw, country, { migrate: 'apply' })
    expect(applied).toMatchObject({ ok: true, e164, type: 'mobile', migrated: { rule } })
    expect(parsePhoneNumberFromString(e164)?.getType()).toBe('MOBILE')

    const reason = rule === 'leading_zero' ? 'lost_digits' : 'old_numbering'
    expect(parsePhoneNumber(raw, country)).toEqual({ ok: false, reason, params: { country, rule, proposal: e164 } })
    expect(parsePhoneNumber(raw, country, { migrate: 'off' })).toEqual({ ok: false, reason, params: { country, rule } })
  })

  it.each([
    ['CI', '60123456', 'old_numbering'],
    ['CI', '69123456', 'old_numbering'],
    ['BJ', '71234567', 'old_numbering'],
    ['GA', '03123456', 'old_numbering'],
    ['GA', 6031122, 'old_numbering'],
    ['CI', '22445566', 'not_mobile'],
    ['BJ', '21301234', 'not_mobile'],
    ['CI', '7070707', 'too_short'],
    ['GA', '01123456', 'not_mobile'],
  ] as const)('%s %s is never guessed: %s', (country, raw, reason) => {
    const phone = parsePhoneNumber(raw, country, { migrate: 'apply' })
    expect(phone).toMatchObject({ ok: false, reason })
    expect(phone).not.toHaveProperty('params.proposal')
  })

  it('leaves a number of today as it is', () => {
    expect(parsePhoneNumber('0707070707', 'CI', { migrate: 'apply' })).not.toHaveProperty('migrated')
  })

  test.prop([fc.constantFrom<CountryCode>('CI', 'BJ', 'GA'), fc.stringMatching(/^[0-9]{7,10}$/)], { numRuns: 3000 })(
    'becomes a number that keeps all the old digits, or stays refused',
    (country, digits) => {
      const phone = parsePhoneNumber(digits, country, { migrate: 'apply' })
      if (!phone.ok || !phone.migrated) return
      expect(phone.national.endsWith(country === 'GA' ? digits.slice(1) : digits)).toBe(true)
      expect(parsePhoneNumber(phone.e164, country)).toMatchObject({ ok: true, e164: phone.e164 })
    },
  )
})

/** Digits near the real ranges, so that the property meets numbers and not only nonsense. */
const nearNumber = fc
  .tuple(
    fc.constantFrom(
      '',
      '6',
      '65',
      '67',
      '62',
      '24',
      '222',
      '07',
      '05',
      '01',
      '77',
      '70',
      '90',
      '9',
      '06',
      '88',
      '2',
      '012',
    ),
    fc.stringMatching(/^[0-9]{5,9}$/),
  )
  .map(([start, end]) => start + end)

describe('agreement with libphonenumber', () => {
  test.prop([fc.constantFrom(...countries), nearNumber, fc.constantFrom('national', 'plus', 'code', '00')], {
    numRuns: 20_000,
  })(
    'what is accepted is a valid number there, with the same spelling and kind, and nothing that it calls mobile is refused',
    (country, digits, form) => {
      const callingCode = getCountryCallingCode(country)
      fc.pre(!digits.endsWith('000000'))
      const raw =
        form === 'national' ? digits : { plus: '+', code: '', '00': '00' }[form as 'plus'] + callingCode + digits
      const library = parsePhoneNumberFromString(form === '00' ? `+${callingCode}${digits}` : raw, country)
      const ours = parsePhoneNumber(raw, country, { migrate: 'off', allowFixed: true })
      if (ours.ok) {
        const valid = library?.isValid() === true ? library : parsePhoneNumberFromString(ours.e164)
        expect(valid?.isValid()).toBe(true)
        expect(ours.e164).toBe(valid?.number)
        expect(ours.country).toBe(valid?.country)
        expect(ours.type === 'mobile').toBe(valid?.getType() === 'MOBILE')
      } else {
        expect(phoneProblems).toContain(ours.reason)
        const oldGabonese = country === 'GA' && ours.reason === 'old_numbering'
        expect(library?.isValid() === true && library.getType() === 'MOBILE' && !oldGabonese).toBe(false)
      }
    },
  )

  test.prop(
    [
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom(...Array.from('0123456789+.,E -/()ouTél:٦６')) }),
        fc.double(),
      ),
      fc.constantFrom(...countries),
    ],
    { numRuns: 5_000 },
  )('any cell gets an answer, and an accepted one parses again to itself', (raw, country) => {
    const phone = parsePhoneNumber(raw, country, { migrate: 'apply' })
    if (phone.ok) expect(parsePhoneNumber(phone.e164, country)).toMatchObject({ ok: true, e164: phone.e164 })
    else expect(phoneProblems).toContain(phone.reason)
  })
})

describe('for people', () => {
  it('writes a number in international form', () => {
    expect(formatPhoneNumber('+237677123456')).toBe('+237 6 77 12 34 56')
    expect(formatPhoneNumber('+2250707070707')).toBe('+225 07 07 07 07 07')
    expect(formatPhoneNumber('Awa')).toBe('Awa')
  })

  it('knows country codes', () => {
    expect(isCountryCode('CM')).toBe(true)
    expect(isCountryCode('XX')).toBe(false)
    expect(isCountryCode('constructor')).toBe(false)
  })

  it.each([
    ['+237677123456', 'MTN'],
    ['+237650123456', 'MTN'],
    ['+237655123456', 'Orange'],
    ['+237699123456', 'Orange'],
    ['+237620123456', 'Camtel'],
    ['+2250707070707', 'Orange'],
    ['+2250505050505', 'MTN'],
    ['+2250101010101', 'Moov'],
    ['+221771234567', 'Orange'],
    ['+2290197123456', 'MTN'],
    ['+2290195123456', 'Moov'],
    ['+2290144123456', 'Celtiis'],
    ['+22890443679', 'Yas'],
    ['+24166031122', 'Moov Africa'],
    ['+24177280150', 'Airtel'],
    ['+22670123456', 'Moov Africa'],
    ['+22376123456', 'Orange'],
    ['+33612345678', null],
    ['', null],
  ])('%s was given out by %s', (e164, operator) => {
    expect(operatorOf(e164)).toBe(operator)
  })
})
