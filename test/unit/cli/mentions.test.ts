/** Every `griot …` that documents, helps and messages name is a command that exists, with options that it has. */
import { readdirSync, readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { describe, expect, it, vi } from 'vitest'
import { commandTree } from '../../../electron/cli/command-tree'
import { help as helpEnglish } from '../../../electron/cli/help.en'
import { help as helpFrench } from '../../../electron/cli/help.fr'
import { createWords } from '../../../electron/cli/words'
import { words as wordsEnglish } from '../../../electron/cli/words.en'
import { words as wordsFrench } from '../../../electron/cli/words.fr'

vi.stubGlobal('GRIOT_VERSION', '0.0.0-test')
const tree = commandTree(() => () => Promise.resolve(), createWords('en'))

const documents = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((path) =>
  path.endsWith('.md'),
)
const texts: readonly (readonly [string, string])[] = [
  ...documents.map((path) => [path, readFileSync(path, 'utf8')] as const),
  ...Object.entries({ helpEnglish, helpFrench, wordsEnglish, wordsFrench }).map(
    ([name, table]) => [name, JSON.stringify(table)] as const,
  ),
]

/** What follows `griot` in code (`…`, a line of a block) or between quotation marks. */
function mentionsIn(text: string): string[] {
  const quoted = /[`“«][\s\u202f]?(?:npx )?griot ([^`”»]+)[`”»]/g
  const lines = /^ *(?:\$ |[\d* ]+ )?(?:npx |ExecStart=\/usr\/bin\/)?griot ([^`\n]+)$/gm
  return [...text.matchAll(quoted), ...text.matchAll(lines)].map(([, mention = '']) =>
    mention.replace(/\s+/g, ' ').trim(),
  )
}

interface Named {
  readonly command: Command
  readonly rest: readonly string[]
}

/** The command that words begin with, below `from`. Null where the first is none of its commands. */
function commandOf(from: Command, words: readonly string[]): Named | null {
  const child = from.commands.find((command) => command.name() === words[0])
  if (child === undefined) return null
  return commandOf(child, words.slice(1)) ?? { command: child, rest: words.slice(1) }
}

/** What is wrong with a mention, null for nothing. */
function problemOf(mention: string): string | null {
  // what stands behind a comment or a redirection is not Griot's
  const [own = ''] = mention.split(/ #| >>? | < /)
  let current: Command = tree
  for (const alternative of own.split(/ \| /)) {
    const words = alternative
      .split(' ')
      .map((word) => word.replace(/[[\]()…,]/g, ''))
      .filter(Boolean)
    const isMore = words[0]?.startsWith('-') ?? true
    const named = isMore
      ? { command: current, rest: words }
      : (commandOf(tree, words) ?? commandOf(current.parent ?? tree, words) ?? null)
    if (named === null) {
      if (/^[A-Z…]/.test(words[0] ?? '')) continue
      return `no command “${words[0]}”`
    }
    current = named.command
    const known = new Set(current.options.map(({ long }) => long ?? ''))
    for (const word of named.rest) {
      const [flag = ''] = /^--[a-z-]+/.exec(word) ?? []
      if (flag !== '' && flag !== '--help' && !known.has(flag)) return `“${current.name()}” has no ${flag}`
    }
  }
  return null
}

describe('commands that are named in', () => {
  it.each(texts)('%s exist', (_, text) => {
    const wrong = mentionsIn(text).flatMap((mention) => {
      const problem = problemOf(mention)
      return problem === null ? [] : [`griot ${mention}: ${problem}`]
    })
    expect(wrong).toEqual([])
  })

  it('are found at all, and a wrong one is seen', () => {
    expect(texts.flatMap(([, text]) => mentionsIn(text)).length).toBeGreaterThan(40)
    expect(problemOf('campaign list | show ID | vanish ID')).toContain('vanish')
    expect(problemOf('send --account shop --wrong')).toContain('--wrong')
    expect(problemOf('resolve ID --from-gateway | --mark-sent')).toBeNull()
  })
})
