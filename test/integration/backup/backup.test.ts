import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backupHandlers } from '@core/backup/backup'
import { backUpIfDue } from '@core/backup/create-backup'
import { listBackups } from '@core/backup/list-backups'
import { restoreBackup } from '@core/backup/restore-backup'
import { startAnew } from '@core/backup/start-anew'
import { removeLeftCopies, temporaryFile } from '@core/backup/temporary-files'
import { fillNewDatabase } from '@core/first-run'
import { programHandlers } from '@core/program/program'
import { appendAudit } from '@core/storage/audit'
import { connect, databaseFileName, openDatabase, type Db } from '@core/storage/open'
import { writeSettings } from '@core/storage/setting'
import { AppError } from '@shared/errors'
import { insertCampaignRow } from '../../helpers/campaign-row'
import { createTestContext, testNow, type TestContext } from '../../helpers/core-context'
import { fillHistory, seeded } from '../../helpers/fill-history'

let context: TestContext
let folder: string
const handlers = () => ({ ...backupHandlers(context), ...programHandlers(context, { gateways: [], version: '1.2.3' }) })
const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  )
const campaignStates = (db: Db) => db.prepare('SELECT state, pause_reason FROM campaign ORDER BY id').raw().all()
function addCampaigns(db: Db): void {
  for (const state of ['scheduled', 'paused', 'finished'] as const) insertCampaignRow(db, { state })
}

beforeEach(() => {
  context = createTestContext()
  folder = mkdtempSync(join(tmpdir(), 'griot-backup-'))
})
afterEach(() => {
  context.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a backup', () => {
  it('is one sound file, with what was written a moment before', async () => {
    fillHistory(context.db, { messages: 3000, perCampaign: 1000, now: testNow })
    writeSettings(context.db, { theme: 'dark' })
    const path = join(folder, 'new folder', 'copy.sqlite')
    const { bytes } = await handlers()['backup.create']({ path })
    expect(bytes).toBe(statSync(path).size)
    expect(readdirSync(join(folder, 'new folder'))).toEqual(['copy.sqlite'])
    const copy = connect(path, { readonly: true })
    expect(copy.prepare('SELECT count(*) FROM message').pluck().get()).toBe(3000)
    expect(copy.prepare("SELECT value FROM setting WHERE key = 'theme'").pluck().get()).toBe('"dark"')
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
    copy.close()
  })

  it('that cannot be written says so and leaves nothing', async () => {
    writeFileSync(join(folder, 'file'), '')
    expect(await code(handlers()['backup.create']({ path: join(folder, 'file', 'copy.sqlite') }))).toBe(
      'file_write_failed',
    )
    expect(readdirSync(folder)).toEqual(['file'])
  })

  it('is made once a day, the last seven are kept', async () => {
    const made: unknown[] = []
    for (let day = 0; day < 10; day += 1) {
      // a file's time is the real one: the clock starts there
      context.clock.set(Date.now() + day * 86_400_000)
      made.push(await backUpIfDue(context))
      expect(
        await backUpIfDue({
          ...context,
          clock: { ...context.clock, now: () => statSync(listBackups(context.dataDir)[0]!.path).mtimeMs },
        }),
      ).toBeNull()
    }
    expect(made.every((backup) => backup !== null)).toBe(true)
    expect(listBackups(context.dataDir)).toHaveLength(7)
  })
})

describe('a backup is not written', () => {
  const own = (name: string) => join(context.dataDir, name)
  beforeEach(() => {
    mkdirSync(own('backups'))
    writeFileSync(join(folder, 'file'), 'theirs')
    symlinkSync(join(folder, 'file'), join(folder, 'link'))
    symlinkSync(context.dataDir, join(folder, 'data'))
    mkdirSync(join(folder, 'inside'))
    spawnSync('mkfifo', [join(folder, 'pipe')])
  })
  it.each<[string, () => string, string]>([
    ['through a link', () => join(folder, 'link'), 'backup_path_special'],
    ['in the place of a folder', () => join(folder, 'inside'), 'backup_path_special'],
    ['into a pipe', () => join(folder, 'pipe'), 'backup_path_special'],
    ['onto a device', () => '/dev/null', 'backup_path_special'],
    ['over the database', () => own('griot.sqlite'), 'backup_path_own'],
    ['over its journal', () => own('griot.sqlite-wal'), 'backup_path_own'],
    ['over what was set aside', () => own('griot.sqlite.set-aside-5'), 'backup_path_own'],
    ['over a mark', () => own(`.open-${process.pid}`), 'backup_path_own'],
    ['over a daily backup', () => own('backups/griot-2026-11-22.sqlite'), 'backup_path_own'],
    ['over a log', () => own('logs/griot.log'), 'backup_path_own'],
    ['over the database by way of a linked folder', () => join(folder, 'data', 'GRIOT.sqlite'), 'backup_path_own'],
  ])('%s', async (_, path, expected) => {
    if (process.platform === 'win32') return
    const before = [readdirSync(folder), readdirSync(context.dataDir)]
    expect(await code(handlers()['backup.create']({ path: path() }))).toBe(expected)
    expect([readdirSync(folder), readdirSync(context.dataDir)]).toEqual(before)
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('theirs')
  })
})

