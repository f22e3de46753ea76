/** Copies on a drive that comes and goes: a real folder, and where the system allows it a small drive of its own (tmpfs). */
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backupHandlers } from '@core/backup/backup'
import { createFolderCopying } from '@core/backup/copy-handlers'
import { backUpIfDue } from '@core/backup/create-backup'
import { deliverCopy } from '@core/backup/deliver-copy'
import { copyIfDue } from '@core/backup/folder-copies'
import { restoreBackup } from '@core/backup/restore-backup'
import { openDatabase } from '@core/storage/open'
import { readSettings, writeSettings } from '@core/storage/setting'
import { AppError } from '@shared/errors'
import { errorSentence } from '@shared/sentences/sentence'
import { createTestContext, testNow, type TestContext } from '../../helpers/core-context'
import { fillHistory } from '../../helpers/fill-history'

const dayMs = 86_400_000
const secret = 'quatre mots sans rapport'
let context: TestContext
let place: string
let drive: string
let handlers: ReturnType<typeof createFolderCopying>['handlers']

beforeEach(() => {
  context = createTestContext()
  place = mkdtempSync(join(tmpdir(), 'griot-drive-'))
  drive = join(place, 'key')
  mkdirSync(drive)
  handlers = createFolderCopying(context).handlers
  fillHistory(context.db, { messages: 200, perCampaign: 100, now: testNow })
})
afterEach(() => {
  spawnSync('umount', [drive])
  context.close()
  rmSync(place, { recursive: true, force: true })
})

const copies = () =>
  readdirSync(drive)
    .filter((name) => name.startsWith('griot-'))
    .sort()
const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  )
const problemNow = async () => (await handlers['backup.copies']())?.problem?.code ?? null

