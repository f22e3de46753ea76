import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { listBackups } from '@core/backup/list-backups'
import { presentOf } from '@core/backup/present'
import { prepareRestore, restoreBackup } from '@core/backup/restore-backup'
import { erasePhone } from '@core/storage/erase'
import { closeDatabase, connect, databaseFileName, openDatabase, type Db } from '@core/storage/open'
import { readSettings, writeSettings } from '@core/storage/setting'
import { campaignStates } from '@shared/domain/campaign'
import { insertCampaignRow } from '../../helpers/campaign-row'
import { fillHistory } from '../../helpers/fill-history'

let dataDir: string
let backup: string
const now = Date.UTC(2026, 10, 22)

const campaignsOf = (db: Db) => db.prepare('SELECT name, state, pause_reason AS reason FROM campaign ORDER BY id').all()

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'griot-restore-'))
  mkdirSync(join(dataDir, 'backups'))
  backup = join(dataDir, 'backups', 'griot-1.sqlite')
  const db = openDatabase({ dataDir, now })
  for (const state of campaignStates) insertCampaignRow(db, { name: state, state })
  db.prepare('VACUUM INTO ?').run(backup)
  insertCampaignRow(db, { name: 'after the backup', state: 'sending' })
  db.close()
})

describe('restoring a backup', () => {
  it('brings its content back with everything that was going on paused, and keeps the former file', () => {
    const { setAside: former, lost } = restoreBackup({ dataDir, path: backup, now, actor: 'window' })
    expect(lost).toEqual([])
    const restored = openDatabase({ dataDir, now })
    expect(campaignsOf(restored)).toEqual([
      { name: 'scheduled', state: 'paused', reason: 'restored' },
      { name: 'sending', state: 'paused', reason: 'restored' },
      { name: 'paused', state: 'paused', reason: 'restored' },
      { name: 'finished', state: 'finished', reason: null },
      { name: 'cancelled', state: 'cancelled', reason: null },
    ])
    restored.close()
    expect(former).not.toBeNull()
    expect(existsSync(former!)).toBe(true)
    expect(existsSync(backup)).toBe(true)
    expect(readdirSync(dataDir).filter((name) => name.includes('restoring'))).toEqual([])
  })

  it('works over a damaged database, which is kept byte for byte', () => {
    const damaged = Buffer.alloc(8192, 7)
    writeFileSync(join(dataDir, databaseFileName), damaged)
    const { setAside: former, lost } = restoreBackup({ dataDir, path: backup, now, actor: 'window' })
    expect(lost).toEqual(['accounts', 'copies', 'erasures'])
    expect(readFileSync(former!).equals(damaged)).toBe(true)
    openDatabase({ dataDir, now }).close()
  })

  describe('over a damaged database', () => {
    const phone = '+237677991234'
    const target = () => join(dataDir, databaseFileName)
    const erasedIn = (restored: Db) => restored.prepare('SELECT phone, erased_at AS at FROM erasure').all()
    beforeEach(() => {
      const db = openDatabase({ dataDir, now })
      writeSettings(db, { backups: { folder: '/media/key', keep: 3, protection: 'asked', id: 'abcdef' } })
      db.exec(
        `INSERT INTO account (name, gateway, country, currency, created_at, updated_at)
         VALUES ('King', 'kingsmspro', 'CM', 'XAF', 1, 1)`,
      )
      db.transaction(() => erasePhone(db, phone, now)).immediate()
      closeDatabase(db, dataDir)
    })
    /** Zeros over the first page of a table. */
    const spoil = (table: string): void => {
      const db = openDatabase({ dataDir, now })
      const page = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table) as number
      closeDatabase(db, dataDir)
      writeFileSync(target(), readFileSync(target()).fill(0, (page - 1) * 4096, page * 4096))
    }

    it('keeps who was erased and the folder for copies, where only something else is damaged', () => {
      spoil('message')
      expect(restoreBackup({ dataDir, path: backup, now, actor: 'window' }).lost).toEqual([])
      const restored = openDatabase({ dataDir, now })
      expect(erasedIn(restored)).toEqual([{ phone, at: now }])
      expect(readSettings(restored).backups).toMatchObject({ folder: '/media/key', keep: 3 })
      restored.close()
    })

    it.each([
      ['setting', ['copies']],
      ['account', ['accounts']],
      ['erasure', ['erasures']],
    ])('says what of it could not be read: %s', (table, lost) => {
      spoil(table)
      expect(restoreBackup({ dataDir, path: backup, now, actor: 'window' }).lost).toEqual(lost)
    })

    it('looks for who was erased in the other backups of the folder', () => {
      copyFileSync(target(), join(dataDir, 'backups', 'griot-2.sqlite'))
      writeFileSync(target(), Buffer.alloc(8192, 7))
      const { lost } = restoreBackup({ dataDir, path: backup, now, actor: 'window' })
      expect(lost).toEqual(['accounts', 'copies', 'erasures'])
      const restored = openDatabase({ dataDir, now })
      expect(erasedIn(restored)).toEqual([{ phone, at: now }])
      restored.close()
    })
  })

  it.each([
    ['a text file', () => writeFileSync(backup, 'no database at all, but long enough to be one'.repeat(100))],
    ['an empty file', () => writeFileSync(backup, '')],
    ['half a backup', () => writeFileSync(backup, readFileSync(backup).subarray(0, 20_000))],
    ['a backup with bytes changed', () => writeFileSync(backup, readFileSync(backup).fill(0xa5, 4096, 40_000))],
  ])('refuses %s and changes nothing', (_, spoil) => {
    spoil()
    const before = readFileSync(join(dataDir, databaseFileName))
    expect(() => restoreBackup({ dataDir, path: backup, now, actor: 'window' })).toThrow('backup_invalid')
    expect(readFileSync(join(dataDir, databaseFileName)).equals(before)).toBe(true)
    expect(readdirSync(dataDir).filter((name) => name.includes('restoring') || name.includes('set-aside'))).toEqual([])
  })

  it('gives the event loop back every few hundred rows, and has whole tables checked by a thread', () => {
    const db = openDatabase({ dataDir, now })
    fillHistory(db, { messages: 30_000, now })
    const path = join(dataDir, 'many.sqlite')
    db.prepare('VACUUM INTO ?').run(path)
    const present = presentOf(db)
    closeDatabase(db, dataDir)
    const draft = join(dataDir, 'draft')
    const steps = prepareRestore({ path, file: path, draft, now, actor: 'window', present: () => present })
    const checks: string[] = []
    let stops = 0
    for (let step = steps.next(); step.done !== true;) {
      if (step.value === undefined) stops += 1
      else checks.push(step.value.check)
      step = steps.next(true)
    }
    expect(checks).toEqual(['integrity_check', 'foreign_key_check', 'quick_check'])
    // rows, the text index, and the counts
    expect(stops).toBeGreaterThan((2 * 30_000) / 250)
    const restored = connect(draft, { readonly: true })
    const counted = restored.prepare('SELECT sum(messages), sum(segments) FROM message_count').raw().get()
    expect(counted).toEqual(restored.prepare('SELECT count(*), sum(segments) FROM message').raw().get())
    restored.close()
  })

  it('refuses what is not there', () => {
    expect(() => restoreBackup({ dataDir, path: join(dataDir, 'none.sqlite'), now, actor: 'window' })).toThrow(
      'backup_invalid',
    )
  })
})

describe('the backups of the data folder', () => {
  it('are listed newest first, copies made before a migration included', () => {
    const copy = join(dataDir, `${databaseFileName}.before-2-5`)
    writeFileSync(copy, 'x')
    writeFileSync(join(dataDir, 'backups', 'notes.txt'), 'x')
    utimesSync(backup, 1000, 1000)
    utimesSync(copy, 2000, 2000)
    expect(listBackups(dataDir).map(({ path, at }) => [path, at])).toEqual([
      [copy, 2_000_000],
      [backup, 1_000_000],
    ])
  })

  it('are none where there is no folder', () => {
    expect(listBackups(join(dataDir, 'missing'))).toEqual([])
  })
})
