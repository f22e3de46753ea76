import { fc, it } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { foldText } from '@core/storage/fold-text'

describe('folding', () => {
  it('takes away case, accents and ligatures', () => {
    expect(foldText('Émile ŒUVRÉ d’Abomey')).toBe("emile oeuvre d'abomey")
    expect(foldText('Mɔ̀ɔ̀rɛ́ Ŋgɔ')).toBe('moore ngo')
    expect(foldText('N’Guessan – Yaoundé 😀')).toBe("n'guessan – yaounde 😀")
  })

  it.prop([fc.string({ unit: fc.integer({ min: 0x20, max: 0x24f }).map((code) => String.fromCodePoint(code)) })])(
    'of Latin letters is the same letter by letter, composed or not',
    (text) => {
      expect(foldText(text)).toBe(Array.from(text, foldText).join(''))
      expect(foldText(text.normalize('NFD'))).toBe(foldText(text))
    },
  )

  it.prop([fc.string({ unit: 'binary' })])('of any text is the same character by character', (text) => {
    expect(foldText(text)).toBe(Array.from(text, foldText).join(''))
  })

  it('knows no other sigma at the end of a word', () => {
    expect(foldText('ΟΔΟΣ')).toBe(foldText('οδοσ'))
  })
})
