/** Where the data lives, and what is wrong there: read-only, full, damaged, newer; no HOME; the account that is in use. */
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { createCli, type Cli, type CliResult } from '../../helpers/cli'
import { stageCli } from '../../helpers/cli-stage'

const open: { close(): Promise<void> | void }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
function bareCli(): Cli {
  const cli = createCli()
  open.push({ close: () => cli.remove() })
  return cli
}
const database = (cli: Cli): string => join(cli.dataDir, 'griot.sqlite')
function expectStorage(result: CliResult, says: RegExp): void {
  expect(result).toMatchObject({ code: 1, stdout: '' })
  expect(result.stderr).toMatch(/^griot: [^\n]+\n$/)
  expect(result.stderr).toMatch(says)
}
/** Root of a Linux that lets us mount a file system of our own. */
const canMount = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const place = mkdtempSync(join(tmpdir(), 'griot-mount-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place]).status === 0
  if (mounted) spawnSync('umount', ['-l', place])
  rmSync(place, { recursive: true })
  return mounted
})()

describe('the data folder', () => {
  it('is made where it is not, private, and named by option over variable', async () => {
    const cli = bareCli()
    const folder = join(cli.dataDir, 'a b/é/données')
    expect((await cli.run(['account', 'list', '--data-dir', folder])).code).toBe(0)
    expect(existsSync(join(folder, 'griot.sqlite'))).toBe(true)
    expect(existsSync(database(cli))).toBe(false)
  })

  it.skipIf(process.platform !== 'linux')(
    'is the desktop application’s own by default, with and without HOME',
    async () => {
      const cli = bareCli()
      const environment = { GRIOT_DATA_DIR: '', XDG_CONFIG_HOME: '', HOME: cli.dataDir }
      expect((await cli.run(['account', 'list'], { environment })).code).toBe(0)
      expect(existsSync(join(cli.dataDir, '.config/Griot/griot.sqlite'))).toBe(true)
      const configured = { ...environment, HOME: '', XDG_CONFIG_HOME: join(cli.dataDir, 'xdg') }
      expect((await cli.run(['account', 'list'], { environment: configured })).code).toBe(0)
      expect(existsSync(join(cli.dataDir, 'xdg/Griot/griot.sqlite'))).toBe(true)
    },
  )

  it('is made once by several commands that start together', async () => {
    const cli = bareCli()
    const folder = join(cli.dataDir, 'fresh/place')
    const started = Array.from({ length: 4 }, () => cli.run(['account', 'list', '--json', '--data-dir', folder]))
    for (const result of await Promise.all(started)) {
      expect(result).toMatchObject({ code: 0, stderr: '' })
      expect(result.json<object[]>()[0]).toHaveLength(1)
    }
  })

  it('that is a file is told in one line', async () => {
    const cli = bareCli()
    writeFileSync(join(cli.dataDir, 'file'), '')
    const result = await cli.run(['account', 'list', '--data-dir', join(cli.dataDir, 'file')])
    expectStorage(result, /file/)
  })

  it.skipIf(process.platform === 'win32')('that cannot be written is told in one line', async () => {
    const cli = bareCli()
    chmodSync(cli.dataDir, 0o500)
    // nobody makes a folder in /proc, not even root
    const folder = process.platform === 'linux' ? '/proc/griot' : cli.dataDir
    expectStorage(await cli.run(['account', 'list', '--data-dir', folder]), /cannot write/)
    chmodSync(cli.dataDir, 0o700)
  })

  it.skipIf(!canMount)('on a full or a read-only disk is told in one line', async () => {
    const cli = bareCli()
    for (const [options, says] of [
      ['size=64k', /disk is full/],
      ['size=64k,ro', /cannot write/],
    ] as const) {
      const place = mkdtempSync(join(cli.dataDir, 'disk-'))
      expect(spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', place]).status).toBe(0)
      try {
        expectStorage(await cli.run(['account', 'list', '--data-dir', place]), says)
      } finally {
        spawnSync('umount', ['-l', place])
      }
    }
  })
})

describe('a database', () => {
  it('of a newer Griot is refused untouched', async () => {
    const cli = bareCli()
    await cli.run(['account', 'list'])
    const db = new Database(database(cli))
    db.pragma('user_version = 999')
    db.close()
    const before = readFileSync(database(cli))
    expectStorage(await cli.run(['account', 'list']), /newer version/)
    expect(readFileSync(database(cli)).equals(before)).toBe(true)
  })

  it('that is damaged names the backup, restores it, and is kept', async () => {
    const cli = bareCli()
    await cli.run(['optout', 'add', '+237677123456'])
    await cli.run(['backup', join(cli.dataDir, 'backups/mine.sqlite')])
    writeFileSync(database(cli), 'this is no database at all'.repeat(1000))
    const damaged = await cli.run(['optout', 'list'])
    expectStorage(damaged, /damaged/)
    const [, offered = ''] = /griot restore ([^”]+)”/.exec(damaged.stderr) ?? []
    expect(offered).toContain('mine.sqlite')
    const restored = await cli.run(['restore', offered, '--json'])
    expect(restored).toMatchObject({ code: 0, stderr: '' })
    const { setAside } = restored.json<{ setAside: string }>()[0] ?? { setAside: '' }
    expect(readFileSync(setAside, 'utf8')).toMatch(/^this is no database/)
    expect((await cli.run(['optout', 'list', '--json'])).json<object[]>()[0]).toHaveLength(1)
  })

  it('is not replaced by what is no backup', async () => {
    const cli = bareCli()
    await cli.run(['optout', 'add', '+237677123456'])
    const wrong = join(cli.dataDir, 'wrong.sqlite')
    writeFileSync(wrong, 'nothing')
    appendFileSync(wrong, Buffer.alloc(5000))
    const before = readdirSync(cli.dataDir).sort()
    const result = await cli.run(['restore', wrong])
    expect(result.code).toBe(2)
    expect(readdirSync(cli.dataDir).sort()).toEqual(before)
    expect((await cli.run(['optout', 'list', '--json'])).json<object[]>()[0]).toHaveLength(1)
  })
})

describe('an account', () => {
  it('that a paused campaign needs cannot be removed', async () => {
    const scene = await stageCli('kingsmspro', { balance: 30 })
    open.push(scene)
    const sent = await scene.cli.run(scene.send(10))
    expect(sent.code).toBe(5)
    const refused = await scene.cli.run(['account', 'remove', 'shop', '--json'])
    expect(refused.code).toBe(2)
    expect(refused.json()).toMatchObject([{ error: { code: 'account_in_use' } }])
    const id = String(sent.json<{ campaign: number }>()[0]?.campaign)
    expect((await scene.cli.run(['campaign', 'cancel', id, '--json'])).json()).toMatchObject([{ state: 'cancelled' }])
    expect((await scene.cli.run(['account', 'remove', 'shop'])).code).toBe(0)
    // what it sent stays in the history
    const accepted = (await scene.cli.run(['history', '--status', 'accepted', '--json'])).json<object[]>()[0]
    expect(accepted).toHaveLength(scene.gateway.log.length)
    expect(scene.gateway.log.length).toBeGreaterThan(0)
  })
})
