/** Backups that a stranger has changed, and files that are none: real SQLite files, made hostile by hand. */
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGatewayResolver } from '@core/accounts/gateways'
import { backupHandlers } from '@core/backup/backup'
import { restoreBackup } from '@core/backup/restore-backup'
import { systemClock } from '@core/clock'
import { providers } from '@core/providers/registry'
import { createMemorySecrets } from '../../helpers/memory-secrets'
import { accountById, insertAccount, listAccounts, type AccountFields } from '@core/storage/account'
import { newCampaignKey } from '@core/storage/campaign-key'
import { applicationId, databaseFileName, openDatabase, type Db } from '@core/storage/open'
import { readSettings, writeSettings } from '@core/storage/setting'
import { AppError } from '@shared/errors'
import { insertCampaignRow } from '../../helpers/campaign-row'
import { createTestContext } from '../../helpers/core-context'
import { fillHistory } from '../../helpers/fill-history'

const now = Date.UTC(2026, 10, 26)
let dataDir: string
let backup: string

const account: AccountFields = {
  name: 'King',
  gateway: 'kingsmspro',
  baseUrl: null,
  sender: null,
  country: 'CM',
  currency: 'XAF',
  price: null,
  maxRate: null,
  concurrency: null,
  alertBelow: null,
  callbackUrl: null,
  usesKeychain: true,
}

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'griot-hostile-'))
  backup = join(dataDir, 'backup.sqlite')
  const db = openDatabase({ dataDir, now })
  insertAccount(db, account, now)
  fillHistory(db, { messages: 200, perCampaign: 50, now })
  for (const state of ['scheduled', 'sending', 'paused'] as const)
    insertCampaignRow(db, { state, name: state, ...(state === 'scheduled' ? { recurrence: '0 8 * * 1' } : {}) })
  writeSettings(db, { theme: 'dark' })
  db.prepare('VACUUM INTO ?').run(backup)
  db.close()
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** Changes the backup as somebody with the `sqlite3` program would. */
function tamper(sql: string): void {
  const db = new Database(backup, nativeBinding())
  db.unsafeMode()
  db.pragma('ignore_check_constraints = ON')
  db.exec(sql)
  db.close()
}
const nativeBinding = (): { nativeBinding?: string } =>
  process.env.GRIOT_SQLITE_BINDING ? { nativeBinding: process.env.GRIOT_SQLITE_BINDING } : {}

function restored<Value>(read: (db: Db) => Value): Value {
  restoreBackup({ dataDir, path: backup, now, actor: 'window' })
  const db = openDatabase({ dataDir, now })
  try {
    return read(db)
  } finally {
    db.close()
  }
}

/** The refusal's code and what it names, once it is sure that nothing changed. */
function refusal(): { code: unknown; what: unknown } {
  const target = join(dataDir, databaseFileName)
  const before = readFileSync(target)
  // looking at a database makes its journal files
  const names = (): string[] => readdirSync(dataDir).filter((name) => !/-(?:wal|shm)$/.test(name))
  const namesBefore = names()
  let thrown: unknown = null
  try {
    restoreBackup({ dataDir, path: backup, now, actor: 'window' })
  } catch (error) {
    thrown = error
  }
  expect(readFileSync(target).equals(before)).toBe(true)
  expect(names()).toEqual(namesBefore)
  return thrown instanceof AppError
    ? { code: thrown.code, what: thrown.params.what }
    : { code: thrown, what: undefined }
}

describe('a backup with something in its schema that is not ours', () => {
  it.each([
    [
      'a trigger that schedules what was paused',
      `CREATE TRIGGER again AFTER UPDATE OF state ON campaign WHEN NEW.state = 'paused' BEGIN
         UPDATE campaign SET state = 'scheduled', scheduled_at = 1 WHERE id = NEW.id; END`,
      'trigger again',
    ],
    [
      'a trigger that removes opt-outs',
      'CREATE TRIGGER no_stop AFTER INSERT ON opt_out BEGIN DELETE FROM opt_out WHERE phone = NEW.phone; END',
      'trigger no_stop',
    ],
    [
      'our own trigger with another text',
      'DROP TRIGGER opt_out_added; CREATE TRIGGER opt_out_added AFTER INSERT ON opt_out BEGIN DELETE FROM opt_out; END',
      'trigger opt_out_added',
    ],
    ['a view', 'CREATE VIEW people AS SELECT * FROM contact', 'view people'],
    ['a table of its own', 'CREATE TABLE extra (a)', 'table extra'],
    ['an index of its own', 'CREATE INDEX extra ON contact (name)', 'index extra'],
    ['a column that is not ours', 'ALTER TABLE contact ADD COLUMN extra TEXT', 'table contact'],
    ['a view in the place of a table', 'DROP TABLE template; CREATE VIEW template AS SELECT 1 AS id', 'view template'],
    ['a table that is missing', 'DROP TABLE receipt_log', 'table receipt_log'],
    ['a trigger that is missing', 'DROP TRIGGER audit_entry_no_delete', 'trigger audit_entry_no_delete'],
  ])('is refused: %s', (_, sql, what) => {
    tamper(sql)
    expect(refusal()).toEqual({ code: 'backup_foreign', what })
  })
})

