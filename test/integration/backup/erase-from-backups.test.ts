/** After an erasure, the bytes of every file that Griot can reach are searched for the person. */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backupHandlers } from '@core/backup/backup'
import { createFolderCopying } from '@core/backup/copy-handlers'
import { backUpIfDue } from '@core/backup/create-backup'
import { eraseFromBackups } from '@core/backup/erase-from-backups'
import { erasePerson } from '@core/contacts/erase'
import { forgetMessages, indexMessages } from '@core/storage/message-search'
import { connect } from '@core/storage/open'
import { insertCampaignRow } from '../../helpers/campaign-row'
import { createTestContext, testNow, type TestContext } from '../../helpers/core-context'
import { fillHistory } from '../../helpers/fill-history'

const dayMs = 86_400_000
const phone = '+237677991234'
/** Words that nobody else has, as they were stored, and as the text index keeps them. */
const traces = ['Zénobie', 'zenobie', 'Quarshigah', 'quarshigah', 'kilimandjaro', '677991234']

let context: TestContext
let place: string
let drive: string
let copying: ReturnType<typeof createFolderCopying>['handlers']

beforeEach(() => {
  context = createTestContext()
  place = mkdtempSync(join(tmpdir(), 'griot-erase-'))
  drive = join(place, 'key')
  mkdirSync(drive)
  copying = createFolderCopying(context).handlers
  fillHistory(context.db, { messages: 400, perCampaign: 100, now: testNow })
  addPerson()
})
afterEach(() => {
  context.close()
  rmSync(place, { recursive: true, force: true })
})

/** A contact, a message that stays, one of a campaign that was removed since, and a name that was written otherwise before. */
function addPerson(): void {
  const { db } = context
  const contact = db.prepare('INSERT INTO contact (phone, name, fields, created_at, updated_at) VALUES (?, ?, ?, ?, ?)')
  contact.run(phone, 'Zénobie Quarshigah (ancien nom Kilimandjaro)', '{}', testNow, testNow)
  db.prepare('UPDATE contact SET name = ? WHERE phone = ?').run('Zénobie Quarshigah', phone)
  const message = db.prepare(
    `INSERT INTO message (campaign_id, line, phone, name, text, encoding, segments, state, attempts, updated_at)
     VALUES (?, 1, ?, 'Zénobie Quarshigah', 'Bonjour Zénobie, rendez-vous au kilimandjaro', 'GSM-7', 1, 'delivered', 1, ?)`,
  )
  for (const stays of [true, false]) {
    const id = insertCampaignRow(db, { name: 'one', state: 'finished' })
    const row = Number(message.run(id, phone, testNow).lastInsertRowid)
    indexMessages(db, { campaignId: id, from: row, upTo: row })
    if (stays) continue
    forgetMessages(db, { campaignId: id, from: row, upTo: row })
    db.prepare('DELETE FROM message WHERE campaign_id = ?').run(id)
  }
}

/** Files with a trace of the person. */
function filesWithTraces(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesWithTraces(path)
    const found = tracesIn(readFileSync(path))
    // the number stays among the opt-outs and the erasures, alone
    const left = found.join() === '677991234' ? tracesIn(withoutOptOut(path)) : found
    return left.length === 0 ? [] : [`${entry.name}: ${left.join(', ')}`]
  })
}
const tracesIn = (bytes: Buffer): string[] => traces.filter((trace) => bytes.includes(trace))

function withoutOptOut(path: string): Buffer {
  const copy = join(place, 'looked-at')
  writeFileSync(copy, readFileSync(path))
  const db = connect(copy)
  db.exec("DELETE FROM opt_out WHERE source = 'erase'; DELETE FROM erasure")
  db.pragma('journal_mode = DELETE')
  db.close()
  const bytes = readFileSync(copy)
  rmSync(copy)
  return bytes
}

const erase = async () => {
  await erasePerson(context, phone)
  return copying['backup.erase']({ jobId: 'erase' })
}

