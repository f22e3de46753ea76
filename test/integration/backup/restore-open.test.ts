/** What happens beside a restore in a running program: nothing is written that would be in neither database. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { backupHandlers } from '@core/backup/backup'
import { copyOver } from '@core/backup/copy-over'
import { tellRefusedWrites } from '@core/backup/refused-writes'
import { erasePerson } from '@core/contacts/erase'
import { connect } from '@core/storage/open'
import { storageError } from '@core/storage/storage-error'
import { AppError } from '@shared/errors'
import type { CoreHandlers } from '@shared/ipc-contract'
import { insertCampaignRow } from '../../helpers/campaign-row'
import { createTestContext, testNow, type TestContext } from '../../helpers/core-context'
import { fillHistory } from '../../helpers/fill-history'

let context: TestContext
let folder: string
let path: string

beforeEach(async () => {
  context = createTestContext()
  folder = mkdtempSync(join(tmpdir(), 'griot-beside-'))
  path = join(folder, 'copy.sqlite')
  fillHistory(context.db, { messages: 6000, perCampaign: 1000, now: testNow })
  await backupHandlers(context)['backup.create']({ path })
})
afterEach(() => {
  context.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs `beside` at each turn of the event loop until the restore has ended. */
async function restoreWith(beside: () => void): Promise<{ setAside: string } | string> {
  const state = { ended: false }
  const restoring = backupHandlers(context)
    ['backup.restore']({ path })
    .then(
      (value) => value,
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    )
  void restoring.then(() => (state.ended = true))
  while (!state.ended) {
    beside()
    await nextTurn()
  }
  return restoring
}

it('each write is kept in what is set aside, or refused with a sentence', async () => {
  const { db } = context
  let asked = 0
  const write = () => {
    asked += 1
    db.prepare('INSERT INTO template (name, body, created_at, updated_at) VALUES (?, ?, 1, 1)').run(`t${asked}`, 'x')
    return Promise.resolve()
  }
  const handlers = tellRefusedWrites(context, { 'templates.save': write } as unknown as CoreHandlers)
  const before = db.prepare('SELECT count(*) FROM template').pluck().get() as number
  const outcomes: Promise<string>[] = []
  const restored = await restoreWith(() =>
    outcomes.push(
      handlers['templates.save']({} as never).then(
        () => 'written',
        (error: unknown) => (error instanceof AppError ? error.code : String(error)),
      ),
    ),
  )
  const told = await Promise.all(outcomes)
  expect(new Set(told)).toEqual(new Set(['written', 'data_replaced']))
  const aside = connect((restored as { setAside: string }).setAside, { readonly: true })
  const written = told.filter((outcome) => outcome === 'written').length
  expect(aside.prepare('SELECT count(*) FROM template').pluck().get()).toBe(before + written)
  aside.close()
  expect(db.prepare('SELECT count(*) FROM template').pluck().get()).toBe(before)
  await write()
})

it('a campaign that begins meanwhile ends the restore, and nothing changed', async () => {
  let id = 0
  const outcome = await restoreWith(() => {
    if (id === 0) id = insertCampaignRow(context.db, { state: 'sending' })
  })
  expect(outcome).toBe('campaign_busy')
  expect(context.db.prepare('SELECT state FROM campaign WHERE id = ?').pluck().get(id)).toBe('sending')
  expect(readdirSync(context.dataDir).filter((name) => /set-aside|restoring|replacing/.test(name))).toEqual([])
})

it('somebody who is erased meanwhile does not come back', async () => {
  const phone = context.db.prepare('SELECT phone FROM message ORDER BY id LIMIT 1').pluck().get() as string
  let erasing: Promise<unknown> | null = null
  await restoreWith(() => {
    erasing ??= erasePerson(context, phone)
  })
  expect(context.db.prepare('SELECT count(*) FROM message WHERE phone = ?').pluck().get(phone)).toBe(0)
})

it('while an import or another long work runs, it is refused', async () => {
  let end = (): void => undefined
  const work = context.jobs.run('job', () => new Promise<void>((resolve) => (end = resolve)))
  expect(await restoreWith(() => undefined)).toBe('data_busy')
  end()
  await work
  context.db.exec(
    "INSERT INTO contact_import (process_id, file, target, reason, started_at) VALUES (1, 'f', 'contacts', '', 1)",
  )
  expect(await restoreWith(() => undefined)).toBe('data_busy')
})

it('copies nothing over the database from a file that is gone, and says what SQLite says', async () => {
  const to = join(context.dataDir, 'griot.sqlite')
  const error = await copyOver(join(folder, 'gone.sqlite'), to).then(
    () => null,
    (thrown: unknown) => storageError(thrown, to),
  )
  expect(error).toMatchObject({ code: 'folder_read_only' })
  expect(readdirSync(folder)).toEqual(['copy.sqlite'])
  expect(context.db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(6000)
})

it('is told as done where it is done, whatever fails behind it, with its entry in the audit log', async () => {
  const handlers = backupHandlers(context, () => Promise.reject(new Error('the receiver did not stop')))
  const { setAside } = await handlers['backup.restore']({ path })
  expect(setAside).toContain('set-aside')
  const entries = "SELECT subject FROM audit_entry WHERE action = 'backup.restore'"
  expect(context.db.prepare(entries).pluck().all()).toEqual([path])
})
