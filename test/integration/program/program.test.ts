import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { backUpIfDue } from '@core/backup/create-backup'
import { programHandlers } from '@core/program/program'
import { createSandbox } from '@core/providers/sandbox.provider'
import { appendAudit } from '@core/storage/audit'
import { createTestContext, testNow, type TestContext } from '../../helpers/core-context'

const sandbox = createSandbox()
const real = {
  ...sandbox,
  description: {
    ...sandbox.description,
    id: 'real',
    sandbox: false,
    credentials: [{ key: 'apiKey', label: { fr: '', en: '' }, hint: null, secret: true }],
  },
}
const gateways = [sandbox, real]
let context: TestContext
const handlers = () => programHandlers(context, { gateways, version: '1.2.3' })
const byName = async (name: string, ask = false) =>
  (await handlers()['doctor.check']({ gateways: ask })).filter((check) => check.name === name)

beforeEach(() => {
  context = createTestContext({ gateways })
  for (const [name, gateway] of [
    ['Sandbox', 'sandbox'],
    ['Real', 'real'],
  ] as const) {
    context.db
      .prepare(
        "INSERT INTO account (name, gateway, country, currency, created_at, updated_at) VALUES (?, ?, 'TG', 'XOF', 1, 1)",
      )
      .run(name, gateway)
  }
})
afterEach(() => context.close())

it('doctor finds a sound program sound', async () => {
  await backUpIfDue({ ...context, clock: { ...context.clock, now: () => Date.now() } })
  context.clock.set(Date.now())
  const states = (await handlers()['doctor.check']({ gateways: false })).map(({ name, subject, state }) => [
    name,
    subject,
    state,
  ])
  expect(states).toEqual([
    ['database', null, 'ok'],
    ['disk', null, 'ok'],
    ['keychain', null, 'ok'],
    ['clock', null, 'ok'],
    ['backup', null, 'ok'],
    ['gateway', 'Real', 'skipped'],
    ['gateway', 'Sandbox', 'skipped'],
  ])
})

it('doctor says what is wrong, each in its place', async () => {
  context.secrets.probe = () => Promise.resolve('locked')
  appendAudit(context.db, { at: testNow + 10 * 86_400_000, actor: 'window', action: 'settings.save', subject: '' })
  expect(await byName('keychain')).toMatchObject([{ state: 'warning', error: { code: 'keychain_locked' } }])
  expect(await byName('clock')).toMatchObject([{ state: 'warning' }])
  expect(await byName('backup')).toMatchObject([{ state: 'warning', detail: { backups: 0 } }])
  expect(await byName('gateway', true)).toMatchObject([
    { subject: 'Real', state: 'failed', error: { code: 'secret_missing' } },
    { state: 'skipped' },
  ])
  context.secrets.kept.set('Real', { apiKey: 'k' })
  expect(await byName('gateway', true)).toMatchObject([
    { subject: 'Real', state: 'ok', detail: { balance: '10000' } },
    {},
  ])
})

it('the audit log is paged newest first, searched, cut by date and exported; nobody can change it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'griot-audit-'))
  for (let n = 1; n <= 1200; n += 1)
    appendAudit(context.db, {
      at: n,
      actor: 'window',
      action: n % 2 ? 'contact.save' : 'campaign.start',
      subject: `thing ${n}`,
      detail: { rows: n },
    })
  const page = (change: object) =>
    handlers()['audit.page']({ search: '', from: null, to: null, offset: 0, limit: 2, ...change })
  expect((await page({})).rows.map(({ subject }) => subject)).toEqual(['thing 1200', 'thing 1199'])
  expect(await page({ search: 'CONTACT.', from: 10, to: 20 })).toMatchObject({
    total: 5,
    rows: [{ subject: 'thing 19', detail: { rows: 19 } }, {}],
  })
  expect((await page({ search: '%' })).total).toBe(0)
  expect((await page({ search: 'contact enregistré' })).total).toBe(600)
  const path = join(folder, 'audit.csv')
  expect(await handlers()['audit.export']({ path })).toBe(1200)
  const lines = readFileSync(path, 'utf8').trim().split('\r\n')
  expect(lines).toHaveLength(1201)
  expect(lines[1]).toMatch(/Fenêtre;Campagne envoyée;thing 1200;lignes\u202f: 1200$/)
  expect((await page({})).rows[0]).toMatchObject({ action: 'audit.export', detail: { rows: 1200 } })
  expect(() => context.db.exec('DELETE FROM audit_entry')).toThrow('append-only')
  rmSync(folder, { recursive: true })
})