describe('erasing a person', () => {
  it('leaves nothing of them in the database, its freed pages, its journal, the backups and the copies', async () => {
    await backUpIfDue(context)
    await copying['backup.chooseFolder']({ path: drive })
    await copying['backup.copyNow']({})
    await backupHandlers(context)['backup.restore']({ path: join(drive, onDrive()[0] ?? '') })
    context.clock.set(testNow + dayMs)
    await backUpIfDue(context)
    expect(filesWithTraces(context.dataDir).length).toBeGreaterThanOrEqual(3)
    const before = statSync(join(drive, onDrive()[0] ?? '')).mtimeMs

    const told = await erase()
    expect(told).toEqual({ rewritten: 4, left: [], folderAway: null })
    expect(filesWithTraces(context.dataDir)).toEqual([])
    expect(filesWithTraces(drive)).toEqual([])
    expect(statSync(join(drive, onDrive()[0] ?? '')).mtimeMs).toBeCloseTo(before, -1)
    expect(await copying['backup.erase']({ jobId: 'erase' })).toMatchObject({ rewritten: 0 })

    const looked = await backupHandlers(context)['backup.inspect']({ path: join(drive, onDrive()[0] ?? '') })
    expect(looked.contents).toMatchObject({ messages: 401, contacts: 0, at: testNow })
  })

  it('tells what it cannot write anew: encrypted, damaged, and a drive that is away, which follows', async () => {
    await copying['backup.chooseFolder']({ path: drive })
    await copying['backup.copyNow']({})
    mkdirSync(join(context.dataDir, 'backups'))
    writeFileSync(join(context.dataDir, 'backups/griot-2026-01-01.sqlite'), Buffer.alloc(8192, 7))
    await copying['backup.saveCopies']({ keep: 7, protection: 'asked' })
    await copying['backup.copyNow']({ passphrase: 'quatre mots sans rapport' })
    renameSync(drive, `${drive}-away`)
    const damaged = { path: join(context.dataDir, 'backups/griot-2026-01-01.sqlite'), reason: 'unreadable' }
    expect(await erase()).toMatchObject({ rewritten: 0, left: [damaged], folderAway: drive })
    renameSync(`${drive}-away`, drive)
    const told = await copying['backup.erase']({ jobId: 'erase' })
    expect(told.left.map(({ reason }) => reason)).toEqual(['unreadable', 'encrypted'])
    expect(told).toMatchObject({ rewritten: 1, folderAway: null })
    expect(filesWithTraces(drive)).toEqual([])
  })

  it('a second time reaches the backups made in between, whatever the clock says', async () => {
    await erasePerson(context, phone)
    addPerson()
    context.clock.set(testNow - dayMs)
    await backUpIfDue(context)
    expect(await erase()).toMatchObject({ rewritten: 1, left: [] })
    expect(filesWithTraces(context.dataDir)).toEqual([])
  })

  it('opens no file again in which nobody was found, before somebody else is erased', async () => {
    await erasePerson(context, phone)
    await backUpIfDue(context)
    const look = { progress: () => undefined, check: () => undefined, seen: new Set<string>() }
    const backup = join(context.dataDir, 'backups/griot-2026-11-22.sqlite')
    expect(await eraseFromBackups(context, look)).toMatchObject({ rewritten: 0, left: [] })
    const { atime, mtime, size } = statSync(backup)
    writeFileSync(backup, Buffer.alloc(size, 7))
    utimesSync(backup, atime, mtime)
    expect(await eraseFromBackups(context, look)).toMatchObject({ left: [] })
    await erasePerson(context, phone)
    expect(await eraseFromBackups(context, look)).toMatchObject({ left: [{ reason: 'unreadable' }] })
  })

  it('is remembered where the opt-out was removed since', async () => {
    const path = join(place, 'elsewhere.sqlite')
    await backupHandlers(context)['backup.create']({ path })
    await backUpIfDue(context)
    await erasePerson(context, phone)
    context.db.prepare('DELETE FROM opt_out WHERE phone = ?').run(phone)
    expect(await copying['backup.erase']({ jobId: 'erase' })).toMatchObject({ rewritten: 1 })
    await backupHandlers(context)['backup.restore']({ path })
    expect(context.db.prepare('SELECT count(*) FROM contact WHERE phone = ?').pluck().get(phone)).toBe(0)
  })

  it('that came with a backup, perhaps a stranger’s, takes nobody out of any file', async () => {
    const stranger = createTestContext()
    const path = join(place, 'stranger.sqlite')
    stranger.db.prepare('INSERT INTO erasure (phone, erased_at) VALUES (?, ?)').run(phone, 9e15)
    await backupHandlers(stranger)['backup.create']({ path })
    stranger.close()
    await backUpIfDue(context)
    const { setAside } = await backupHandlers(context)['backup.restore']({ path })
    expect(await copying['backup.erase']({ jobId: 'erase' })).toMatchObject({ rewritten: 0 })
    expect(filesWithTraces(context.dataDir).join()).toContain(basename(setAside))
    // a person's own wish reaches them
    addPerson()
    expect(await erase()).toMatchObject({ rewritten: 2 })
  })

  it('leaves whoever came back after it where a later backup is restored', async () => {
    await erasePerson(context, phone)
    addPerson()
    const path = join(place, 'elsewhere.sqlite')
    await backupHandlers(context)['backup.create']({ path })
    await backupHandlers(context)['backup.restore']({ path })
    expect(context.db.prepare('SELECT count(*) FROM contact WHERE phone = ?').pluck().get(phone)).toBe(1)
  })

  it('reaches the journal of a database that was set aside, which then opens as it is', async () => {
    const aside = join(context.dataDir, 'griot.sqlite.damaged-5')
    context.db.pragma('wal_checkpoint(TRUNCATE)')
    copyFileSync(join(context.dataDir, 'griot.sqlite'), aside)
    context.db.prepare('UPDATE contact SET name = ? WHERE phone = ?').run('Kilimandjaro Zénobie', phone)
    copyFileSync(join(context.dataDir, 'griot.sqlite-wal'), `${aside}-wal`)
    expect(statSync(`${aside}-wal`).size).toBeGreaterThan(0)
    expect(await erase()).toEqual({ rewritten: 1, left: [], folderAway: null })
    expect(filesWithTraces(context.dataDir)).toEqual([])
    const opened = connect(aside, { readonly: true })
    expect(opened.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(opened.prepare('SELECT count(*) FROM contact WHERE phone = ?').pluck().get(phone)).toBe(0)
    opened.close()
  })

  it('is not undone by a backup that was made before', async () => {
    const path = join(place, 'elsewhere.sqlite')
    await backupHandlers(context)['backup.create']({ path })
    await erasePerson(context, phone)
    await backupHandlers(context)['backup.restore']({ path })
    expect(context.db.prepare('SELECT count(*) FROM contact WHERE phone = ?').pluck().get(phone)).toBe(0)
    expect(context.db.prepare('SELECT count(*) FROM message WHERE phone = ?').pluck().get(phone)).toBe(0)
    expect(context.db.prepare('SELECT source FROM opt_out WHERE phone = ?').pluck().get(phone)).toBe('erase')
  })
})

const onDrive = () =>
  readdirSync(drive)
    .filter((name) => name.startsWith('griot-'))
    .sort()
