import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { redact, redactText } from '@core/redaction/redact'

describe('what reaches the log', () => {
  it('hides secrets and texts at any depth, in objects, lists and errors', () => {
    const line = JSON.stringify(
      redact({
        account: 'KING',
        credentials: { apiKey: 'abc123' },
        list: [{ deep: { password: 'p@ss' } }],
        text: 'Bonjour Awa',
        error: new Error('GET https://api.example/send?key=s3cret&to=237677123456 failed'),
      }),
    )
    for (const secret of ['abc123', 'p@ss', 'Bonjour', 's3cret', '237677123456']) expect(line).not.toContain(secret)
    expect(line).toContain('KING')
    expect(line).toContain('https://api.example/send')
  })

  it.each([
    ['+237 6 77 12 34 56', '•••56'],
    ['refused for 0707070707 today', 'refused for •••07 today'],
    ['api_key=abcdef&x=1', 'api_key=•••&x=1'],
    ['Authorization: Bearer xyz', 'Authorization: Bearer •••'],
    ['token expired, password: "hush"', 'token expired, password: "•••"'],
    ['https://user:pw@host/path?q=1#f', 'https://host/path'],
  ])('turns %s into %s', (text, expected) => {
    expect(redactText(text)).toBe(expected)
  })

  it.each(['2026-11-22 10:05', 'Electron 45.4.1', 'campaign 12', '1 234 567 rows'])('leaves %s as it is', (text) => {
    expect(redactText(text)).toBe(text)
  })

  it('takes what has no end and what is no data', () => {
    const loop: Record<string, unknown> = { a: 1 }
    loop.loop = loop
    expect(() => JSON.stringify(redact(loop))).not.toThrow()
    expect(
      redact({ when: new Date(Number.NaN), size: 10n, run: () => 1, map: new Map([[1, 2]]), bytes: new Uint8Array(2) }),
    ).toEqual({
      when: '[date]',
      size: '10',
      run: '[function]',
      map: '[Map of 1]',
      bytes: '[bytes]',
    })
  })

  test.prop([fc.anything()])('never throws', (value) => {
    expect(() => redact(value)).not.toThrow()
  })

  test.prop([fc.stringMatching(/^\+?[1-9]\d{8,13}$/), fc.string()])(
    'never keeps a whole phone number',
    (phone, around) => {
      fc.pre(!/\d/.test(around))
      expect(redactText(`${around} ${phone} ${around}`)).not.toContain(phone)
    },
  )
})
