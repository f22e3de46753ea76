/** The examples of the documents, walked in their order on a fresh computer: each does what the text beside it says. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../helpers/cli-stage'
import { startExampleComputer, type ExampleComputer } from '../../helpers/example-computer'

let computer: ExampleComputer
beforeEach(async () => {
  computer = await startExampleComputer({
    'customers.csv': 'Nom;Téléphone\nAwa;677123456\nBob;699001122\n',
    'due-today.csv': 'Nom;Téléphone\nAwa;677123456\n',
    'reminder.txt': 'Rappel {{ Nom }}\n',
  })
})
afterEach(() => computer.close())

/** The fenced blocks of a document that have a line with `griot …`, without their fences. */
function blocksOf(path: string): string[] {
  const fenced = readFileSync(path, 'utf8').matchAll(/^( *)```\w*\n([\s\S]*?)^\1```/gm)
  return [...fenced].map(([, , block = '']) => block).filter((block) => /(^|\s|\/)griot /m.test(block))
}

describe('the examples of', () => {
  it('every document are known to these tests', () => {
    const documents = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((path) =>
      path.endsWith('.md'),
    )
    const counts = documents.map((path) => [path, blocksOf(path).length] as const).filter(([, count]) => count > 0)
    expect(Object.fromEntries(counts)).toEqual({ 'README.md': 1, 'docs/command-line.md': 2, 'docs/receipts.md': 2 })
  })

  it('README.md, in their order', { timeout: 120_000 }, async () => {
    const lines = (blocksOf('README.md')[0] ?? '').split('\n').filter(Boolean)
    const said: readonly [begins: string, code: number, says: RegExp][] = [
      ['npx griot gateways', 0, /kingsmspro.*\n[^]*sandbox/],
      ['npx griot inspect', 0, /2 rows: 2 valid/],
      ['npx griot preview', 0, /Bonjour Awa[^]*Bonjour Bob/],
      ['npx griot account add', 2, /--secrets-stdin or --no-keychain/],
      ['npx griot send', 2, /--yes/],
      ['npx griot --help', 0, /Usage: griot/],
    ]
    expect(lines).toHaveLength(said.length)
    for (const [index, [begins, code, says]] of said.entries()) {
      const line = lines[index] ?? ''
      expect(line.startsWith(begins)).toBe(true)
      const result = await computer.run(line, computer.secrets('shop'))
      expect({ line, ...result }).toEqual({ line, code, output: expect.stringMatching(says) as string })
      // keys cannot be typed here: the account gets them from the environment, as the text below the block says
      if (begins.endsWith('account add')) await computer.addAccount('shop')
    }
    const sent = await computer.run(`${(lines[4] ?? '').trim()} --yes`, computer.secrets('shop'))
    expect(sent).toMatchObject({ code: 0 })
    expect(computer.gateway.log.map(({ text }) => text).sort()).toEqual(['Bonjour Awa', 'Bonjour Bob'])
  })

  it('docs/command-line.md: the cron job', { timeout: 60_000 }, async () => {
    const block = blocksOf('docs/command-line.md').find((text) => text.includes('case $?')) ?? ''
    writeFileSync(join(computer.folder, 'key'), computer.gateway.credentials.apiKey ?? '')
    const here = block
      .replaceAll('/var/lib/griot', join(computer.folder, 'data'))
      .replaceAll('/etc/griot/key', join(computer.folder, 'key'))
      .replaceAll('/var/log/griot.jsonl', join(computer.folder, 'griot.jsonl'))
    expect(here).not.toBe(block)
    await computer.addAccount('shop')
    const environment = { GRIOT_SECRET_SHOP_CLIENT_ID: computer.gateway.credentials.clientId ?? '' }
    expect(await computer.run(here, environment)).toEqual({ code: 0, output: '' })
    expect(computer.gateway.log.map(({ text }) => text)).toEqual(['Rappel Awa'])
    expect(readFileSync(join(computer.folder, 'griot.jsonl'), 'utf8')).toContain('"event":"finished"')
    // a refused key is code 4: somebody is told
    computer.gateway.credentials = { apiKey: 'another', clientId: 'one' }
    await computer.run(here.replace('--yes', '--yes --allow-duplicates'), environment)
    expect(readFileSync(join(computer.folder, 'mail'), 'utf8')).toContain('"event":"paused"')
  })

  it('docs/command-line.md: the service, and the cron line of griot run', { timeout: 60_000 }, async () => {
    const block = blocksOf('docs/command-line.md').find((text) => text.includes('ExecStart')) ?? ''
    const [, service = ''] = /ExecStart=\/usr\/bin\/(.*)/.exec(block) ?? []
    await computer.addAccount('shop')
    const { child, ended, output } = computer.type(`exec ${service}`, computer.secrets('shop'))
    await until(() => output().includes('"event":"running"'), 30_000)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    const [, cron = ''] =
      /`\* \* \* \* \* (griot run --once[^`>]*)/.exec(readFileSync('docs/command-line.md', 'utf8')) ?? []
    expect(await computer.run(cron, computer.secrets('shop'))).toEqual({
      code: 0,
      output: '{"event":"done","campaigns":[]}\n',
    })
  })

  it.each([0, 1])('docs/receipts.md, block %i', { timeout: 60_000 }, async (index) => {
    const line = (blocksOf('docs/receipts.md')[index] ?? '').trim()
    // any free port: the one of the text may be taken here
    const { child, ended, output } = computer.type(`exec ${line.replace(/--port \d+/, '--port 0')}`)
    await until(() => output().includes('127.0.0.1'), 30_000)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  })
})
