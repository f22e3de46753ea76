import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { archiveHandlers } from '@core/archives/archives'
import { createSandbox } from '@core/providers/sandbox.provider'
import type { ArchiveEntry, Provider } from '@core/providers/provider'
import { AppError } from '@shared/errors'
import { insertCampaignRow } from '../../helpers/campaign-row'
import { createTestContext, type TestContext } from '../../helpers/core-context'

const dayMs = 86_400_000
const noon = Date.UTC(2026, 10, 10, 12)
const range = { accountId: 1, from: '2026-11-10', to: '2026-11-11' }

let context: TestContext
let entries: ArchiveEntry[]
let asked: (string | null)[]
let onPage: () => void
let folder: string

const sandbox = createSandbox()
/** An archive in pages of two. */
const gateway: Provider = {
  ...sandbox,
  description: {
    ...sandbox.description,
    id: 'paged',
    credentials: [],
    abilities: { ...sandbox.description.abilities, archive: true },
  },
  archive: (_context, { cursor }) => {
    asked.push(cursor)
    onPage()
    const start = Number(cursor ?? 0)
    return Promise.resolve({
      entries: entries.slice(start, start + 2),
      nextCursor: start + 2 < entries.length ? String(start + 2) : null,
      repeats: null,
      total: entries.length,
    })
  },
}
const { archive: _archive, ...rest } = gateway
const without: Provider = {
  ...rest,
  description: {
    ...gateway.description,
    id: 'without',
    name: 'Without',
    abilities: { ...gateway.description.abilities, archive: false },
  },
}

function entry(phone: string, text: string | null, more: Partial<ArchiveEntry> = {}): ArchiveEntry {
  return {
    gatewayMessageId: null,
    phone,
    text,
    sender: 'GRIOT',
    status: 'DLV',
    segments: 1,
    createdAt: noon,
    sentAt: null,
    contactName: null,
    ...more,
  }
}
function message(
  phone: string,
  text: string,
  more: { id?: string; at?: number; state?: string; campaign?: number } = {},
): number {
  const { at = noon, state = 'accepted' } = more
  return Number(
    context.db
      .prepare(
        "INSERT INTO message (campaign_id, phone, text, encoding, segments, state, gateway_message_id, accepted_at, updated_at) VALUES (?, ?, ?, 'GSM-7', 1, ?, ?, ?, ?)",
      )
      .run(more.campaign ?? 1, phone, text, state, more.id ?? null, state === 'accepted' ? at : null, at)
      .lastInsertRowid,
  )
}
const handlers = () => archiveHandlers(context, [gateway, without])
const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  )

