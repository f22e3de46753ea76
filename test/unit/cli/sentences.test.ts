/** Every sentence of the command line ends as one, in both languages. What is no sentence is named here. */
import { describe, expect, it } from 'vitest'
import { errorSentences as englishErrors } from '@shared/sentences/errors.en'
import { errorSentences as frenchErrors } from '@shared/sentences/errors.fr'
import { pauseReasons } from '@shared/domain/campaign'
import { pauseSentence } from '../../../electron/cli/follow'
import { createWords, isWordKey } from '../../../electron/cli/words'
import { words as english } from '../../../electron/cli/words.en'
import { words as french } from '../../../electron/cli/words.fr'

/** Said inside the sentence `usage`, which ends it, or in brackets after one. */
const isDetail = (key: string): boolean =>
  /^(?:needs|bad|usage)\./.test(key) || ['import.sameNumber', 'receipts.unlearned', 'resolve.unlearned'].includes(key)

/** Lines of a table, words of a line, and what ends with a value of the data. */
const lines = new Set(
  `ask.secret ask.yes condition.sides condition.unread condition.doubtful condition.cell condition.cellOf filter.left gateways.batch
  balance.line balance.unread balance.notOffered inspect.file inspect.header inspect.noHeader inspect.columns inspect.mapping inspect.first
  inspect.join inspect.each inspect.problem inspect.more preview.head preview.costly preview.missing preview.doubtful bill.campaign
  bill.recipients bill.segments bill.price bill.cost bill.balance bill.after bill.excluded bill.joined bill.unsummed calendar.total
  calendar.empty calendar.unread calendar.doubtful calendar.cell progress hint.map receipts.logged.unread receipts.logged.stranger
  receipts.logged.method restore.ask nothing`.split(/\s+/),
)

/** A last part in square brackets may be left out. */
const ends = /[.?!:]\]?[\s\u202f]*$/

describe.each([
  ['fr', french, frenchErrors],
  ['en', english, englishErrors],
] as const)('in %s', (language, words, errors) => {
  it('what the command line says', () => {
    const sentences = Object.entries(words).filter(
      ([key]) => !isDetail(key) && !lines.has(key) && !key.startsWith('doctor.'),
    )
    expect(sentences.length).toBeGreaterThan(50)
    expect(sentences.filter(([, text]) => !ends.test(text))).toEqual([])
    expect([...lines].filter((key) => !isWordKey(key))).toEqual([])
  })

  it('details leave the end to the sentence around them', () => {
    const details = Object.entries(words).filter(([key]) => isDetail(key))
    expect(details.filter(([, text]) => /[.!]$/.test(text))).toEqual([])
  })

  it('errors', () => {
    expect(Object.entries(errors).filter(([, text]) => !ends.test(text))).toEqual([])
  })

  it.each(pauseReasons)('why a campaign is paused: %s', (pauseReason) => {
    expect(pauseSentence({ pauseReason, pauseError: null }, createWords(language))).toMatch(ends)
  })
})
