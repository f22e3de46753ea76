/** Every option of every command given twice: both values are used, or one sentence says that it was given twice. */
import type { Command, Option } from 'commander'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { commandTree } from '../../../electron/cli/command-tree'
import { createWords } from '../../../electron/cli/words'

vi.stubGlobal('GRIOT_VERSION', '0.0.0-test')

/** What the options of a command line come to; rejects as parsing does. */
async function parsed(argv: readonly string[]): Promise<Record<string, unknown>> {
  let options: Record<string, unknown> = {}
  const tree = commandTree(
    () =>
      async (...args) => {
        options = (args.at(-1) as Command).optsWithGlobals()
        return Promise.resolve()
      },
    createWords('en'),
  )
  await tree.parseAsync([...argv], { from: 'user' })
  return options
}

interface Case {
  /** The command with what it cannot do without, the option in question apart. */
  readonly words: readonly string[]
  readonly option: Option
}

function casesOf(command: Command, path: readonly string[]): Case[] {
  const cases = command.commands.flatMap((child) => casesOf(child, [...path, child.name()]))
  if (command.commands.length > 0) return cases
  const mandatory = command.options.filter(({ mandatory: isMandatory }) => isMandatory)
  const own = command.options.map((option) => ({
    option,
    words: [
      ...path,
      ...command.registeredArguments.map(() => '1'),
      ...mandatory.filter((other) => other !== option).flatMap(({ long }) => [long ?? '', 'x']),
    ],
  }))
  return [...cases, ...own]
}

const takesValue = ({ required, optional }: Option): boolean => required || optional
const cases = casesOf(
  commandTree(() => () => Promise.resolve(), createWords('en')),
  [],
).filter(({ option }) => option.long !== '--help' && option.long !== '--version')
const title = ({ words, option }: Case): string => `${words.join(' ')} ${option.long ?? ''}`

/** The options that join their values. */
const joined = ['--csv', '--group', '--map', '--second-phone', '--to', '--where']

describe('an option given twice', () => {
  beforeAll(() => expect(cases.length).toBeGreaterThan(150))

  it.each(cases.filter(({ option }) => takesValue(option)).map((one) => [title(one), one] as const))(
    '%s',
    async (_, { words, option }) => {
      const flag = option.long ?? ''
      for (const twice of [
        [...words, flag, 'A', flag, 'B'],
        [...words, `${flag}=A`, flag, 'B'],
      ]) {
        const result = await parsed(twice).catch((error: unknown) => error)
        const value = (result as Record<string, unknown>)[option.attributeName()]
        if (Array.isArray(value)) {
          expect(joined).toContain(flag)
          expect(value).toEqual(['A', 'B'])
        } else
          expect(result).toMatchObject({ code: 'usage', params: { detail: expect.stringContaining(flag) as string } })
      }
    },
  )

  it.each(cases.filter(({ option }) => !takesValue(option)).map((one) => [title(one), one] as const))(
    '%s, a flag',
    async (_, { words, option }) => {
      const flag = option.long ?? ''
      expect(await parsed([...words, flag, flag])).toEqual(await parsed([...words, flag]))
    },
  )

  it('is found on both sides of the command, and where one takes back the other', async () => {
    for (const argv of [
      ['--lang', 'fr', 'balance', '--lang', 'en'],
      ['--data-dir', 'a', 'account', '--data-dir', 'b', 'list'],
      ['inspect', 'f.csv', '--header', '--no-header'],
      ['inspect', 'f.csv', '--no-header', '--header'],
    ])
      await expect(parsed(argv)).rejects.toMatchObject({ code: 'usage' })
  })

  it('joins what can be joined', async () => {
    const argv = [
      'send',
      '--account',
      'a',
      '--template',
      'x',
      '--to',
      '1',
      '2',
      '--to',
      '3',
      '--group',
      'A',
      '--group',
      'B',
    ]
    expect(await parsed(argv)).toMatchObject({ to: ['1', '2', '3'], group: ['A', 'B'] })
  })
})
