/**
 * The examples of every `--help`, in both languages, typed into a shell: the lines under “Examples”, what stands as
 * `griot …` in a text, and the values that an option's text quotes. A new one is walked without being named here.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Command } from 'commander'
import { commandTree } from '../../../electron/cli/command-tree'
import { createWords } from '../../../electron/cli/words'
import { until } from '../../helpers/cli-stage'
import { hasKeychain, inKeychainSession } from '../../helpers/keychain-session'
import { settledAccounts, startExampleComputer, type ExampleComputer } from '../../helpers/example-computer'

vi.stubGlobal('GRIOT_VERSION', '0.0.0-test')

let computer: ExampleComputer
beforeAll(async () => {
  computer = await startExampleComputer()
  await computer.settleIn()
}, 120_000)
beforeEach(() => computer.restart())
afterAll(() => computer.close())

/** Their quoted values each need a file of their own, or are forms: files.test.ts reads such files. */
const notValues: ReadonlySet<string> = new Set(['--delimiter', '--encoding', '--map'])

const languages = ['fr', 'en'] as const

interface Explained {
  readonly path: string
  readonly command: Command
  /** What `--help` prints, with every line break inside a text undone. */
  readonly help: string
}

function explainedIn(language: (typeof languages)[number]): Explained[] {
  const all: Explained[] = []
  const walk = (command: Command, path: string): void => {
    command.configureHelp({ ...command.configureHelp(), helpWidth: 10_000 })
    all.push({ path, command, help: command.helpInformation() })
    for (const child of command.commands) walk(child, `${path} ${child.name()}`.trim())
  }
  walk(
    commandTree(() => () => Promise.resolve(), createWords(language)),
    '',
  )
  return all
}

const examplesOf = ({ help }: Explained): string[] =>
  [...help.matchAll(/^ {4}(griot .*)$/gm)].map(([, line = '']) => line)

/** What stands between quotation marks. */
const quotedIn = (text: string): string[] =>
  [...text.matchAll(/[“«]\u202f?([^”»]+?)\u202f?[”»]/g)].map(([, quoted = '']) => quoted)

/** The day after tomorrow's year and on: an example of a time to come stays one. */
const stillToCome = (line: string): string =>
  line.replace(/(--at )20\d\d(?=-)/, (_, option: string) => `${option}${new Date().getFullYear() + 1}`)

/** Whether it keeps running, as its first words say. */
const staysOpen = (output: string): boolean => /Ctrl\+C|"event":"(running|listening)"/.test(output.slice(0, 1000))

const storesKeys = (line: string): boolean => line.includes('--secrets-stdin')

/** The exit code and all that was said. What runs until it is stopped is stopped; what asks is answered by `--yes`. */
async function walk(line: string, language: string): Promise<{ line: string; code: number | null; output: string }> {
  // any free port: that of the example may be taken here
  const here = stillToCome(line).replace(/--port \d+/, '--port 0')
  const typed = computer.type(storesKeys(line) ? inKeychainSession(here) : `exec ${here}`, {
    ...computer.secrets(...settledAccounts),
    LANG: language === 'fr' ? 'fr_FR.UTF-8' : 'en_US.UTF-8',
  })
  const state = { isOver: false }
  const ended = typed.ended.finally(() => (state.isOver = true))
  await until(() => state.isOver || staysOpen(typed.output()))
  if (!state.isOver) typed.child.kill('SIGINT')
  const code = await ended
  const output = typed.output()
  return code === 2 && output.includes('--yes') && !line.includes('--yes')
    ? walk(`${line} --yes`, language)
    : { line, code, output }
}

/** Done, or done with some recipients refused, failed or doubtful: campaign 12 has such ones. */
const done = expect.toSatisfy((code: unknown) => code === 0 || code === 3) as number

async function expectDone(line: string, language: string): Promise<void> {
  const result = await walk(line, language)
  expect(result).toEqual({ ...result, code: done })
}

describe.each(languages)('in %s', (language) => {
  const explained = explainedIn(language)

  it('every command that does something has an example', () => {
    const without = explained.filter((one) => one.command.commands.length === 0 && examplesOf(one).length === 0)
    expect(without.map(({ path }) => path)).toEqual(['account list', 'optout list', 'campaign list'])
  })

  it.for(explained.flatMap((one) => examplesOf(one).map((line) => [line, one.path] as const)))(
    '%s',
    { timeout: 120_000 },
    async ([line, path], { skip }) => {
      skip(storesKeys(line) && !hasKeychain, 'no keychain here')
      expect(line.startsWith(`griot ${path}`)).toBe(true)
      await expectDone(line, language)
    },
  )

  const mentions = new Set(explained.flatMap(({ help }) => quotedIn(help).filter((text) => /^griot\s/.test(text))))
  it.each([...mentions])('“%s”', { timeout: 120_000 }, async (mention) => {
    const words = mention.replace(/\s+/g, ' ').replace(/COMMANDE?/, 'send')
    const own = explained.find(({ path }) => path !== '' && words === `griot ${path}`)
    // the name of a command that needs more is no example: its help is
    const needsMore = own?.command.registeredArguments.some(({ required }) => required) === true
    await expectDone(needsMore ? `${words} --help` : words, language)
  })

  const seen = new Set<string>()
  const values = explained.flatMap((one) =>
    one.command.options
      .filter(({ required, long }) => required && !notValues.has(long ?? ''))
      .flatMap(({ long, description }) =>
        quotedIn(description)
          .filter((value) => !/^griot\s/.test(value))
          // a text that many commands share is walked at the first of them
          .filter((value) => !seen.has(`${description} ${value}`) && seen.add(`${description} ${value}`))
          .map((value) => [one.path, long ?? '', value, examplesOf(one)[0] ?? `griot ${one.path}`] as const),
      ),
  )
  it.each(values)('%s %s %s', { timeout: 120_000 }, async (_, option, value, example) => {
    const without = example.replace(new RegExp(` ${option} ("[^"]*"|\\S+)`), '')
    const clash = option === '--from' ? without.replace(/--to \S+/, '--to 2030-01-01') : without
    await expectDone(`${clash} ${option} '${value}'`, language)
  })

  it('finds examples, mentions and values at all', () => {
    expect(explained.flatMap(examplesOf).length).toBeGreaterThan(40)
    expect(mentions.size).toBeGreaterThan(2)
    expect(values.length).toBeGreaterThan(20)
  })
})
