/** Completion and manual page follow the tree of commands, and the programs that read them accept them. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCli } from '../../helpers/cli'

const cli = createCli()
const folder = mkdtempSync(join(tmpdir(), 'griot-completion-'))
afterAll(() => {
  cli.remove()
  rmSync(folder, { recursive: true, force: true })
})
const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

describe.skipIf(!has('bash'))('completion in bash', () => {
  let script: string
  beforeAll(async () => {
    script = join(folder, 'griot.bash')
    writeFileSync(script, (await cli.run(['completion', 'bash', '--lang', 'fr'])).stdout)
  })

  /** What Tab offers behind a line. */
  function offered(line: string): string[] {
    const words = line.split(' ')
    const setup = `source '${script}'; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}`
    const { stdout, stderr } = spawnSync('bash', ['-c', `${setup}; _griot; printf '%s\\n' "\${COMPREPLY[@]}"`], {
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    return stdout.split('\n').filter((word) => word !== '')
  }

  it.each<[string, readonly string[]]>([
    ['griot acc', ['account']],
    ['griot account ', ['add', 'list', 'test', 'confirm', 'remove']],
    ['griot account add shop --gat', ['--gateway']],
    ['griot campaign pause --j', ['--json']],
    ['griot --json campaign sh', ['show']],
    ['griot completion ', ['--lang']],
    // files are the shell's own
    ['griot inspect clients', []],
  ])('%j', (line, expected) => {
    const words = offered(line)
    expect(words).toEqual(expected.length === 0 ? [] : expect.arrayContaining([...expected]))
  })
})

describe.each(['bash', 'zsh', 'fish'])('the script for %s', (shell) => {
  it('is read by it without a complaint', async ({ skip }) => {
    const { code, stdout } = await cli.run(['completion', shell])
    expect(code).toBe(0)
    for (const word of ['confirm', 'same-number', 'public-host']) expect(stdout).toContain(word)
    if (!has(shell)) skip(`no ${shell} here`)
    const path = join(folder, shell)
    writeFileSync(path, stdout)
    expect(spawnSync(shell, ['-n', path], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
  })
})

it('another shell is refused with those that are known', async () => {
  const { code, stderr } = await cli.run(['completion', 'powershell'])
  expect(code).toBe(2)
  expect(stderr).toContain('bash, zsh, fish')
})

describe.each(['fr', 'en'] as const)('the manual page in %s', (lang) => {
  it('names every command, and roff has no complaint', async ({ skip }) => {
    const { code, stdout } = await cli.run(['man', '--lang', lang])
    expect(code).toBe(0)
    for (const path of ['griot account confirm', 'griot optout import', 'griot receipts listen'])
      expect(stdout).toContain(`.SS "${path}"`)
    if (!has('groff')) skip('no groff here')
    const page = spawnSync('groff', ['-man', '-Kutf8', '-Tutf8', '-ww'], { encoding: 'utf8', input: stdout })
    expect(page).toMatchObject({ status: 0, stderr: '' })
    // eslint-disable-next-line no-control-regex -- bold and italics
    const shown = page.stdout.replace(/\u001b\[\d*m|.\u0008/g, '').replace(/\u2212/g, '-')
    expect(shown).toContain('--same-number')
    expect(shown).toContain(lang === 'fr' ? 'COMMANDES' : 'COMMANDS')
  })
})