describe('the folder for copies', () => {
  it('gets a copy a day, keeps the number wanted, and leaves what others put there', async () => {
    writeFileSync(join(drive, 'griot-2026-01-01-aaaaaa.sqlite'), 'another computer')
    writeFileSync(join(drive, 'photo.jpg'), '')
    await handlers['backup.chooseFolder']({ path: drive })
    await handlers['backup.saveCopies']({ keep: 3, protection: 'none' })
    for (let day = 0; day < 5; day += 1) {
      context.clock.set(testNow + day * dayMs)
      expect(await copyIfDue(context)).toBeNull()
      expect(await copyIfDue(context)).toBeNull()
    }
    const { id } = context.settings().backups
    expect(copies()).toEqual([
      'griot-2026-01-01-aaaaaa.sqlite',
      ...['24', '25', '26'].map((day) => `griot-2026-11-${day}-${id}.sqlite`),
    ])
    expect(existsSync(join(drive, 'photo.jpg'))).toBe(true)
    const looked = await backupHandlers(context)['backup.inspect']({ path: join(drive, copies()[3] ?? '') })
    expect(looked.contents).toMatchObject({ messages: 200, at: testNow + 4 * dayMs })
    expect(await handlers['backup.copies']()).toMatchObject({
      keep: 3,
      problem: null,
      last: { at: testNow + 4 * dayMs },
    })
  })

  it('that is away is told once, never fails the day’s backup, and is caught up when it is back', async () => {
    await handlers['backup.chooseFolder']({ path: drive })
    renameSync(drive, `${drive}-pulled`)
    expect((await copyIfDue(context))?.error?.code).toBe('backup_folder_absent')
    for (let look = 1; look < 4; look += 1) {
      context.clock.set(testNow + look * dayMs)
      expect(await copyIfDue(context)).toBeNull()
      expect(await backUpIfDue(context)).not.toBeNull()
    }
    expect(await problemNow()).toBe('backup_folder_absent')
    expect(existsSync(drive)).toBe(false)
    expect(await code(handlers['backup.copyNow']({}))).toBe('backup_folder_absent')

    renameSync(`${drive}-pulled`, drive)
    expect(await problemNow()).toBeNull()
    expect(await copyIfDue(context)).toEqual({ error: null })
    expect(copies()).toHaveLength(1)
  })

  it('is not another drive in its place, nor an empty mount point; chosen once, a second drive takes its turn', async () => {
    await handlers['backup.chooseFolder']({ path: drive })
    await copyIfDue(context)
    renameSync(drive, `${drive}-first`)
    mkdirSync(drive)
    context.clock.set(testNow + dayMs)
    expect((await copyIfDue(context))?.error?.code).toBe('backup_folder_absent')
    expect(readdirSync(drive)).toEqual([])
    await handlers['backup.chooseFolder']({ path: drive })
    await copyIfDue(context)
    expect(copies()).toHaveLength(1)
    renameSync(drive, `${drive}-second`)
    renameSync(`${drive}-first`, drive)
    await copyIfDue(context)
    expect(copies()).toHaveLength(2)
  })

  it('that cannot be written is refused when it is chosen', async () => {
    expect(await code(handlers['backup.chooseFolder']({ path: join(place, 'none') }))).toBe('backup_folder_absent')
    const file = join(place, 'file')
    writeFileSync(file, '')
    expect(await code(handlers['backup.chooseFolder']({ path: file }))).toBe('backup_folder_absent')
    expect(await code(handlers['backup.copyNow']({}))).toBe('backup_folder_none')
  })

  it.each([
    ['full', ['-o', 'size=128k'], [], 'backup_folder_full'],
    ['read-only', [], ['-o', 'remount,ro'], 'backup_folder_read_only'],
  ])('that is %s is told once, and what lay there stays', async (_name, size, then, expected) => {
    if (spawnSync('mount', ['-t', 'tmpfs', ...size, 'tmpfs', drive]).status !== 0) return
    await handlers['backup.chooseFolder']({ path: drive })
    if (then.length > 0) expect(spawnSync('mount', [...then, drive]).status).toBe(0)
    const before = readdirSync(drive)
    const news = await copyIfDue(context)
    expect(news?.error?.code).toBe(expected)
    for (const language of ['fr', 'en'] as const)
      expect(errorSentence(news?.error ?? { kind: 'internal', code: 'internal', params: {} }, language)).toContain(
        drive,
      )
    context.clock.set(testNow + dayMs)
    expect(await copyIfDue(context)).toBeNull()
    expect(await problemNow()).toBe(expected)
    expect(readdirSync(drive)).toEqual(before)
  })
})