beforeEach(() => {
  context = createTestContext({ gateways: [gateway, without] })
  folder = mkdtempSync(join(tmpdir(), 'griot-archive-'))
  entries = []
  asked = []
  onPage = () => undefined
  for (const [id, name] of [
    [1, 'paged'],
    [2, 'without'],
    [3, 'paged'],
  ] as const) {
    context.db
      .prepare(
        "INSERT INTO account (id, name, gateway, country, currency, uses_keychain, created_at, updated_at) VALUES (?, ?, ?, 'TG', 'XOF', 0, 1, 1)",
      )
      .run(id, `A${id}`, name)
  }
  for (const [id, account] of [
    [1, 1],
    [2, 3],
    [3, 1],
  ] as const) {
    expect(insertCampaignRow(context.db, { state: 'finished', account_id: account })).toBe(id)
  }
})
afterEach(() => {
  context.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('an archive page', () => {
  it('shows which message of the history each entry is: by the gateway’s id, else by number, text and time', async () => {
    const byId = message('+22890000001', 'a', { id: 'gw1' })
    const byText = message('+22890000002', 'b', { state: 'unknown' })
    message('+22890000003', 'c', { at: noon - 3 * dayMs })
    message('+22890000004', 'd', { campaign: 2 })
    message('+22890000005', 'e', { state: 'pending' })
    entries = [entry('+1', 'other', { gatewayMessageId: 'gw1' }), entry('+22890000002', 'b')]
    const page = await handlers()['archive.page']({ ...range, cursor: null })
    expect(page).toMatchObject({ rows: [{ messageId: byId }, { messageId: byText }], nextCursor: null })
    entries = ['3', '4', '5'].map((n) => entry(`+2289000000${n}`, 'cde'.charAt(Number(n) - 3)))
    expect(
      (await handlers()['archive.page']({ ...range, cursor: null })).rows.map(({ messageId }) => messageId),
    ).toEqual([null, null])
  })

  it('is refused plainly where the gateway keeps none, and for impossible dates', async () => {
    expect(await code(handlers()['archive.page']({ ...range, accountId: 2, cursor: null }))).toBe('not_offered')
    expect(await code(handlers()['archive.page']({ ...range, accountId: 9, cursor: null }))).toBe('unknown_account')
    expect(await code(handlers()['archive.page']({ ...range, from: '2026-13-45', cursor: null }))).toBe('date_invalid')
    expect(await code(handlers()['archive.page']({ ...range, from: '2026-12-01', cursor: null }))).toBe('date_invalid')
    expect(asked).toEqual([])
  })
})

describe('comparing', () => {
  it('counts what is in both, only there, and missing there; the same text twice is two messages', async () => {
    message('+22890000001', 'same')
    const second = message('+22890000001', 'same', { campaign: 3, at: noon + 3_600_000 })
    const missing = message('+22890000002', 'lost', { at: noon + dayMs })
    message('+22890000003', 'outside', { at: noon + 2 * dayMs })
    entries = [
      entry('+22890000001', 'same'),
      entry('+22890000001', 'same'),
      entry('+22890000001', 'same'),
      entry('+22899999999', 'elsewhere'),
    ]
    const result = await handlers()['archive.compare']({ ...range, jobId: 'compare' })
    expect(result).toMatchObject({ foundCount: 2, missingCount: 1, onlyThereCount: 2 })
    expect(result.found.map(({ text, messageId }) => [text, messageId === null])).toEqual([
      ['same', false],
      ['same', false],
    ])
    expect(result.missing).toEqual([
      { messageId: missing, phone: '+22890000002', text: 'lost', acceptedAt: noon + dayMs },
    ])
    expect(result.onlyThere.map(({ text }) => text)).toEqual(['same', 'elsewhere'])
    expect(asked).toEqual([null, '2'])
    entries = entries.slice(0, 1)
    expect(
      (await handlers()['archive.compare']({ ...range, jobId: 'compare' })).missing.map(({ messageId }) => messageId),
    ).toContain(second)
  })

  it('goes through more messages than one slice holds, several with the same time', async () => {
    for (let n = 0; n < 1300; n += 1) message(`+2289${String(1_000_000 + n)}`, 'x', { at: noon + Math.floor(n / 100) })
    const result = await handlers()['archive.compare']({ ...range, jobId: 'compare' })
    expect(result.missingCount).toBe(1300)
    expect(new Set(result.missing.map(({ messageId }) => messageId)).size).toBe(1000)
  })

  it('stops when it is cancelled', async () => {
    entries = Array.from({ length: 10 }, () => entry('+22890000001', 'x'))
    onPage = () => context.jobs.cancel('compare')
    expect(await code(handlers()['archive.compare']({ ...range, jobId: 'compare' }))).toBe('cancelled')
    expect(asked).toHaveLength(1)
  })
})

describe('exporting', () => {
  it('writes every entry, marked where history has it', async () => {
    message('+22890000001', 'a')
    entries = [entry('+22890000001', 'a'), entry('+22890000002', '=1+1'), entry('+22890000003', null)]
    const path = join(folder, 'archive.csv')
    expect(await handlers()['archive.export']({ ...range, path, jobId: 'export' })).toMatchObject({
      rows: 3,
      end: { complete: true },
    })
    const text = readFileSync(path, 'utf8')
    expect(text).toContain("'=1+1")
    expect(text.split('\r\n')[1]).toMatch(/;oui$/)
  })
})