describe('the daily backups', () => {
  it('never remove one of a newer day, nor what a person put there', async () => {
    const backups = join(context.dataDir, 'backups')
    mkdirSync(backups)
    const newer = Array.from({ length: 9 }, (_, day) => `griot-2030-01-0${day + 1}.sqlite`)
    for (const name of [...newer, 'before-christmas.sqlite']) writeFileSync(join(backups, name), '')
    for (let day = 0; day < 9; day += 1) {
      context.clock.set(testNow + day * 86_400_000)
      // their time is the real one
      for (const name of readdirSync(backups)) utimesSync(join(backups, name), 1000, 1000)
      await backUpIfDue(context)
    }
    const kept = readdirSync(backups)
    expect(kept).toEqual(expect.arrayContaining([...newer, 'before-christmas.sqlite']))
    expect(kept.filter((name) => name.startsWith('griot-2026'))).toHaveLength(7)
    expect(kept).toContain('griot-2026-11-30.sqlite')
  })
})

describe('what a crash left', () => {
  it('is removed at the next start where its process is gone; what was set aside stays, and what is in use', () => {
    const gone = '999999999-0a1b2c3d'
    const used = `${process.pid}-0a1b2c3d`
    const backups = join(context.dataDir, 'backups')
    mkdirSync(backups)
    const left = [
      ...['copying', 'opened', 'restoring'].map((use) => `griot.sqlite.${use}-${gone}`),
      `griot.sqlite.copying-${gone}-journal`,
      `griot.sqlite.restoring-${gone}-wal`,
      `griot.sqlite.copying-5-0a1b2c3d.part-${gone}`,
      `griot.sqlite.set-aside-5.part-${gone}`,
      `griot.sqlite.set-aside-5.part-${gone}-shm`,
      `backups/griot-2026-11-22.sqlite.part-${gone}`,
      '.replacing-999999999',
    ]
    const stays = [
      ...['copying', 'opened', 'restoring'].map((use) => `griot.sqlite.${use}-${used}`),
      'griot.sqlite.set-aside-999999999',
      'griot.sqlite.set-aside-999999999-wal',
      'griot.sqlite.damaged-999999999',
      'griot.sqlite.before-2-999999999',
      'griot.sqlite.finished-999999999',
      'backups/griot-2026-11-22.sqlite',
      `backups/griot-2026-11-23.sqlite.part-${used}`,
      'part-999999999-0a1b2c3d',
    ]
    for (const name of [...left, ...stays]) writeFileSync(join(context.dataDir, name), '')
    removeLeftCopies(context.dataDir)
    expect([...left, ...stays].filter((name) => existsSync(join(context.dataDir, name)))).toEqual(stays)
  })

  it('has a name that no two processes and no two copies share', async () => {
    const names = new Set(Array.from({ length: 100 }, () => temporaryFile(context.dataDir, 'copying')))
    expect(names.size).toBe(100)
    const path = join(folder, 'one.sqlite')
    await Promise.all([1, 2, 3].map(() => handlers()['backup.create']({ path })))
    expect(readdirSync(folder)).toEqual(['one.sqlite'])
  })
})

