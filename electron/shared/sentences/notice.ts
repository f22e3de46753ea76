/** The sentence of a reading notice: what was found, how often, on which lines, and what was done or can be done. Pure. */
import { noticeLines, type ReadingNotice } from '../contract/reading-report'
import type { Language } from '../language'
import { noticeSentences as english } from './notices.en'
import { noticeSentences as french } from './notices.fr'

/** What a notice's sentence names besides the notice. */
export interface NoticeSource {
  readonly sheets: readonly string[]
  readonly sheet: string | null
}

const shownLines = 5

export function noticeSentence(notice: ReadingNotice, source: NoticeSource, language: Language): string {
  const words = wordsOf(language)
  const sentence = noticeSummary(notice, source, language)
  const lines = notice.lines.slice(0, shownLines)
  if (lines.length === 0) return sentence
  return `${sentence.replace(/\.$/, '')} ${words.lines(lines.join(', '), lines.length, notice.lines.length > lines.length || isCut(notice))}.`
}

/** The same without the lines: they are shown beside it. */
export function noticeSummary({ code, count, names }: ReadingNotice, source: NoticeSource, language: Language): string {
  const words = wordsOf(language)
  const named = names ?? source.sheets.filter((name) => name !== source.sheet)
  const rest = names !== undefined && count > names.length ? '…' : ''
  return words.sentences[code](count, `${named.map((name) => words.quoted(name)).join(', ')}${rest}`)
}

function wordsOf(language: Language): typeof french | typeof english {
  return language === 'fr' ? french : english
}

/** Whether more lines are concerned than are named. */
function isCut({ lines, count }: ReadingNotice): boolean {
  return lines.length >= noticeLines && count > lines.length
}
