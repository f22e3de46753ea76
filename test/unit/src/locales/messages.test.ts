/** Every message of both languages exists, compiles, is used, and is written as French is written. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { en } from '@/locales/en'
import { fr } from '@/locales/fr'
import { createInterfaceI18n, englishPlural, frenchPlural } from '@/locales/i18n'

function flatten(tree: object, path: readonly string[] = []): [key: string, message: string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[[...path, key].join('.'), value] as [string, string]]
      : flatten(value as object, [...path, key]),
  )
}

const french = flatten(fr)
const english = flatten(en)
const sources = globSync(['src/**/*.vue', 'src/**/*.ts'])
  .filter((file) => !file.startsWith('src/locales/'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')

/** Keys written whole in quotes anywhere in the window's code (also when handed to t() later). */
const quoted = new Set([...sources.matchAll(/['"`]([a-z]\w*(?:\.\w+)+)['"`]/gi)].map((found) => found[1]!))
/** Beginnings and ends of keys that are put together: `settings.theme.${value}`, `errors.${kind}.title`. */
const composed = [...sources.matchAll(/`([a-z]\w*(?:\.\w+)*\.)\$\{[^`]*`/gi)].map((found) => {
  const pattern = found[0]
    .slice(1, -1)
    .split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[\\w.]+')
  return new RegExp(`^${pattern}$`)
})

function isUsed(key: string): boolean {
  return quoted.has(key) || composed.some((pattern) => pattern.test(key))
}

/** Names and figures for every `{placeholder}` of a message. */
function placeholders(message: string): Set<string> {
  return new Set([...message.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!))
}

describe('the messages of the window', () => {
  it('have the same keys in both languages', () => {
    expect(english.map(([key]) => key).sort()).toEqual(french.map(([key]) => key).sort())
  })

  it('name the same placeholders in both languages', () => {
    const wanted = new Map(french)
    for (const [key, message] of english) {
      expect({ key, names: placeholders(message) }).toEqual({ key, names: placeholders(wanted.get(key) ?? '') })
    }
  })

  it.each(['fr', 'en'] as const)('compile in %s', (locale) => {
    const { t } = createInterfaceI18n(locale).global
    for (const [key, message] of locale === 'fr' ? french : english) {
      const values = Object.fromEntries([...placeholders(message)].map((name) => [name, `<${name}>`]))
      const shown = [0, 1, 2].map((count) => t(key, values, count))
      for (const text of shown) {
        expect(text).not.toBe(key)
        expect(text.trim()).not.toBe('')
      }
    }
  })

  it('are all used', () => {
    expect(french.map(([key]) => key).filter((key) => !isUsed(key))).toEqual([])
  })

  it('exist wherever the code asks for one', () => {
    const known = new Set(french.map(([key]) => key))
    const asked = [...sources.matchAll(/\bt\(\s*'([^']+)'/g)].map((found) => found[1]!)
    expect(asked.filter((key) => !known.has(key))).toEqual([])
  })

  it('are written with French typography', () => {
    const narrow = '\u202f'
    for (const [key, message] of french) {
      expect({ key, message, plain: / [:;!?»]|« |[^\s\u202f:/]\?$/.test(message) }).toEqual({
        key,
        message,
        plain: false,
      })
      expect({ key, message, straight: message.includes("'") && !message.includes("{'") }).toEqual({
        key,
        message,
        straight: false,
      })
      if (message.includes('«')) expect(message).toContain(`«${narrow}`)
    }
  })
})

describe('plurals', () => {
  /** Limits stay above one, names are no figures, and a sum of several figures goes by the one that is often one. */
  const always = new Set([
    'accounts.abilities.batch',
    'accounts.abilities.sender',
    'accounts.form.senderHint',
    'accounts.form.senderProblems.number_too_long',
    'accounts.form.senderProblems.too_long',
    'bill.choices.senderHint',
    'bill.sender.number_too_long',
    'bill.sender.too_long',
    'contacts.import.problemsMore',
    'draft.add.tooManyNumbers',
    'history.atLeast',
  ])
  const figures = /\{(formatted|count|rows|valid|invalid|shown|done|units|asked|recipients|left)\} (\p{L}+ )?\p{L}+s\b/u

  it.each(['fr', 'en'] as const)('are there wherever a figure stands before a word, %s', (locale) => {
    const messages = locale === 'fr' ? french : english
    const single = messages.filter(([key, message]) => !message.includes(' | ') && !always.has(key))
    // « {rows} rows = … » in English names each part by its own word
    const sums = single.filter(([key]) => locale === 'fr' || !/\.(sum|sumJoined)$/.test(key))
    expect(sums.filter(([, message]) => figures.test(message))).toEqual([])
  })

  it.each(['fr', 'en'] as const)('are right for 0, 1, 2 and 11, %s', (locale) => {
    const { t } = createInterfaceI18n(locale).global
    for (const [key, message] of locale === 'fr' ? french : english) {
      const forms = message.split(' | ')
      if (forms.length !== 2 || forms[0] === forms[1]) continue
      const values = Object.fromEntries([...placeholders(message)].map((name) => [name, name]))
      const shown = [0, 1, 2, 11].map((count) => t(key, values, count))
      const [none, one, two, eleven] = shown
      expect({ key, shown }).toEqual({ key, shown: [locale === 'fr' ? one : two, one, two, two] })
      expect([none === undefined, one === two, two === eleven]).toEqual([false, false, true])
    }
  })

  it('count 0 and 1.5 as one in French', () => {
    expect([0, 1, 1.5, 2, 21].map((count) => frenchPlural(count, 2))).toEqual([0, 0, 0, 1, 1])
  })

  it('count 0 as many in English, and apart when there is a third form', () => {
    expect([0, 1, 2].map((count) => englishPlural(count, 2))).toEqual([1, 0, 1])
    expect([0, 1, 2].map((count) => englishPlural(count, 3))).toEqual([0, 1, 2])
  })
})
