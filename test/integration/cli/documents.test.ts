/** The examples of the documents, walked in their order on a fresh computer: each does what the text beside it says. */
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { secretVariable } from '@shared/domain/account'
import { cliProgram } from '../../helpers/cli'
import { until } from '../../helpers/cli-stage'
import { startFakeGateway, type FakeGateway } from '../../helpers/gateways/start'

let folder: string
let gateway: FakeGateway
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'griot-documents-'))
  gateway = await startFakeGateway('kingsmspro')
  mkdirSync(join(folder, 'bin'))
  const program = (name: string, line: string): void => {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${line}\n`)
    chmodSync(join(folder, 'bin', name), 0o755)
  }
  program('griot', `exec '${process.execPath}' '${cliProgram}' "$@"`)
  program('npx', 'exec "$@"')
  program('mail', `cat > '${join(folder, 'mail')}'`)
  writeFileSync(join(folder, 'customers.csv'), 'Nom;Téléphone\nAwa;677123456\nBob;699001122\n')
  writeFileSync(join(folder, 'due-today.csv'), 'Nom;Téléphone\nAwa;677123456\n')
  writeFileSync(join(folder, 'reminder.txt'), 'Rappel {{ Nom }}\n')
})
afterEach(async () => {
  await gateway.close()
  rmSync(folder, { recursive: true, force: true })
})

const secrets = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(gateway.credentials).map(([field, value]) => [secretVariable('shop', field), value]),
  )

function shell(line: string, environment: Readonly<Record<string, string>> = {}) {
  const child = spawn('sh', ['-c', line], {
    cwd: folder,
    env: {
      PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}`,
      HOME: folder,
      LANG: 'en_US.UTF-8',
      GRIOT_DATA_DIR: join(folder, 'data'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += String(bytes)))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { child, output: () => output, ended }
}

async function run(
  line: string,
  environment?: Readonly<Record<string, string>>,
): Promise<{ code: number | null; output: string }> {
  const { ended, output } = shell(line, environment)
  const code = await ended
  return { code, output: output() }
}

/** The fenced blocks of a document that have a line with `griot …`, without their fences. */
function blocksOf(path: string): string[] {
  const fenced = readFileSync(path, 'utf8').matchAll(/^( *)```\w*\n([\s\S]*?)^\1```/gm)
  return [...fenced].map(([, , block = '']) => block).filter((block) => /(^|\s|\/)griot /m.test(block))
}

const addShop = (): string =>
  `griot account add shop --gateway kingsmspro --base-url ${gateway.url} --sender SHOP --country CM --no-keychain`

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
      const result = await run(line, secrets())
      expect({ line, ...result }).toEqual({ line, code, output: expect.stringMatching(says) as string })
      // keys cannot be typed here: the account gets them from the environment, as the text below the block says
      if (begins.endsWith('account add')) expect((await run(addShop())).code).toBe(0)
    }
    const sent = await run(`${(lines[4] ?? '').trim()} --yes`, secrets())
    expect(sent).toMatchObject({ code: 0 })
    expect(gateway.log.map(({ text }) => text).sort()).toEqual(['Bonjour Awa', 'Bonjour Bob'])
  })

  it('docs/command-line.md: the cron job', { timeout: 60_000 }, async () => {
    const block = blocksOf('docs/command-line.md').find((text) => text.includes('case $?')) ?? ''
    writeFileSync(join(folder, 'key'), gateway.credentials.apiKey ?? '')
    const here = block
      .replaceAll('/var/lib/griot', join(folder, 'data'))
      .replaceAll('/etc/griot/key', join(folder, 'key'))
      .replaceAll('/var/log/griot.jsonl', join(folder, 'griot.jsonl'))
    expect(here).not.toBe(block)
    expect((await run(addShop())).code).toBe(0)
    const environment = { GRIOT_SECRET_SHOP_CLIENT_ID: gateway.credentials.clientId ?? '' }
    expect(await run(here, environment)).toEqual({ code: 0, output: '' })
    expect(gateway.log.map(({ text }) => text)).toEqual(['Rappel Awa'])
    expect(readFileSync(join(folder, 'griot.jsonl'), 'utf8')).toContain('"event":"finished"')
    // a refused key is code 4: somebody is told
    gateway.credentials = { apiKey: 'another', clientId: 'one' }
    await run(here.replace('--yes', '--yes --allow-duplicates'), environment)
    expect(readFileSync(join(folder, 'mail'), 'utf8')).toContain('"event":"paused"')
  })

  it('docs/command-line.md: the service, and the cron line of griot run', { timeout: 60_000 }, async () => {
    const block = blocksOf('docs/command-line.md').find((text) => text.includes('ExecStart')) ?? ''
    const [, service = ''] = /ExecStart=\/usr\/bin\/(.*)/.exec(block) ?? []
    expect((await run(addShop())).code).toBe(0)
    const { child, ended, output } = shell(`exec ${service}`, secrets())
    await until(() => output().includes('"event":"running"'), 30_000)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    const [, cron = ''] =
      /`\* \* \* \* \* (griot run --once[^`>]*)/.exec(readFileSync('docs/command-line.md', 'utf8')) ?? []
    expect(await run(cron, secrets())).toEqual({ code: 0, output: '{"event":"done","campaigns":[]}\n' })
  })

  it.each([0, 1])('docs/receipts.md, block %i', { timeout: 60_000 }, async (index) => {
    const line = (blocksOf('docs/receipts.md')[index] ?? '').trim()
    // any free port: the one of the text may be taken here
    const { child, ended, output } = shell(`exec ${line.replace(/--port \d+/, '--port 0')}`)
    await until(() => output().includes('127.0.0.1'), 30_000)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
  })
})