describe('a file that is no backup', () => {
  it.each<[string, () => void]>([
    [
      'another program’s database',
      () => {
        rmSync(backup)
        tamper('CREATE TABLE notes (a); PRAGMA user_version = 1')
      },
    ],
    [
      'the smallest schema that could pass',
      () => {
        rmSync(backup)
        tamper(`CREATE TABLE campaign (id, state, pause_reason, pause_error, updated_at); CREATE TABLE lease (a);
          PRAGMA user_version = 1; PRAGMA application_id = ${applicationId}`)
      },
    ],
    ['our schema under another application id', () => tamper('PRAGMA application_id = 7')],
    ['a version of the future', () => tamper('PRAGMA user_version = 99')],
    ['half a backup', () => truncateSync(backup, 40_960)],
    ['a few bytes', () => writeFileSync(backup, 'SQLite format 3\0')],
    [
      'a folder',
      () => {
        rmSync(backup)
        mkdirSync(backup)
      },
    ],
    ['rows that break a check', () => tamper("UPDATE campaign SET state = 'everywhere'")],
    ['a campaign without its key', () => tamper('PRAGMA foreign_keys = OFF; DELETE FROM campaign_key WHERE id = 1')],
    ['an id after which none can be given', () => tamper(`UPDATE sqlite_sequence SET seq = ${2n ** 63n - 1n}`)],
  ])('is refused and replaces nothing: %s', (_, spoil) => {
    spoil()
    expect(['backup_invalid', 'backup_foreign']).toContain(refusal().code)
  })

  it.skipIf(process.platform === 'win32')('is refused at once where it is a pipe or a device', () => {
    rmSync(backup)
    spawnSync('mkfifo', [backup])
    expect(refusal().code).toBe('backup_invalid')
    backup = '/dev/zero'
    expect(refusal().code).toBe('backup_invalid')
  })
})

describe('a restored backup', () => {
  it('has every row of the backup, its counts, its texts in the search, and gives no id twice', () => {
    const file = new Database(backup, { readonly: true, ...nativeBinding() })
    const tables = [
      'account',
      'message',
      'message_event',
      'message_count',
      'campaign_key',
      'contact',
      'template',
      'sqlite_sequence',
    ]
    const rowsOf = (db: Db, table: string): unknown[] => db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).raw().all()
    const expected = tables.map((table) => rowsOf(file, table))
    const search = "SELECT count(*) FROM message_search WHERE message_search MATCH 'bonjour'"
    const found = file.prepare(search).pluck().get()
    file.close()
    restored((db) => {
      expect(tables.map((table) => rowsOf(db, table))).toEqual(expected)
      expect(db.prepare(search).pluck().get()).toBe(found)
      expect(readSettings(db).theme).toBe('dark')
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
      expect(newCampaignKey(db)).toBeGreaterThan(7)
    })
  })

  it('sends nothing by itself: scheduled, recurring and running campaigns are paused', () => {
    const states = restored((db) =>
      db
        .prepare("SELECT DISTINCT state, pause_reason FROM campaign WHERE name IN ('scheduled', 'sending', 'paused')")
        .raw()
        .all(),
    )
    expect(states).toEqual([['paused', 'restored']])
  })

  it('counts by its rows, whatever it says', () => {
    tamper('UPDATE message_count SET messages = 9999')
    expect(restored((db) => db.prepare('SELECT sum(messages) FROM message_count').pluck().get())).toBe(200)
  })

  it('names no file of the computer that it comes from', () => {
    tamper(`INSERT INTO contact_import (committed, process_id, file, target, started_at)
      VALUES (1, 1, '../../outside', 'contacts', 1)`)
    expect(restored((db) => db.prepare('SELECT count(*) FROM contact_import').pluck().get())).toBe(0)
  })

  it('does not listen, and has another secret than it came with', () => {
    const listener = {
      enabled: true,
      host: '0.0.0.0',
      port: 9000,
      secret: 'known',
      turns: {},
      publicHost: 'evil.example',
    }
    tamper(`INSERT OR REPLACE INTO setting VALUES ('listener', '${JSON.stringify(listener)}')`)
    const after = restored((db) => readSettings(db).listener)
    expect(after).toMatchObject({ enabled: false, host: '127.0.0.1', publicHost: '' })
    expect(after.secret.length).toBeGreaterThan(20)
  })

  it.each([
    ["base_url = 'https://evil.example'", false],
    ["callback_url = 'https://evil.example/report'", false],
    ["base_url = 'https://evil.example', confirmed = 1", false],
    ['base_url = NULL, callback_url = NULL', true],
  ])('with %s may be used at once: %s', async (change, isUsable) => {
    tamper(`UPDATE account SET ${change}`)
    restoreBackup({ dataDir, path: backup, now, actor: 'window' })
    const db = openDatabase({ dataDir, now })
    const [restoredAccount] = listAccounts(db)
    const gateway = createGatewayResolver({
      db,
      gateways: providers,
      secrets: createMemorySecrets({ King: { apiKey: 'k', clientId: 'c' } }),
      http: { exchange: () => Promise.reject(new Error('no request may be made')), close: () => undefined },
      clock: systemClock,
    })
    const opened = await gateway(restoredAccount!.id).then(
      () => 'usable',
      (error: unknown) => (error as AppError).code,
    )
    expect(opened).toBe(isUsable ? 'usable' : 'account_unconfirmed')
    db.close()
  })

  it('keeps an address that the account in its place has already', () => {
    const present = openDatabase({ dataDir, now })
    present.exec("UPDATE account SET base_url = 'https://relay.example/api', callback_url = 'https://shop.example/r'")
    present.close()
    tamper("UPDATE account SET base_url = 'https://relay.example/api', callback_url = 'https://shop.example/r'")
    expect(restored((db) => accountById(db, 1).confirmed)).toBe(true)
  })
})

