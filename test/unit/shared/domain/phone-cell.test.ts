import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { parsePhoneNumber, phonesIn, type CountryCode } from '@shared/domain/phone-number'
import { phoneOutcomes } from '../../../fixtures/entrance/phone-outcomes'

function outcomeOf(cell: string, country: CountryCode): string {
  const phone = parsePhoneNumber(cell, country, { migrate: 'off' })
  if (phone.ok) return phone.e164
  const repaired = parsePhoneNumber(cell, country, { migrate: 'apply' })
  if (repaired.ok) return `~${repaired.e164}`
  return [repaired.reason, ...(repaired.readings ?? [])].join(' ')
}

describe('phone cells as people have them', () => {
  it.each(phoneOutcomes.map(({ country, cell, right }) => [country, cell, right] as const))(
    '%s %j is %s',
    (country, cell, right) => {
      expect(outcomeOf(cell, country)).toBe(right)
    },
  )
})

const countries = ['CI', 'BJ', 'CG', 'CM', 'GA', 'SN', 'TG', 'ML', 'FR'] as const
const piece = fc.oneof(
  fc.stringMatching(/^[0-9]{1,4}$/),
  fc.stringMatching(/^(?:0[157]|6[579]|01|97|06|77|4|5)[0-9]{5,8}$/),
  fc.stringMatching(/^\+?(?:225|229|237|242)$/),
)
const gap = fc.constantFrom(
  ...[
    ' ',
    '  ',
    '.',
    '-',
    '. ',
    ' - ',
    '/',
    ' / ',
    ', ',
    ',',
    ' (',
    ') ',
    '(',
    ')',
    ':',
    ' : ',
    '\n',
    '\t',
    ';',
    '+',
    ' + ',
  ],
  ...[
    ' ou ',
    ' et ',
    'Tel ',
    ' Tél : ',
    ' WhatsApp ',
    ' Awa ',
    '①',
    '²',
    '\u200b',
    '\u00a0',
    '°',
    '|',
    '_',
    '#',
    '* ',
    '• ',
  ],
)
const cell = fc
  .tuple(gap, fc.array(fc.tuple(piece, gap), { minLength: 1, maxLength: 6 }))
  .map(([head, parts]) => head + parts.map(([digits, after]) => digits + after).join(''))

/** The digits next to each other, with at most one joint (and brackets of a code) between two of them. */
function standsTogether(digits: string, text: string): boolean {
  const joint = '[\\u200b]*(?:\\(0\\) ?)?(?:[ .\\-\\u00a0/,·_:]?[\\u200b]*|\\)[ .\\-\\u00a0]?|[ .\\-\\u00a0]?\\()'
  return new RegExp(Array.from(digits).join(joint)).test(text)
}

describe('a number is never put together from digits that stand apart', () => {
  test.prop([fc.constantFrom(...countries), cell], { numRuns: 20_000 })(
    'whatever stands in the cell',
    (country, text) => {
      const phone = parsePhoneNumber(text, country, { migrate: 'apply', allowFixed: true })
      if (!phone.ok) return
      const written = phone.migrated?.from ?? phone.national
      expect(standsTogether(written, text), `${JSON.stringify(text)} became ${phone.e164}`).toBe(true)
    },
  )

  it.each([
    '+642 - 01000000',
    '00642 / 01000000',
    '+642/01000000',
    '+376 / 312345',
    '+42 . 0601123456',
    '+2 - 37677112237',
  ])('not even after a plus, where no calling code stands: %s', (text) => {
    const phone = parsePhoneNumber(text, 'CI', { migrate: 'apply', allowFixed: true })
    const calling = text.startsWith('+376')
    expect(phone.ok, JSON.stringify(phone)).toBe(calling)
  })

  it.each([
    ['+67200000', 'NF'],
    ['00000', 'NF'],
    ['4641234', 'AG'],
    ['+44 1534 012345', 'GB'],
    ['2921234', 'BM'],
  ] as const)('%s in %s: no digit comes from nowhere', (text, country) => {
    const phone = parsePhoneNumber(text, country, { migrate: 'apply', allowFixed: true })
    if (phone.ok) expect(text.replace(/\D/g, '')).toContain(phone.national)
  })

  test.prop([
    fc.constantFrom('0707071236', '07071236', '0505051240'),
    fc.constantFrom(' ', '', '.', '-'),
    fc.stringMatching(/^[0-9]{0,3}[1-9]$/),
  ])(
    'an ending after a slash, a comma, a colon, a bracket or a word is that of another number',
    (number, joint, tail) => {
      const spelled = number.match(/../g)!.join(joint)
      for (const separator of [' / ', '/', ', ', ',', ' : ', ' - ', ' (', ' ou ', ' et ', ' & ', ';']) {
        const phone = parsePhoneNumber(`${spelled}${separator}${tail}`, 'CI', { migrate: 'apply' })
        expect(phone, `${spelled}${separator}${tail}`).toMatchObject({ ok: false })
      }
    },
  )

  test.prop([fc.integer({ min: 1, max: 99 }), fc.constantFrom(')', ') ', '. ', ' - ', '/ ', ' : ', ' ')])(
    'the mark of a list never becomes part of the number after it',
    (mark, sign) => {
      for (const [country, number, right] of [
        ['CI', '07071241', '+2250707071241'],
        ['BJ', '97123411', '+2290197123411'],
        ['CM', '677123412', '+237677123412'],
        ['CG', '066123410', '+242066123410'],
      ] as const) {
        const phone = parsePhoneNumber(`${mark}${sign}${number}`, country, { migrate: 'apply' })
        if (phone.ok) expect(phone.e164).toBe(right)
      }
    },
  )
})

