/** What must be said of how a file was read and which of its rows were chosen, one sentence each. */
import type { SourceView } from '@shared/contract/recipients'
import { noticeSentence } from '@shared/sentences/notice'
import { conditionLines } from './condition-lines'
import type { Session } from './session'

export function noticeSentences(
  view: Pick<SourceView, 'notices' | 'sheets' | 'sheet' | 'where' | 'filtered'>,
  session: Session,
): string[] {
  const { language } = session.words
  return [
    ...view.where.flatMap((count) => conditionLines(count, session.words, [])),
    ...(view.where.length > 0 ? [session.words.say('filter.left', { filtered: view.filtered })] : []),
    ...view.notices.map((notice) => `! ${noticeSentence(notice, view, language)}`),
  ]
}
