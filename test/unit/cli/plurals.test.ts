/** What the command line counts agrees with its number, in both languages. */
import { describe, expect, it } from 'vitest'
import { createWords, isWordKey, type Words } from '../../../electron/cli/words'
import { words as english } from '../../../electron/cli/words.en'
import { words as french } from '../../../electron/cli/words.fr'

const tables = { en: english, fr: french } as const
const keys = Object.keys(english).filter(isWordKey)

/** Placeholders that are numbers of things. */
const counts = new Set(
  `absent accepted accounts added asked cancelled changed count done duplicate failed filtered invalid joined limit messages optedOut
  pending received recipients refused rejected resolved rows segments shown total unchanged unknown updated valid`.split(
    /\s+/,
  ),
)

/** Every number of things is `count`, all else a dash. */
function said(words: Words, text: string, key: string, count: number): string {
  const names = [...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name)
  return isWordKey(key)
    ? words.say(key, Object.fromEntries(names.map((name) => [name, counts.has(name) ? count : '–'])))
    : ''
}

/** A counted word in the wrong number; `douteux`, `mis` and `sms` have one form. */
const wrongOne = {
  en: /(?<![\d.])1 (?!of |is )(?:(?:old|doubtful|8-digit) )*\p{L}{2,}s(?!\p{L})|\(s\)/u,
  fr: /(?<![\d.])[01] (?:non )?(?!mis|dans|sms|douteux)\p{L}{2,}[sx](?!\p{L})|\(e?s\)/iu,
}

describe.each(['fr', 'en'] as const)('in %s', (language) => {
  const words = createWords(language)
  it.each(keys)('%s', (key) => {
    const text = tables[language][key]
    for (const count of language === 'fr' ? [0, 1] : [1])
      expect(said(words, text, key, count)).not.toMatch(wrongOne[language])
    const forms = [...text.matchAll(/\{\w+:([^{}|]*)\|([^{}|]*)\}/g)]
    for (const [, one = '', many = ''] of forms) {
      expect(one).not.toBe(many)
      const singular = language === 'fr' ? [0, 1] : [1]
      for (const count of [0, 1, 2, 11])
        expect(said(words, text, key, count)).toContain(singular.includes(count) ? one : many)
    }
    expect(said(words, text, key, 2)).not.toMatch(/[{}]/)
  })

  it('counts at all', () => {
    expect(Object.values(tables[language]).filter((text) => /\{\w+:/.test(text)).length).toBeGreaterThan(15)
  })
})

it('both forms agree where a number stands as text', () => {
  expect(createWords('en').say('ask.sendTyped', { recipients: '1' })).toContain('1 message?')
})