describe('a folder that answers otherwise', () => {
  /** A link to itself: the system answers ELOOP to whoever reads it, as a broken drive answers EIO. */
  const breakFolder = () => {
    renameSync(drive, `${drive}-whole`)
    symlinkSync(drive, drive)
  }
  const mendFolder = () => {
    rmSync(drive)
    renameSync(`${drive}-whole`, drive)
  }

  it('is told once in both languages, asked again, and told when it is over', async () => {
    await handlers['backup.chooseFolder']({ path: drive })
    breakFolder()
    const news = await copyIfDue(context)
    expect(news?.error).toMatchObject({ code: 'backup_folder_silent', params: { folder: drive, reason: 'ELOOP' } })
    for (const language of ['fr', 'en'] as const)
      expect(news?.error && errorSentence(news.error, language)).toContain(drive)
    expect(await copyIfDue(context)).toBeNull()
    expect(await problemNow()).toBe('backup_folder_silent')
    mendFolder()
    expect(await problemNow()).toBeNull()
    expect(await copyIfDue(context)).toEqual({ error: null })
    expect(copies()).toHaveLength(1)
    breakFolder()
    expect(await problemNow()).toBe('backup_folder_silent')
    mendFolder()
    expect(await problemNow()).toBeNull()
  })

  it('is never made anew: an empty mount point on the inner disk is no drive', async () => {
    const from = join(place, 'copy')
    writeFileSync(from, 'x')
    expect(await code(deliverCopy({ from, to: join(drive, 'gone', 'copy.sqlite'), passphrase: null }))).toBe(
      'file_write_failed',
    )
    expect(readdirSync(drive)).toEqual([])
  })

  it('is told although what comes after it fails', async () => {
    await handlers['backup.chooseFolder']({ path: drive })
    renameSync(drive, `${drive}-pulled`)
    context.db.exec('DROP TABLE erasure')
    const due: (() => void)[] = []
    const clock = {
      ...context.clock,
      after: (_: number, callback: () => void) => (due.push(callback), () => undefined),
    }
    createFolderCopying({ ...context, clock }).start()
    due.shift()?.()
    while (due.length === 0) await nextTurn()
    expect(context.told).toContainEqual({
      name: 'backup.copied',
      payload: { error: expect.objectContaining({ code: 'backup_folder_absent' }) as unknown },
    })
  })

  it('is not what is full where this computer’s own disk is: that is told, once, although it cannot be noted', async () => {
    const small = join(place, 'small')
    mkdirSync(small)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', small]).status !== 0) return
    const full = createTestContext({ dataDir: small })
    try {
      const due: (() => void)[] = []
      const clock = { ...full.clock, after: (_: number, callback: () => void) => (due.push(callback), () => undefined) }
      const copying = createFolderCopying({ ...full, clock })
      await copying.handlers['backup.chooseFolder']({ path: drive })
      full.db.pragma('wal_checkpoint(TRUNCATE)')
      const { bavail, bsize } = statfsSync(small)
      writeFileSync(join(small, 'filler'), Buffer.alloc(bavail * bsize))
      copying.start()
      for (let look = 0; look < 2; look += 1) {
        due.shift()?.()
        while (due.length === 0) await nextTurn()
      }
      const told = full.told.filter(({ name }) => name === 'backup.copied')
      expect(told).toEqual([
        { name: 'backup.copied', payload: { error: expect.objectContaining({ code: 'disk_full' }) as unknown } },
      ])
    } finally {
      full.close()
      spawnSync('umount', [small])
    }
  })

  it('is not the data folder, nor one of Griot’s in it', async () => {
    for (const path of [context.dataDir, join(context.dataDir, 'backups')]) {
      mkdirSync(path, { recursive: true })
      expect(await code(handlers['backup.chooseFolder']({ path }))).toBe('backup_path_own')
    }
  })

  it('keeps the copy just made and every newer one where the clock was set back', async () => {
    await handlers['backup.chooseFolder']({ path: drive })
    await handlers['backup.saveCopies']({ keep: 2, protection: 'none' })
    for (const day of [10, 11, 0, 1, 2]) {
      context.clock.set(testNow + day * dayMs)
      expect(await copyIfDue(context)).toBeNull()
    }
    const { id } = context.settings().backups
    expect(copies()).toEqual(
      ['2026-11-23', '2026-11-24', '2026-12-02', '2026-12-03'].map((day) => `griot-${day}-${id}.sqlite`),
    )
  })

  it('with a link in the place of the mark is not written through it', async () => {
    await handlers['backup.chooseFolder']({ path: drive })
    const { id } = context.settings().backups
    const theirs = join(place, 'theirs')
    writeFileSync(theirs, 'theirs')
    rmSync(join(drive, `.griot-${id}`))
    symlinkSync(theirs, join(drive, `.griot-${id}`))
    expect(await code(handlers['backup.chooseFolder']({ path: drive }))).not.toBe('no error')
    expect(readFileSync(theirs, 'utf8')).toBe('theirs')
  })
})

