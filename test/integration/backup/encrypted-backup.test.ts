/** Backups behind a passphrase: made, looked into, put back; and each way in which one can be wrong. */
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { decryptFile, encryptFile } from '@core/backup/age-file'
import { backupHandlers } from '@core/backup/backup'
import { removeLeftCopies } from '@core/backup/temporary-files'
import { databaseFileName } from '@core/storage/open'
import { errorSentence } from '@shared/sentences/sentence'
import { AppError } from '@shared/errors'
import { createTestContext, testNow, type TestContext } from '../../helpers/core-context'
import { fillHistory } from '../../helpers/fill-history'

const passphrase = 'cheval agrafe pile « été »'
let context: TestContext
let folder: string
let handlers: ReturnType<typeof backupHandlers>
let path: string

beforeEach(() => {
  context = createTestContext()
  folder = mkdtempSync(join(tmpdir(), 'griot-encrypted-'))
  path = join(folder, 'copy.sqlite.age')
  handlers = backupHandlers(context)
  fillHistory(context.db, { messages: 300, perCampaign: 100, now: testNow })
})
afterEach(() => {
  context.close()
  rmSync(folder, { recursive: true, force: true })
})

const thrown = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: unknown) => error,
  )
const code = async (promise: Promise<unknown>): Promise<unknown> => {
  const error = await thrown(promise)
  return error instanceof AppError ? error.code : error
}
const ownFiles = () =>
  readdirSync(context.dataDir)
    .filter((name) => !name.startsWith('backups'))
    .sort()

describe('an encrypted backup', () => {
  it('holds nothing that can be read, says what is in it to who knows the passphrase, and comes back', async () => {
    const before = ownFiles()
    const made = await handlers['backup.create']({ path, passphrase })
    expect(made.encrypted).toBe(true)
    expect(readdirSync(folder)).toEqual(['copy.sqlite.age'])
    const bytes = readFileSync(path)
    expect(bytes.toString('latin1', 0, 22)).toBe('age-encryption.org/v1\n')
    expect(bytes.includes('SQLite')).toBe(false)
    expect(bytes.includes('+237')).toBe(false)

    expect(await handlers['backup.inspect']({ path })).toMatchObject({ encrypted: true, contents: null })
    const looked = await handlers['backup.inspect']({ path, passphrase })
    expect(looked).toMatchObject({ encrypted: true, keptIn: context.dataDir })
    expect(looked.contents).toMatchObject({ at: testNow, messages: 300, campaigns: 3 })

    context.db.exec('DELETE FROM template')
    context.db.exec("UPDATE campaign SET name = 'changed'")
    // the passphrase is not given again
    await handlers['backup.restore']({ path })
    expect(context.db.prepare("SELECT count(*) FROM campaign WHERE name = 'changed'").pluck().get()).toBe(0)
    expect(ownFiles().filter((name) => !name.includes('set-aside'))).toEqual(before)
  })

  it('takes é in either spelling, and a passphrase of its own length only', async () => {
    await handlers['backup.create']({ path, passphrase: 'été en forêt' })
    const decomposed = 'été en forêt'.normalize('NFD')
    expect((await handlers['backup.inspect']({ path, passphrase: decomposed })).contents).not.toBeNull()
    await handlers['backup.forget']()
    expect(await code(handlers['backup.create']({ path, passphrase: 'court' }))).toBe('backup_passphrase_short')
  })

  it('made by the program age is opened', async () => {
    const fixture = fileURLToPath(new URL('../../fixtures/backups/by-age-1.1.1.age', import.meta.url))
    const to = join(folder, 'plain')
    await decryptFile({ from: fixture, to, passphrase: 'correct horse' })
    expect(readFileSync(to, 'utf8')).toBe('What age wrote, Griot reads.\n')
  })
})