describe('several numbers in one cell', () => {
  it('says of a landline among them why it cannot be used', () => {
    expect(phonesIn('677112237 / 222112237', 'CM')[1]).toMatchObject({
      digits: '222112237',
      phone: { ok: false, reason: 'not_mobile' },
    })
  })

  it.each([
    ['677112237 / 699112237', ['+237677112237', '+237699112237']],
    ['Papa 677112237, Maman 699112237', ['+237677112237', '+237699112237']],
    ['677112237 / 222112237', ['+237677112237']],
    ['677112237 / 677112237', ['+237677112237']],
    ['677112237', []],
    ['677112237 / 38', []],
    ['677112237 / 6991122', []],
  ])('%j holds %j', (text, phones) => {
    expect(phonesIn(text, 'CM').flatMap(({ phone }) => (phone.ok ? [phone.e164] : []))).toEqual(phones)
  })
})

const apart = fc.constantFrom(
  '(',
  ')',
  ') (',
  ')(',
  ' et ',
  ' ou ',
  ';',
  ' | ',
  '\n',
  ' & ',
  ', ',
  ' : ',
  ' [',
  '] ',
  ' x ',
  '#',
)
const shortPieces = fc
  .array(fc.tuple(fc.stringMatching(/^[0-9]{2,4}$/), apart), { minLength: 2, maxLength: 5 })
  .map((parts) => parts.map(([digits, after], index) => digits + (index < parts.length - 1 ? after : '')).join(''))

describe('what is offered instead of a refused cell', () => {
  it.each([
    ['CM', '06 77 12 34 10', 'too_long +237677123410'],
    ['CM', '0677123410', 'too_long +237677123410'],
    ['CM', '06.77.12.34.10', 'too_long +237677123410'],
    ['CM', '+237 0677123410', 'too_long +237677123410'],
    ['CM', '2370677123410', 'too_long +237677123410'],
    ['CM', '00237 06 77 12 34 10', 'too_long +237677123410'],
    ['SN', '077 123 45 67', 'too_long +221771234567'],
    ['TG', '090123456', 'too_long +22890123456'],
    ['CM', '01 77 12 34 10', 'too_long'],
    ['CM', '67712341012', 'too_long'],
    ['CM', '677,123410', 'not_a_number +237677123410'],
    ['CM', '677  123  410', 'not_a_number +237677123410'],
    ['CM', '677 - 123 - 410', 'not_a_number +237677123410'],
    ['CM', '677(12)3456', 'not_a_number'],
    ['CM', '677(123)410', 'not_a_number'],
    ['CM', '677[12]3410', 'not_a_number'],
    ['CM', '677 (1) 23410', 'not_a_number'],
    ['CM', '677 et 123410', 'not_a_number'],
    ['CM', '677, 123410', 'not_a_number'],
    ['CI', '0707(12)3637', 'not_a_number'],
    ['CI', '00)(0100)0000(01(02', 'not_a_number'],
    ['CI', '1) (0707) 123637', 'not_a_number'],
    ['CM', '1) (237) 677123410', '+237677123410'],
    ['CM', '1) (+237) 677123410', '+237677123410'],
    ['CM', '1) (00237)677123410', '+237677123410'],
  ] as const)('%s %s: %s', (country, cell, right) => {
    expect(outcomeOf(cell, country)).toBe(right)
  })

  test.prop([fc.constantFrom(...countries), shortPieces], { numRuns: 5_000 })(
    'is no number built of pieces that brackets, words or marks of lists part',
    (country, text) => {
      const phone = parsePhoneNumber(text, country, { migrate: 'offer' })
      if (phone.ok) expect(standsTogether(phone.migrated?.from ?? phone.national, text)).toBe(true)
      else for (const reading of phone.readings ?? []) expect(standsTogether(reading.slice(-6), text), text).toBe(true)
    },
  )
})

describe('a cell made by a stranger', () => {
  const long = 2_000
  const hostile = {
    digits: '1'.repeat(long),
    spaced: '1 '.repeat(long),
    wide: `1${' '.repeat(long)}1`,
    dashes: '1 - '.repeat(long),
    dots: '1.'.repeat(long),
    commas: '1,'.repeat(long),
    plus: '+1 '.repeat(long),
    brackets: '(1)'.repeat(long),
    slashes: '1/'.repeat(long),
    words: '1 ou '.repeat(long),
  }
  // without a limit of time: what is not linear does not come back at all
  it.each(Object.entries(hostile))('is answered at once, whatever it holds: %s', (_, cell) => {
    for (const end of ['', 'x', '(', '  ', ',x'])
      expect(parsePhoneNumber(cell + end, 'CM', { migrate: 'apply' }).ok).toBe(false)
  })
})
