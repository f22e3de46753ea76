import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { invisibleMarksIn } from '@shared/domain/invisible-marks'
import { printable, printableJson } from '../../../electron/cli/printable'

// eslint-disable-next-line no-control-regex -- these are what it is about
const controls = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/

describe('what a terminal gets', () => {
  it('shows control characters instead of obeying them', () => {
    expect(printable('a\u001b[2J\u0007b\r\nc\td\u007f\u009b31m')).toBe('a␛[2J␇b␍␊c\td␡\ufffd31m')
  })

  it('shows marks that show nothing, and leaves those that form a sign', () => {
    expect(printable('Awa\u202etxt.exe\u200b')).toBe('Awa<U+202E>txt.exe<U+200B>')
    for (const sign of ['❤\ufe0f', '👩\u200d👧', 'می\u200cخواهم']) expect(printable(sign)).toBe(sign)
    expect(printableJson('\u202e')).toBe(String.raw`"\u202e"`)
  })

  test.prop([fc.string({ unit: 'binary' })])('holds none of them, as text or as JSON of the same value', (text) => {
    expect(printable(text)).not.toMatch(controls)
    expect(invisibleMarksIn(printable(text))).toEqual([])
    const json = printableJson({ text })
    expect(json).not.toMatch(controls)
    expect(invisibleMarksIn(json)).toEqual([])
    expect(JSON.parse(json)).toEqual({ text })
  })
})