describe('encrypted copies', () => {
  it('are made each day with the passphrase in the keychain, which is nowhere else', async () => {
    await handlers['backup.chooseFolder']({ path: drive })
    expect(await code(handlers['backup.saveCopies']({ keep: 7, protection: 'kept' }))).toBe('backup_passphrase_needed')
    await handlers['backup.saveCopies']({ keep: 7, protection: 'kept', passphrase: secret })
    await copyIfDue(context)
    expect(copies()).toEqual([expect.stringMatching(/\.sqlite\.age$/)])
    context.db.pragma('wal_checkpoint(TRUNCATE)')
    for (const name of ['griot.sqlite', 'griot.sqlite-wal'])
      expect(readFileSync(join(context.dataDir, name)).includes(secret)).toBe(false)
    expect(JSON.stringify(await handlers['backup.copies']())).not.toContain(secret)
    expect([...context.secrets.kept.keys()]).toEqual(['.backup'])

    await handlers['backup.saveCopies']({ keep: 7, protection: 'none' })
    expect(context.secrets.kept.size).toBe(0)
  })

  it('are left to the person where the passphrase is not kept', async () => {
    await handlers['backup.chooseFolder']({ path: drive })
    await handlers['backup.saveCopies']({ keep: 7, protection: 'asked' })
    expect(await copyIfDue(context)).toBeNull()
    expect(copies()).toEqual([])
    expect(await code(handlers['backup.copyNow']({}))).toBe('backup_passphrase_needed')
    await handlers['backup.copyNow']({ passphrase: secret })
    expect(copies()).toHaveLength(1)
    expect(context.secrets.kept.size).toBe(0)
  })

  it('take no passphrase that the environment would win over without a word', async () => {
    await handlers['backup.chooseFolder']({ path: drive })
    process.env.GRIOT_BACKUP_PASSPHRASE = 'another one of the server'
    try {
      expect(await code(handlers['backup.saveCopies']({ keep: 7, protection: 'kept', passphrase: secret }))).toBe(
        'backup_passphrase_environment',
      )
      expect(context.secrets.kept.size).toBe(0)
      await handlers['backup.saveCopies']({ keep: 7, protection: 'kept' })
    } finally {
      delete process.env.GRIOT_BACKUP_PASSPHRASE
    }
  })

  it('beside clear ones: both are listed, and removed only where Griot made them', async () => {
    await handlers['backup.chooseFolder']({ path: drive })
    await handlers['backup.copyNow']({})
    await handlers['backup.saveCopies']({ keep: 7, protection: 'asked' })
    await handlers['backup.copyNow']({ passphrase: secret })
    const listed = (await handlers['backup.copies']())?.copies ?? []
    expect(listed.map(({ encrypted }) => encrypted)).toEqual([true, false])
    const theirs = join(place, 'theirs.sqlite')
    writeFileSync(theirs, '')
    const files = [theirs, join(context.dataDir, 'griot.sqlite'), ...listed.map(({ path }) => path)]
    expect(await handlers['backup.removeCopies']({ files })).toEqual({ removed: 2 })
    expect(copies()).toEqual([])
    expect(existsSync(theirs) && existsSync(join(context.dataDir, 'griot.sqlite'))).toBe(true)
    const entries = "SELECT subject FROM audit_entry WHERE action = 'backup.remove' ORDER BY subject DESC"
    expect(context.db.prepare(entries).pluck().all()).toEqual(listed.map(({ path }) => path))
  })

  it('whose passphrase is gone from the keychain are told, not made in clear', async () => {
    await handlers['backup.chooseFolder']({ path: drive })
    await handlers['backup.saveCopies']({ keep: 7, protection: 'kept', passphrase: secret })
    context.secrets.kept.clear()
    expect((await copyIfDue(context))?.error?.code).toBe('backup_passphrase_needed')
    expect(copies()).toEqual([])
  })
})

it('a restored backup brings no folder of its own', () => {
  const stranger = mkdtempSync(join(place, 'stranger-'))
  const theirs = openDatabase({ dataDir: stranger, now: testNow })
  writeSettings(theirs, { backups: { folder: '/net/evil', keep: 1, protection: 'none', id: 'abcdef' } })
  const backup = join(stranger, 'copy.sqlite')
  theirs.prepare('VACUUM INTO ?').run(backup)
  theirs.close()
  const fresh = join(place, 'fresh')
  restoreBackup({ dataDir: fresh, path: backup, now: testNow, actor: 'window' })
  const restored = openDatabase({ dataDir: fresh, now: testNow })
  expect(readSettings(restored).backups).toEqual({ folder: '', keep: 7, protection: 'none', id: '' })
  restored.close()
})