describe('an encrypted backup that cannot be opened', () => {
  // made once: drawing a key is slow on purpose
  let made: string
  beforeAll(async () => {
    made = mkdtempSync(join(tmpdir(), 'griot-encrypted-'))
    const once = createTestContext()
    fillHistory(once.db, { messages: 300, perCampaign: 100, now: testNow })
    await backupHandlers(once)['backup.create']({ path: join(made, 'copy.age'), passphrase })
    once.close()
  })
  afterAll(() => rmSync(made, { recursive: true, force: true }))
  beforeEach(() => copyFileSync(join(made, 'copy.age'), path))
  const spoilt = (change: (bytes: Buffer) => Buffer) => writeFileSync(path, change(readFileSync(path)))
  const flip = (at: (length: number) => number) => (bytes: Buffer) => {
    const place = at(bytes.length)
    bytes[place] = (bytes[place] ?? 0) ^ 1
    return bytes
  }

  it.each<[string, (bytes: Buffer) => Buffer, string]>([
    ['a byte changed at its end', flip((length) => length - 1), 'backup_damaged'],
    ['a byte changed in its middle', flip((length) => length >> 1), 'backup_damaged'],
    ['a byte changed in its first piece', flip(() => 300), 'backup_damaged'],
    ['its end cut off', (bytes) => bytes.subarray(0, bytes.length - 70_000), 'backup_damaged'],
    ['its last byte cut off', (bytes) => bytes.subarray(0, -1), 'backup_damaged'],
    ['all but its head cut off', (bytes) => bytes.subarray(0, 230), 'backup_damaged'],
    ['half its head cut off', (bytes) => bytes.subarray(0, 60), 'backup_invalid'],
    ['more behind its end', (bytes) => Buffer.concat([bytes, Buffer.alloc(10)]), 'backup_damaged'],
    [
      'a head without end',
      (bytes) => Buffer.concat([bytes.subarray(0, 22), Buffer.alloc(2_000_000, 65)]),
      'backup_invalid',
    ],
    [
      'work for days asked of whoever opens it',
      (bytes) => Buffer.from(bytes.toString('latin1').replace(' 18\n', ' 40\n'), 'latin1'),
      'backup_invalid',
    ],
    [
      'a key in the place of a passphrase',
      (bytes) => Buffer.from(bytes.toString('latin1').replace('-> scrypt', '-> X25519'), 'latin1'),
      'backup_invalid',
    ],
  ])('for %s says so, and changes nothing', async (_name, change, expected) => {
    const before = ownFiles()
    spoilt(change)
    const error = await thrown(handlers['backup.restore']({ path, passphrase }))
    expect(error).toBeInstanceOf(AppError)
    const wire = (error as AppError).toWire()
    expect(wire.code).toBe(expected)
    for (const language of ['fr', 'en'] as const) expect(errorSentence(wire, language)).toContain('copy.sqlite.age')
    expect(JSON.stringify(wire)).not.toContain('opened-')
    expect(ownFiles()).toEqual(before)
  })

  it('for a wrong passphrase, and for none, says which', async () => {
    const before = ownFiles()
    expect(await code(handlers['backup.restore']({ path, passphrase: 'another one' }))).toBe('backup_passphrase_wrong')
    expect(await code(handlers['backup.inspect']({ path, passphrase: 'another one' }))).toBe('backup_passphrase_wrong')
    expect(await code(handlers['backup.restore']({ path }))).toBe('backup_passphrase_needed')
    expect(ownFiles()).toEqual(before)
  })

  it('for what is inside it: encrypted, but no backup', async () => {
    const other = join(context.dataDir, 'notes')
    writeFileSync(other, 'no database '.repeat(50))
    rmSync(path)
    await encryptFile({ from: other, to: path, passphrase })
    expect(await code(handlers['backup.inspect']({ path, passphrase }))).toBe('backup_invalid')
    expect(await code(handlers['backup.restore']({ path, passphrase }))).toBe('backup_invalid')
  })
})

it('what a crash left of a decrypted backup is removed at the next start, what is in use is not', () => {
  const left = join(context.dataDir, `${databaseFileName}.opened-999999999-0a1b2c3d`)
  const used = join(context.dataDir, `${databaseFileName}.copying-${process.pid}-0a1b2c3d`)
  for (const file of [left, used]) copyFileSync(join(context.dataDir, databaseFileName), file)
  removeLeftCopies(context.dataDir)
  expect(ownFiles().filter((name) => /opened|copying/.test(name))).toEqual([
    `griot.sqlite.copying-${process.pid}-0a1b2c3d`,
  ])
})
