/**
 * The user's guides say what the window says: every word in bold stands in the window, the menus or the closed lists, in
 * that language, letter by letter; and both guides have the same chapters.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { en as englishMenus } from '../../../electron/main/words/en'
import { fr as frenchMenus } from '../../../electron/main/words/fr'
import { noticeCodes } from '@shared/contract/reading-report'
import { problemReasons } from '@shared/contract/recipients'
import { noticeSummary } from '@shared/sentences/notice'
import { problemWord } from '@shared/sentences/sentence'
import { words as englishWords } from '@shared/sentences/words.en'
import { words as frenchWords } from '@shared/sentences/words.fr'
import { en } from '@/locales/en'
import { fr } from '@/locales/fr'

function labelsOf(tree: object): string[] {
  return Object.values(tree).flatMap((value: unknown) =>
    typeof value === 'string' ? value.split(' | ') : labelsOf(value as object),
  )
}

/** A label with names and figures to fill in matches its text with any of them, or with `…` in their place. */
function patternOf(label: string): RegExp {
  const parts = label.split(/\{'?[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.+')}$`, 'i')
}

/** First cells of the tables. */
const rows = (guide: string): string[] => [...guide.matchAll(/^\| ([^|]*?) +\|/gm)].map(([, cell]) => cell!)
/** Of a sentence on a list, up to its example or advice. */
const beginningOf = (sentence: string): string => sentence.split(/\u202f?[:(;.]/)[0]!.trim()

const read = (language: string): string => readFileSync(`docs/guide.${language}.md`, 'utf8')
const withoutCode = (text: string): string => text.replace(/`[^`\n]*`/g, '')
const chapters = (text: string): string[] => [...text.matchAll(/^##+ (\d*)/gm)].map(([, number]) => number!)

describe.each([
  ['fr', [fr, frenchMenus, frenchWords]],
  ['en', [en, englishMenus, englishWords]],
] as const)('the guide in %s', (language, sources) => {
  const guide = read(language)

  it('quotes the window word for word', () => {
    const labels = sources.flatMap((source) => labelsOf(source))
    // a label that is all placeholder would match anything
    const patterns = labels.filter((label) => /\p{L}/u.test(label.replace(/\{[^}]*\}/g, ''))).map(patternOf)
    const quoted = [...withoutCode(guide).matchAll(/\*\*([^*]+)\*\*/g)].map(([, words]) =>
      words!.replace(/\s*\n\s*/g, ' '),
    )
    expect(quoted.length).toBeGreaterThan(100)
    expect([...new Set(quoted.filter((words) => !patterns.some((pattern) => pattern.test(words))))]).toEqual([])
  })

  it.each(noticeCodes)('explains the notice %s', (code) => {
    const sentence = noticeSummary({ code, count: 2, lines: [] }, { sheets: ['A', 'B'], sheet: 'A' }, language)
    expect(rows(guide)).toContain(beginningOf(sentence.replace(/^2 /, '… ')))
  })

  it.each(problemReasons)('explains the problem %s', (reason) => {
    expect(rows(guide)).toContain(beginningOf(problemWord(reason, language)))
  })

  it('uses no Markdown but what the window can show', () => {
    expect(guide).not.toMatch(/^( *[*+] |#{4,}|>|```|<)/m)
    expect(guide).not.toMatch(/!\[|<\w+/)
  })
})

it('both guides have the same chapters', () => {
  expect(chapters(read('en'))).toEqual(chapters(read('fr')))
})

it('the French guide is written with French typography', () => {
  const text = withoutCode(read('fr')).replace(/^\|[ :|-]+\|$/gm, '')
  expect([...text.matchAll(/.{0,20}(?: [:;!?»]|« |\w'\w).{0,10}/g)].map(([found]) => found)).toEqual([])
})
