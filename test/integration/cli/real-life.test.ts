/** Files as people have them, through the command line's own commands in this process: the counts that the window shows. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { AppError } from '@shared/errors'
import { commandTree } from '../../../electron/cli/command-tree'
import { createSession, type Session } from '../../../electron/cli/session'
import type { Terminal } from '../../../electron/cli/terminal'
import { createWords } from '../../../electron/cli/words'
import { realLife } from '../../fixtures/entrance/real-life/all'
import type { RealLife } from '../../fixtures/entrance/real-life/real-life'

vi.stubGlobal('GRIOT_VERSION', '0.0.0-test')

interface Inspection {
  readonly rows: number
  readonly valid: number
  readonly invalid: number
  readonly duplicate: number
  readonly mapping: { readonly phone: string | null }
  readonly notices: readonly { readonly code: string; readonly count: number; readonly lines: readonly number[] }[]
  readonly problems: readonly { readonly line: number; readonly reason: string }[]
}

let folder: string
let session: Session
let printed: unknown[] = []
const nothing = (): Promise<never> => Promise.reject(new AppError('usage', { detail: 'a question' }))
const terminal: Terminal = {
  interactive: false,
  outputFailure: null,
  print: () => undefined,
  printJson: (document) => void printed.push(document),
  notice: () => undefined,
  complain: () => undefined,
  progress: () => undefined,
  ask: nothing,
  askSecret: nothing,
  readAll: nothing,
  flush: () => Promise.resolve(),
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'griot-real-life-cli-'))
  session = createSession({ dataDir: join(folder, 'data'), json: true, lang: 'fr' }, terminal)
})
afterAll(async () => {
  await session.close()
  await rm(folder, { recursive: true, force: true })
})

/** The document that a command prints. */
async function run<Document>(...args: readonly string[]): Promise<Document> {
  printed = []
  const program = commandTree(
    (work) =>
      async (...given) => {
        given.pop()
        await work(session, ...(given as never[]))
      },
    createWords('fr'),
  )
  await program.parseAsync([...args, '--json'], { from: 'user' })
  expect(printed).toHaveLength(1)
  return printed[0] as Document
}

async function fileOf({ name, content, country = 'CM', options = {}, migrate }: RealLife, index: number) {
  const path = join(folder, `${index}-${name}`)
  await writeFile(path, content)
  const choices = Object.entries(options).flatMap(([option, value]) =>
    option === 'includeHidden' ? ['--include-hidden'] : [`--${option}`, String(value)],
  )
  return { path, choices: ['--country', country, ...choices, ...(migrate === true ? ['--migrate'] : [])] }
}

// what is pasted has no command
const files = realLife
  .map((input, index) => [`${index} ${input.name}`, input, index] as const)
  .filter(([, { pasted }]) => pasted !== true)

describe('a file that people have', () => {
  it.each(files)('%s counts in inspect and preview as in the window', async (_title, input, index) => {
    const { right } = input
    const { path, choices } = await fileOf(input, index)
    if ('error' in right) {
      await expect(run('inspect', path, ...choices)).rejects.toMatchObject({ code: right.error })
      return
    }
    const found = await run<Inspection>('inspect', path, ...choices)
    expect({
      counts: [found.rows, found.valid, found.invalid, found.duplicate],
      phone: found.mapping.phone,
      notices: found.notices.map(({ code, count, lines }) => `${code} ${count} [${lines.join(',')}]`),
      problems: Object.fromEntries(found.problems.map(({ line, reason }) => [line, reason])),
    }).toEqual({
      counts: right.counts,
      phone: right.phone,
      notices: right.notices ?? [],
      problems: right.problems ?? {},
    })
    const texts = await run<unknown[]>('preview', '--csv', path, '--template', 'Bonjour', ...choices)
    expect(texts).toHaveLength(found.valid)
  })
})
