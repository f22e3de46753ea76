/** `npx griot`: the bin itself, from anywhere, through a link, under an old Node and the project's own. */
import { execFile, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findOldNode } from '../../../scripts/old-node.ts'
import { until } from '../../helpers/cli-stage'

const repository = fileURLToPath(new URL('../../..', import.meta.url))
const bin = join(repository, 'electron/cli/griot.mjs')
const folder = mkdtempSync(join(tmpdir(), 'griot-bin-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}
function run(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const env = { ...process.env, LC_ALL: '', LANG: 'en_US.UTF-8', GRIOT_DATA_DIR: join(folder, 'data'), ...environment }
  return new Promise((resolve) => {
    execFile(program, args, { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

/** A Node older than the command line needs. */
const oldNode = findOldNode()

/** Process ids, on Linux. */
function childrenOf(id: number): string[] {
  return readFileSync(`/proc/${id}/task/${id}/children`, 'utf8').split(' ').filter(Boolean)
}

describe('the griot bin', () => {
  it('runs from another folder', async () => {
    expect(await run(process.execPath, [bin, 'gateways', '--json'])).toMatchObject({ code: 0, stderr: '' })
  })

  it('runs through a link, as npm installs it', async () => {
    symlinkSync(bin, join(folder, 'griot'))
    const result = await run(process.execPath, [join(folder, 'griot'), 'campaign', 'show', '1'])
    expect(result).toMatchObject({ code: 2, stdout: '' })
  })

  it.skipIf(oldNode === null)('goes on under the project’s own Node when an older one starts it', async () => {
    const result = await run(oldNode ?? '', [bin, 'account', 'list', '--json'])
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(result.stdout)).toHaveLength(1)
    expect((await run(oldNode ?? '', [bin, 'campaign', 'show', '1'])).code).toBe(2)
  })

  describe.skipIf(oldNode === null)('started by an older Node and ended', () => {
    // killed for good, nobody can pass anything on: the other one has to notice
    it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)('by %s, leaves no process behind', async (signal) => {
      const starter = spawn(oldNode ?? '', [bin, 'receipts', 'listen', '--port', '0', '--json'], {
        env: { ...process.env, GRIOT_DATA_DIR: join(folder, `ended-${signal}`) },
        stdio: 'pipe',
      })
      let out = ''
      starter.stdout.on('data', (bytes: Buffer) => (out += String(bytes)))
      await until(() => out.includes('listening'), 60_000)
      const children = (): string[] => childrenOf(starter.pid ?? 0)
      const [child = ''] = children()
      expect(child).not.toBe('')
      starter.kill(signal)
      await until(() => !existsSync(`/proc/${child}`), 30_000)
    })
  })

  describe('in a checkout without its parts', () => {
    const lonely = join(folder, 'lonely/electron/cli')
    beforeAll(() => {
      mkdirSync(lonely, { recursive: true })
      for (const file of ['griot.mjs', 'own-node.mjs']) cpSync(join(dirname(bin), file), join(lonely, file))
    })

    it('that could not be built, says what to do', async () => {
      const result = await run(process.execPath, [join(lonely, 'griot.mjs')])
      expect(result).toEqual({
        code: 1,
        stdout: '',
        stderr:
          'griot: the command line could not be prepared. Run "npm install", then "npm run build", which says why.\n',
      })
    })

    it.skipIf(oldNode === null)('under an old Node says which one it needs, in the system’s language', async () => {
      const result = await run(oldNode ?? '', [join(lonely, 'griot.mjs')])
      expect(result.code).toBe(1)
      expect(result.stderr).toMatch(/^griot: Node 22\.14 or newer is needed; this one is \d+\.\d+\.\d+\.\n$/)
      const french = await run(oldNode ?? '', [join(lonely, 'griot.mjs')], { LANG: 'fr_FR.UTF-8' })
      expect(french.stderr).toMatch(/^griot: Node 22\.14 ou plus récent/)
    })
  })

  describe('in a checkout that was installed or updated', () => {
    const checkout = join(folder, 'Café d’Awa')
    const launcher = join(checkout, 'electron/cli/griot.mjs')
    const built = join(checkout, 'out/cli/main.mjs')
    beforeAll(() => {
      mkdirSync(checkout, { recursive: true })
      const needed = [
        'electron',
        'scripts',
        'package.json',
        'package-lock.json',
        'vite.cli.config.ts',
        'tsconfig.base.json',
      ]
      for (const name of needed) cpSync(join(repository, name), join(checkout, name), { recursive: true })
      symlinkSync(join(repository, 'node_modules'), join(checkout, 'node_modules'))
    })

    it('builds first, in silence, also when two start at once', async () => {
      const both = await Promise.all(
        [1, 2].map(() =>
          run(process.execPath, [launcher, 'gateways', '--json'], { GRIOT_DATA_DIR: join(folder, 'new') }),
        ),
      )
      for (const result of both) expect(result).toMatchObject({ code: 0, stderr: '' })
      expect(readdirSync(join(checkout, 'out')).sort()).toEqual(['cli', 'cli.built', 'licences'])
    })

    it('runs what was built while the sources stay, and builds again when one changed', async () => {
      writeFileSync(built, 'console.log("as built")')
      expect(await run(process.execPath, [launcher])).toMatchObject({ code: 0, stdout: 'as built\n' })
      const source = join(checkout, 'electron/cli/main.ts')
      writeFileSync(source, readFileSync(source, 'utf8') + '// changed')
      expect((await run(process.execPath, [launcher, '--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    })

    it('whose sources cannot be built, says so in one line and runs nothing old', async () => {
      writeFileSync(join(checkout, 'electron/cli/main.ts'), 'import { nothing } from "./nowhere"; nothing(')
      const result = await run(process.execPath, [launcher, 'gateways'])
      expect(result).toMatchObject({ code: 1, stdout: '' })
      expect(result.stderr).toMatch(/^griot: the command line could not be prepared\..*\n$/)
    })
  })
})
