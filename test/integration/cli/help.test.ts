/** `--help` explains every command, argument and option in both languages, without a database. */
import { readdirSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { createCli } from '../../helpers/cli'

const cli = createCli()
afterAll(() => cli.remove())

/** The tree as `--help` itself shows it, so that no command is forgotten here. */
async function commandsOf(path: readonly string[], lang: 'fr' | 'en'): Promise<string[][]> {
  const { code, stdout, stderr } = await cli.run([...path, '--help', '--lang', lang])
  expect({ path, code, stderr }).toMatchObject({ code: 0, stderr: '' })
  expect(unexplained(stdout)).toEqual([])
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  const list = stdout.split(lang === 'fr' ? 'Commandes\u202f:\n' : 'Commands:\n')[1] ?? ''
  const children = [...list.matchAll(/^ {2}(\S+)/gm)].map(([, name = '']) => [...path, name])
  const deeper: string[][] = []
  for (const child of children) deeper.push(child, ...(await commandsOf(child, lang)))
  return deeper
}

/** Entries of the lists whose second column is empty. */
function unexplained(help: string): string[] {
  const lines = help.split('\n')
  return lines.filter(
    (line, index) => /^ {2}\S/.test(line) && !/ {2}\S.* {2}\S/.test(line) && !/^ {10}/.test(lines[index + 1] ?? ''),
  )
}

describe.concurrent('griot --help', () => {
  it('explains everything, in French as in English', async () => {
    const [french, english] = await Promise.all([commandsOf([], 'fr'), commandsOf([], 'en')])
    expect(french).toEqual(english)
    expect(english.map((path) => path.join(' '))).toEqual(
      expect.arrayContaining([
        'gateways',
        'account add',
        'account list',
        'account test',
        'account remove',
        'balance',
        'inspect',
        'import',
        'contacts list',
        'contacts export',
        'contacts remove',
        'optout add',
        'optout remove',
        'optout list',
        'optout import',
        'optout export',
        'preview',
        'send',
        'campaign list',
        'campaign show',
        'campaign pause',
        'campaign resume',
        'campaign cancel',
        'campaign retry',
        'campaign export',
        'resolve',
        'history',
        'archive',
        'receipts poll',
        'receipts address',
        'receipts listen',
        'backup',
        'restore',
        'copies set',
        'doctor',
      ]),
    )
    // help and mistakes open no database
    expect(readdirSync(cli.dataDir)).toEqual([])
  })

  it('is French throughout in French', async () => {
    const { stdout } = await cli.run(['send', '--help', '--lang', 'fr'])
    expect(stdout).toMatch(/^Usage\u202f: griot send --account <NAME> \[options\]$/m)
    expect(stdout.replaceAll('--same-number', '')).not.toMatch(/\b(the|default|display|output|number)\b/)
  })

  it.each([['--version'], ['-V']])('%s tells the version', async (flag) => {
    const { code, stdout } = await cli.run([flag])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it.each([[[]], [['account']], [['campaign']], [['optout']]])(
    'answers %j with the help on stderr, as a mistake',
    async (args) => {
      const { code, stdout, stderr } = await cli.run(args)
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain('Usage: griot')
    },
  )
})
