/** `griot restore` over whatever is in the data folder, and the yes to addresses that came with a backup. */
import { spawnSync } from 'node:child_process'
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stageCli, until, type CliStage } from '../../helpers/cli-stage'

let stage: CliStage
let backup: string
let database: string
beforeEach(async () => {
  stage = await stageCli('kingsmspro')
  database = join(stage.cli.dataDir, 'griot.sqlite')
  backup = join(stage.cli.dataDir, 'copy.sqlite')
  expect((await stage.cli.run(['backup', backup])).code).toBe(0)
})
afterEach(() => stage.close())

const setAside = () => readdirSync(stage.cli.dataDir).filter((name) => /set-aside-\d+$/.test(name))

describe('griot restore', () => {
  const other = (): Buffer => {
    const path = join(stage.cli.dataDir, 'other.sqlite')
    const db = new DatabaseSync(path)
    db.exec('CREATE TABLE campaign (a, b, c, d, e); CREATE TABLE lease (a); PRAGMA user_version = 1')
    db.close()
    return readFileSync(path)
  }

  it.each<[string, () => Buffer]>([
    ['bytes that are no database', () => Buffer.alloc(8192, 7)],
    ['a database cut in half', () => readFileSync(database).subarray(0, 12_288)],
    ['another program’s database', other],
    ['an empty file', () => Buffer.alloc(0)],
  ])('puts a backup back over %s, which is kept as it was', async (_name, make) => {
    const damaged = make()
    for (const suffix of ['-wal', '-shm']) writeFileSync(`${database}${suffix}`, '')
    writeFileSync(database, damaged)
    const result = await stage.cli.run(['restore', backup, '--json'])
    expect(result).toMatchObject({ code: 0, stderr: '' })
    if (damaged.length > 0) {
      const [former] = setAside()
      expect(readFileSync(join(stage.cli.dataDir, former ?? '')).equals(damaged)).toBe(true)
    }
    const accounts = (await stage.cli.run(['account', 'list', '--json'])).json<{ account: string }[]>()[0]
    expect(accounts?.map(({ account }) => account)).toContain('shop')
  })
})

describe('griot restore beside another process', () => {
  it.each([
    ['that works', () => undefined],
    ['whose database cannot be read any more', () => writeFileSync(database, Buffer.alloc(8192, 7))],
  ])('%s is refused: what it has open is neither written over nor swapped', async (_name, spoil) => {
    const other = stage.cli.start(['receipts', 'listen', '--port', '0', '--json'])
    try {
      await until(() => readdirSync(stage.cli.dataDir).includes(`.open-${other.process.pid}`))
      await new Promise<void>((resolve) => other.process.stdout.once('data', () => resolve()))
      spoil()
      const before = readFileSync(database)
      const refused = await stage.cli.run(['restore', backup, '--json'])
      expect(refused.code).toBe(8)
      expect(refused.json()[0]).toMatchObject({ error: { code: 'data_in_use' } })
      expect(refused.stderr).toContain(String(other.process.pid))
      expect(readFileSync(database).equals(before)).toBe(true)
      expect(setAside()).toEqual([])
    } finally {
      other.process.kill('SIGKILL')
      await other.ended
    }
    expect((await stage.cli.run(['restore', backup])).code).toBe(0)
  })
})

it('griot restore on a full disk says so, and swaps no file instead', async () => {
  const place = mkdtempSync(join(tmpdir(), 'griot-full-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', place]).status === 0
  try {
    if (!mounted) return
    const run = (...args: string[]) => stage.cli.run([...args, '--data-dir', place, '--json'])
    expect((await run('optout', 'add', '+237677123456')).code).toBe(0)
    const { bavail, bsize } = statfsSync(place)
    // room for a draft, not for what is set aside
    writeFileSync(join(place, 'filler'), Buffer.alloc(bavail * bsize - statSync(backup).size - 300_000))
    const full = await run('restore', backup)
    expect([full.code, full.json()[0]]).toEqual([
      1,
      { error: expect.objectContaining({ code: 'disk_full' }) as unknown },
    ])
    rmSync(join(place, 'filler'))
    expect(readdirSync(place).filter((name) => /set-aside|restoring|finished|part|replacing/.test(name))).toEqual([])
    expect((await run('optout', 'list')).json<object[]>()[0]).toHaveLength(1)
  } finally {
    spawnSync('umount', [place])
    rmSync(place, { recursive: true, force: true })
  }
})

