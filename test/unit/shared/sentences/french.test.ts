/** French outside the window's locale files is written as French is written too: menus, errors, the command line. */
import { describe, expect, it } from 'vitest'
import { fr as nativeWords } from '../../../../electron/main/words/fr'
import { help } from '../../../../electron/cli/help.fr'
import { words as commandLineWords } from '../../../../electron/cli/words.fr'
import { errorSentences } from '@shared/sentences/errors.fr'
import { auditWords } from '@shared/sentences/audit.fr'
import { words } from '@shared/sentences/words.fr'

function sentencesOf(tree: object, path: readonly string[] = []): [where: string, sentence: string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[[...path, key].join('.'), value] as [string, string]]
      : sentencesOf(value as object, [...path, key]),
  )
}

const narrow = '\u202f'

describe.each([
  ['errors', errorSentences],
  ['words', words],
  ['the audit log', auditWords],
  ['menus and dialogs', nativeWords],
  ['the command line', commandLineWords],
  ['its help', help],
])('French of %s', (_, tree) => {
  const sentences = sentencesOf(tree)

  it('has a narrow no-break space before double punctuation and inside quotation marks', () => {
    const plain = sentences.filter(([, text]) => /[ \u00a0][:;!?»]|«[^\u202f]|[^\u202f]»/.test(text))
    expect(plain).toEqual([])
    // the help's titles are quoted from English as keys; a colon glued to a letter is no French
    const glued = sentences.filter(([, text]) => new RegExp(`[^\\s${narrow}:\\w/«][;!?]|[a-zé]:(\\s|$)`).test(text))
    expect(glued).toEqual([])
  })

  it('has typographic apostrophes and raises its voice nowhere', () => {
    expect(sentences.filter(([, text]) => /[a-zé]'[a-zéêh]/i.test(text))).toEqual([])
    expect(sentences.filter(([, text]) => text.includes('!'))).toEqual([])
  })
})
