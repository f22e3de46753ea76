/** What must be said of how a file was read, one sentence each. */
import type { SourceView } from '@shared/contract/recipients'
import { noticeSentence } from '@shared/sentences/notice'
import type { Session } from './session'

export function noticeSentences(view: Pick<SourceView, 'notices' | 'sheets' | 'sheet'>, session: Session): string[] {
  const { language } = session.words
  return view.notices.map((notice) => `! ${noticeSentence(notice, view, language)}`)
}