describe('restoring while the program runs', () => {
  it('brings the backup back with every campaign paused, sets the present aside, and another open window sees it', async () => {
    const other = connect(join(context.dataDir, databaseFileName))
    addCampaigns(context.db)
    const path = join(folder, 'copy.sqlite')
    await handlers()['backup.create']({ path })
    writeSettings(context.db, { theme: 'dark' })
    context.db.exec("DELETE FROM campaign WHERE state = 'finished'")
    const { setAside } = await handlers()['backup.restore']({ path })

    for (const db of [context.db, other]) {
      expect(campaignStates(db)).toEqual([
        ['paused', 'restored'],
        ['paused', 'restored'],
        ['finished', null],
      ])
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    }
    expect(context.settings().theme).toBe('system')
    const aside = connect(setAside, { readonly: true })
    expect(aside.prepare("SELECT value FROM setting WHERE key = 'theme'").pluck().get()).toBe('"dark"')
    aside.close()
    other.close()
    expect(context.db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(readdirSync(context.dataDir).filter((name) => name.includes('restoring'))).toEqual([])
    appendAudit(context.db, { at: 1, actor: 'window', action: 'settings.save', subject: '' })
  })

  it('refuses the database itself, by any name', async () => {
    const itself = join(context.dataDir, databaseFileName)
    linkSync(itself, join(folder, 'second-name.sqlite'))
    symlinkSync(itself, join(folder, 'link.sqlite'))
    for (const path of [itself, join(folder, 'second-name.sqlite'), join(folder, 'link.sqlite')]) {
      expect(await code(handlers()['backup.inspect']({ path }))).toBe('backup_is_database')
      expect(await code(handlers()['backup.restore']({ path }))).toBe('backup_is_database')
    }
  })

  it('refuses what is no backup of Griot and while a campaign is sent', async () => {
    const path = join(folder, 'x.sqlite')
    for (const content of ['', 'not a database at all', 'SQLite format 3\0'.padEnd(4096, 'x')]) {
      writeFileSync(path, content)
      expect(await code(handlers()['backup.restore']({ path }))).toBe('backup_invalid')
    }
    expect(await code(handlers()['backup.restore']({ path: join(folder, 'absent') }))).toBe('backup_invalid')
    await handlers()['backup.create']({ path })
    addCampaigns(context.db)
    context.db.exec("UPDATE campaign SET state = 'sending' WHERE id = 1")
    expect(await code(handlers()['backup.restore']({ path }))).toBe('campaign_busy')
    // paused, and its answers are still on their way: they belong to these messages
    context.db.exec("UPDATE campaign SET state = 'paused', pause_reason = 'person' WHERE id = 1")
    context.db.exec("UPDATE message_count SET messages = 1 WHERE campaign_id = 1 AND state = 'sending'")
    expect(await code(handlers()['backup.restore']({ path }))).toBe('campaign_busy')
    expect(campaignStates(context.db)).toHaveLength(3)
  })
})

describe('a damaged database', () => {
  it('is set aside by starting anew, which says where it is and which backup there is', async () => {
    const backup = await backUpIfDue(context)
    context.db.close()
    const setAside = startAnew({ dataDir: context.dataDir, now: testNow + 1 })
    expect(existsSync(setAside)).toBe(true)
    const db = openDatabase({ dataDir: context.dataDir, now: testNow + 2 })
    fillNewDatabase(db, { now: testNow + 2, language: 'fr', sandboxGateway: 'sandbox' })
    const info = await programHandlers({ ...context, db }, { gateways: [], version: '1.2.3' })['program.info']()
    expect(info).toMatchObject({ version: '1.2.3', damaged: { setAside, backup: backup!.path } })
    expect(info.databaseBytes).toBeGreaterThan(4096)
    db.close()
  })

  // A byte changed inside a text cannot be seen by anyone: SQLite keeps no checksum of values. Everything else must be.
  it('a hundred times: opened with every row as it was, or refused; never a crash, never silently wrong', () => {
    fillHistory(context.db, { messages: 400, perCampaign: 100, now: testNow })
    addCampaigns(context.db)
    context.db.pragma('wal_checkpoint(TRUNCATE)')
    const good = join(context.dataDir, databaseFileName)
    const rows = (db: Db) =>
      db.prepare('SELECT id, campaign_id, phone, state, segments, updated_at FROM message ORDER BY id').raw().all()
    const expected = JSON.stringify(rows(context.db))
    const size = statSync(good).size
    const untouched = join(folder, 'untouched')
    openDatabase({ dataDir: untouched, now: 1 }).close()
    copyFileSync(good, join(untouched, databaseFileName))
    const control = openDatabase({ dataDir: untouched, now: 2 })
    expect(JSON.stringify(rows(control))).toBe(expected)
    control.close()
    const random = seeded(5)
    const outcomes = { opened: 0, refused: 0 }
    for (let round = 0; round < 100; round += 1) {
      const dataDir = join(folder, `r${round}`)
      const path = join(dataDir, databaseFileName)
      openDatabase({ dataDir, now: 1 }).close()
      copyFileSync(good, path)
      const kind = round % 3
      if (kind === 0) truncateSync(path, Math.floor(random() * size))
      else {
        const bytes = readFileSync(path)
        // pages of zeros, or the head of a page (its structure) flipped
        const page = Math.floor(random() * (size / 4096))
        if (kind === 1) bytes.fill(0, page * 4096, page * 4096 + 4096)
        else
          for (let flip = 0; flip < 4; flip += 1)
            bytes[page * 4096 + Math.floor(random() * 8)]! ^= 1 + Math.floor(random() * 255)
        writeFileSync(path, bytes)
      }
      try {
        const db = openDatabase({ dataDir, now: 2 })
        try {
          expect(JSON.stringify(rows(db)), `round ${round}`).toBe(expected)
          outcomes.opened += 1
        } finally {
          db.close()
        }
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        expect(['database_damaged', 'database_newer']).toContain(error.code)
        expect(existsSync(path)).toBe(true)
        outcomes.refused += 1
        // the way back
        if (round === 0) {
          const backup = join(folder, 'backup.sqlite')
          copyFileSync(good, backup)
          restoreBackup({ dataDir, path: backup, now: 3, actor: 'window' })
          const db = openDatabase({ dataDir, now: 4 })
          expect(JSON.stringify(rows(db))).toBe(expected)
          db.close()
        }
      }
    }
    console.log('damaged files', outcomes)
    expect(outcomes.refused).toBeGreaterThan(50)
  })
})