describe('restoring while the program runs', () => {
  it('treats a hostile backup in the same way', async () => {
    const context = createTestContext({ gateways: providers })
    const run = (): Promise<unknown> => backupHandlers(context)['backup.restore']({ path: backup })
    tamper("UPDATE account SET base_url = 'https://evil.example'")
    await run()
    expect(listAccounts(context.db)[0]?.confirmed).toBe(false)
    tamper('CREATE TRIGGER again AFTER INSERT ON contact BEGIN DELETE FROM contact; END')
    await expect(run()).rejects.toMatchObject({ code: 'backup_foreign' })
    expect(context.db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'again'").pluck().get()).toBe(0)
    context.close()
  })
})

describe('a power cut while a backup takes its place', () => {
  const target = (): string => join(dataDir, databaseFileName)
  const themes = (): [string, string] => {
    const present = openDatabase({ dataDir, now })
    writeSettings(present, { theme: 'light' })
    present.close()
    return ['light', 'dark']
  }

  it('before the new file is whole leaves the old one', () => {
    const [old] = themes()
    writeFileSync(`${target()}.restoring-5`, readFileSync(backup).subarray(0, 9000))
    const db = openDatabase({ dataDir, now })
    expect(readSettings(db).theme).toBe(old)
    db.close()
  })

  it.each(['nothing moved', 'the former one linked', 'the former one moved', 'its journal moved'])(
    'after that leaves the new one, and the former one aside: %s',
    (moment) => {
      const [old, next] = themes()
      copyFileSync(backup, `${target()}.finished-5`)
      writeFileSync(`${target()}-wal`, 'a journal of the former file')
      const aside = `${target()}.set-aside-5`
      if (moment === 'the former one linked') copyFileSync(target(), aside)
      if (moment === 'the former one moved') renameSync(target(), aside)
      if (moment === 'its journal moved') {
        renameSync(target(), aside)
        renameSync(`${target()}-wal`, `${aside}-wal`)
      }
      const db = openDatabase({ dataDir, now })
      expect(readSettings(db).theme).toBe(next)
      db.close()
      rmSync(`${aside}-wal`)
      const former = new Database(aside, { readonly: true, ...nativeBinding() })
      expect(former.prepare("SELECT value FROM setting WHERE key = 'theme'").pluck().get()).toBe(`"${old}"`)
      former.close()
      expect(readdirSync(dataDir).filter((name) => name.includes('finished'))).toEqual([])
    },
  )
})

describe('opening', () => {
  it('refuses another program’s database in Griot’s place, unchanged', () => {
    const other = mkdtempSync(join(dataDir, 'other-'))
    const db = new Database(join(other, databaseFileName), nativeBinding())
    db.exec('CREATE TABLE notes (a)')
    db.close()
    const before = readFileSync(join(other, databaseFileName))
    expect(() => openDatabase({ dataDir: other, now })).toThrow('database_foreign')
    expect(readFileSync(join(other, databaseFileName)).equals(before)).toBe(true)
    expect(readdirSync(other).filter((name) => name.startsWith(databaseFileName))).toEqual([databaseFileName])
  })
})