describe('griot backup', () => {
  it('is not written over the database, a device or through a link', async () => {
    const link = join(stage.cli.dataDir, 'link.sqlite')
    symlinkSync(join(stage.cli.dataDir, 'elsewhere'), link)
    for (const [path, code] of [
      [database, 'backup_path_own'],
      ['/dev/null', 'backup_path_special'],
      [link, 'backup_path_special'],
    ] as const) {
      const refused = await stage.cli.run(['backup', path, '--json'])
      expect([refused.code, refused.json()[0]]).toEqual([2, { error: expect.objectContaining({ code }) as unknown }])
      expect(refused.stderr).toContain(path)
    }
    expect((await stage.cli.run(['account', 'list'])).code).toBe(0)
  })
})

describe('griot backup --encrypt', () => {
  const file = () => join(stage.cli.dataDir, 'copy.sqlite.age')
  const secret = 'quatre mots sans rapport'

  it('takes the passphrase from standard input or the environment, and restore says what it lacks', async () => {
    const made = await stage.cli.run(['backup', file(), '--passphrase-stdin', '--json'], { input: `${secret}\n` })
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(made.json()[0]).toMatchObject({ file: file(), encrypted: true })
    const refused = await stage.cli.run(['restore', file(), '--json'])
    expect(refused.code).toBe(2)
    expect(refused.json()[0]).toMatchObject({ error: { code: 'backup_passphrase_needed' } })
    expect(refused.stderr).toContain('--passphrase-stdin')
    const wrong = await stage.cli.run(['restore', file(), '--passphrase-stdin'], { input: 'autre chose' })
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('passphrase is not the one')])
    expect(setAside()).toEqual([])

    const environment = { GRIOT_BACKUP_PASSPHRASE: secret }
    const looked = await stage.cli.run(['restore', file(), '--dry-run', '--json'], { environment })
    expect(looked.json()[0]).toMatchObject({ encrypted: true, restored: false, messages: 0, contacts: 0 })
    expect(setAside()).toEqual([])
    expect((await stage.cli.run(['restore', file()], { environment })).code).toBe(0)
    expect(setAside()).toHaveLength(1)
  })

  it('is put back over what cannot be opened', async () => {
    await stage.cli.run(['backup', file(), '--passphrase-stdin'], { input: secret })
    for (const suffix of ['-wal', '-shm']) writeFileSync(`${database}${suffix}`, '')
    writeFileSync(database, Buffer.alloc(8192, 7))
    const result = await stage.cli.run(['restore', file(), '--passphrase-stdin', '--json'], { input: secret })
    expect(result).toMatchObject({ code: 0, stderr: '' })
  })

  it('without anybody to ask says how to give one, and writes nothing', async () => {
    const refused = await stage.cli.run(['backup', file(), '--encrypt'])
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('GRIOT_BACKUP_PASSPHRASE')])
    const short = await stage.cli.run(['backup', file(), '--passphrase-stdin'], { input: 'court' })
    expect([short.code, short.stderr]).toEqual([2, expect.stringContaining('8')])
    expect(readdirSync(stage.cli.dataDir).filter((name) => name.includes('.age') || name.includes('copying'))).toEqual(
      [],
    )
  })
})

describe('griot account confirm', () => {
  it('is what the sentence says, and nothing reaches the address before', async () => {
    const db = new DatabaseSync(backup)
    db.exec(`UPDATE account SET base_url = '${stage.gateway.url}/', name = 'shop 2' WHERE name = 'shop'`)
    db.close()
    const environment = Object.fromEntries(
      Object.entries(stage.gateway.credentials).map(([field, value]) => [
        `GRIOT_SECRET_SHOP_2_${field.replace(/[A-Z]/g, '_$&').toUpperCase()}`,
        value,
      ]),
    )
    expect((await stage.cli.run(['restore', backup])).code).toBe(0)
    const requests = stage.gateway.requests.length
    const refused = await stage.cli.run(['balance', 'shop 2'], { environment })
    expect(refused.code).not.toBe(0)
    expect(refused.stdout + refused.stderr).toContain(stage.gateway.url)
    expect(refused.stdout + refused.stderr).toContain('griot account confirm "shop 2"')
    expect(stage.gateway.requests).toHaveLength(requests)
    const confirmed = await stage.cli.run(['account', 'confirm', 'shop 2'])
    expect(confirmed.code).toBe(0)
    expect(confirmed.stdout).toContain(stage.gateway.url)
    expect((await stage.cli.run(['balance', 'shop 2'], { environment })).code).toBe(0)
    expect((await stage.cli.run(['account', 'confirm', 'nobody'])).code).toBe(2)
  })
})
