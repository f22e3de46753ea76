import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { historyHandlers } from '@core/history/history'
import { dueCampaigns, pageOfCampaigns, runningCampaigns, scheduledCampaigns } from '@core/storage/campaign'
import { sendingCampaigns } from '@core/storage/campaign-change'
import { pageOfMessages, type MessageQuery } from '@core/storage/message-list'
import { totalsOfCampaign } from '@core/storage/message-count'
import { messageStates, type MessageState } from '@shared/domain/message'
import { AppError } from '@shared/errors'
import { insertCampaignRow } from '../../helpers/campaign-row'
import { createTestContext, testNow, type TestContext } from '../../helpers/core-context'
import { fillHistory } from '../../helpers/fill-history'
import { plansOf } from '../../helpers/query-plan'
import { forceMessages } from '../../helpers/force-messages'

const anything = {
  states: [],
  search: '',
  phone: null,
  text: null,
  from: null,
  to: null,
  accountId: null,
  campaignId: null,
}
const asQuery: MessageQuery = { ...anything, order: 'newest' }
interface Plain {
  id: number
  campaign_id: number
  phone: string
  name: string
  text: string
  state: MessageState
  at: number
}

let context: TestContext
let folder: string
let campaigns: number[]
let plain: Plain[]
const handlers = () => historyHandlers(context, [])

beforeAll(() => {
  context = createTestContext()
  context.teller.askRuns(() => ({ ratePerSecond: 12, heldByOther: true, waitsUntil: null }))
  folder = mkdtempSync(join(tmpdir(), 'griot-history-'))
  context.db.exec(
    `INSERT INTO account (id, name, gateway, country, currency, created_at, updated_at) VALUES (1, 'King', 'king', 'TG', 'XOF', 1, 1)`,
  )
  campaigns = [
    ...fillHistory(context.db, { messages: 30_000, perCampaign: 10_000, now: testNow, accountId: 1 }),
    ...fillHistory(context.db, { messages: 500, perCampaign: 100, now: testNow }),
  ]
  plain = context.db
    .prepare('SELECT id, campaign_id, phone, name, text, state, coalesce(accepted_at, updated_at) AS at FROM message')
    .all() as Plain[]
})
afterAll(() => {
  context.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What a page must show, the slow way. */
function expectedOf(query: Partial<MessageQuery>): Plain[] {
  return plain
    .filter((row) => (query.states ?? []).length === 0 || query.states!.includes(row.state))
    .filter((row) => (query.campaignId ?? null) === null || row.campaign_id === query.campaignId)
    .filter((row) => (query.accountId ?? null) === null || campaigns.indexOf(row.campaign_id) < 3)
    .filter((row) => (query.from ?? null) === null || row.at >= query.from!)
    .filter((row) => (query.to ?? null) === null || row.at <= query.to!)
}

describe('a page of history', () => {
  it('is the same as sorting everything by hand, under any filter and at any place', async () => {
    const times = plain.map(({ at }) => at)
    const [first, last] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))]
    const time = fc.option(fc.integer({ min: first - 1000, max: last + 1000 }), { nil: null })
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          states: fc.uniqueArray(fc.constantFrom(...messageStates), { maxLength: 3 }),
          campaignId: fc.option(fc.constantFrom(...campaigns), { nil: null }),
          accountId: fc.option(fc.constant(1), { nil: null }),
          from: time,
          to: time,
        }),
        fc.nat(31_000),
        fc.integer({ min: 1, max: 200 }),
        async (filter, offset, limit) => {
          const expected = expectedOf(filter).sort((a, b) => b.at - a.at || b.id - a.id)
          const page = await handlers()['history.page']({ ...anything, ...filter, offset, limit })
          expect(page.total).toBe(expected.length)
          const wanted = expected.slice(offset, offset + limit)
          // one campaign without dates is shown in the order of its planning
          if (filter.campaignId === null || expected.length <= 5000)
            expect(page.rows.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id))
          else expect(page.rows).toHaveLength(wanted.length)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('of a campaign keeps the order of the source', async () => {
    const states: MessageState[] = ['rejected', 'delivered']
    const expected = expectedOf({ campaignId: campaigns[0]!, states }).map(({ id }) => id)
    for (const offset of [0, 2000, expected.length - 3]) {
      const page = await handlers()['campaigns.messages']({ id: campaigns[0]!, states, search: '', offset, limit: 50 })
      expect(page.total).toBe(expected.length)
      expect(page.rows.map(({ id }) => id)).toEqual(expected.slice(offset, offset + 50))
    }
  })

  it('says what is wrong with a rejected message, and its campaign and account', async () => {
    const page = await handlers()['history.page']({ ...anything, states: ['rejected'], offset: 0, limit: 1 })
    expect(page.rows[0]).toMatchObject({
      account: 'King',
      error: { kind: 'invalid_recipient', code: 'invalid_recipient' },
      state: 'rejected',
    })
    await expect(
      handlers()['campaigns.messages']({ id: 999, states: [], search: '', offset: 0, limit: 1 }),
    ).rejects.toThrow(AppError)
  })
})

describe('a search', () => {
  const ids = (change: Partial<MessageQuery>): readonly number[] =>
    pageOfMessages(context.db, { ...asQuery, ...change }, { offset: 0, limit: 1000 }).ids
  const holding = (word: RegExp, filter: Partial<MessageQuery> = {}): number[] =>
    expectedOf(filter)
      .filter(({ text, name }) => word.test(`${text} ${name}`))
      .map(({ id }) => id)
      .sort((a, b) => b - a)
      .slice(0, 1000)

  it('ignores accents and case, finds beginnings of words, and is newest first', () => {
    expect(ids({ search: 'reunion' })).toEqual(holding(/réunion/))
    expect(ids({ search: 'THÉRÈSE koné' })).toEqual(
      expectedOf({})
        .filter(({ text, name }) => `${text} ${name}`.includes('Thérèse') && `${text} ${name}`.includes('Koné'))
        .map(({ id }) => id)
        .reverse()
        .slice(0, 1000),
    )
    expect(ids({ search: 'assembl' })).toEqual(holding(/assemblée/))
    expect(ids({ search: 'bonj' })).toHaveLength(1000)
  })

  it.each([
    ['few messages', { states: ['unknown'] }],
    ['a whole campaign', { campaignId: 2 }],
    ['part of a campaign', { campaignId: 2, states: ['rejected', 'expired'] }],
    ['an account', { accountId: 1, states: ['undelivered'] }],
    ['dates', { from: testNow - 4 * 86_400_000, to: testNow - 3 * 86_400_000 + 60_000 }],
  ] as [string, Partial<MessageQuery>][])('within %s finds what is there and nothing else', (_, filter) => {
    for (const [search, pattern] of [
      ['facture', /facture/],
      ['factu', /facture/],
      ['bonjour', /Bonjour/],
    ] as const) {
      expect(ids({ ...filter, search }), search).toEqual(holding(pattern, filter))
    }
  })

  it('finds a number in any spelling or by its beginning, with words too', () => {
    const { phone, text } = plain.find((row) => row.phone.startsWith('+237677'))!
    const national = phone.slice(4)
    const wanted = plain
      .filter((row) => row.phone === phone)
      .map(({ id }) => id)
      .sort((a, b) => b - a)
    for (const search of [
      phone,
      national,
      `00237 ${national}`,
      `0${national}`,
      `(237) ${national.slice(0, 3)}-${national.slice(3)}`,
    ]) {
      expect(ids({ search }), search).toEqual(wanted)
    }
    expect(ids({ phone: national.slice(0, 8) }).length).toBeGreaterThan(wanted.length)
    expect(
      ids({ search: '0707 000 0', campaignId: campaigns[0]! }).every((id) =>
        plain[id - 1]!.phone.startsWith('+2250707'),
      ),
    ).toBe(true)
    const word = text.split(' ').at(-1)!
    expect(ids({ phone: national, text: word }).every((id) => plain[id - 1]!.text.includes(word))).toBe(true)
    expect(ids({ phone: national, text: word }).length).toBeGreaterThan(0)
    expect(ids({ phone: 'no number' })).toEqual([])
  })

  it('is never an error, whatever is typed', () => {
    for (const search of [
      '"',
      '"a',
      '*',
      'a*',
      'NEAR(a b)',
      'a AND',
      'NOT',
      '-a',
      'text:a',
      '{text}',
      '^a',
      '😀',
      '\0',
      'a\0b',
      '(',
      '+',
      "'",
      'é"*',
    ]) {
      expect(() => ids({ search, text: search, phone: null })).not.toThrow()
    }
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.string({ maxLength: 20 }),
        (search, text) => void ids({ search, text }),
      ),
      { numRuns: 300 },
    )
  })
})

describe('queries', () => {
  const planOf = (query: Partial<MessageQuery>, offset = 0): string[] =>
    plansOf(context.db, (db) => void pageOfMessages(db, { ...asQuery, ...query }, { offset, limit: 100 })).filter(
      (line) => /message( |_by|$)|B-TREE/.test(line),
    )

  it.each([
    ['everything', {}, /USING COVERING INDEX message_by_time/],
    ['states', { states: ['delivered', 'expired'] }, /USING COVERING INDEX message_by_time/],
    ['dates', { from: testNow - 9 * 86_400_000, to: testNow - 5 * 86_400_000 }, /USING COVERING INDEX message_by_time/],
    ['a campaign', { campaignId: 1 }, /USING COVERING INDEX message_by_campaign/],
    [
      'a state of a campaign',
      { campaignId: 1, states: ['delivered'], order: 'line' },
      /USING COVERING INDEX message_by_state/,
    ],
    [
      'states of a campaign',
      { campaignId: 1, states: ['delivered', 'expired'], order: 'line' },
      /USING COVERING INDEX message_by_campaign/,
    ],
  ] as [string, Partial<MessageQuery>, RegExp][])(
    'for %s walk a covering index and sort nothing',
    (_, query, index) => {
      for (const offset of [0, 6000]) {
        const plan = planOf(query, offset)
        expect(
          plan.some((line) => index.test(line)),
          plan.join('\n'),
        ).toBe(true)
        expect(plan.filter((line) => /B-TREE|SCAN message(?! USING COVERING)/.test(line))).toEqual([])
      }
    },
  )

  it('of campaigns walk every index that campaigns have', () => {
    const plans = plansOf(context.db, (db) => {
      pageOfCampaigns(db, { states: [], search: '' }, { offset: 0, limit: 5 })
      runningCampaigns(db)
      scheduledCampaigns(db)
      dueCampaigns(db, testNow)
      sendingCampaigns(db)
    }).join('\n')
    const indexes = context.db
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'campaign' AND sql IS NOT NULL`)
      .pluck()
      .all() as string[]
    expect(indexes).not.toEqual([])
    expect(indexes.filter((name) => !plans.includes(name))).toEqual([])
  })

  it('for numbers and words never scan messages', () => {
    for (const query of [
      { search: '677 00 00 10' },
      { search: 'facture' },
      { search: 'facture', campaignId: 1, states: ['expired' as const] },
    ]) {
      expect(planOf(query).filter((line) => /SCAN message(?!_)/.test(line))).toEqual([])
    }
  })
})

describe('counts', () => {
  it('are those of the rows, whatever happens to them', () => {
    const { db } = context
    const counted = () =>
      db
        .prepare(
          'SELECT campaign_id, state, messages, segments FROM message_count WHERE messages > 0 ORDER BY campaign_id, state',
        )
        .all()
    const real = () =>
      db
        .prepare(
          'SELECT campaign_id, state, count(*) AS messages, sum(segments) AS segments FROM message GROUP BY campaign_id, state ORDER BY campaign_id, state',
        )
        .all()
    expect(counted()).toEqual(real())
    db.exec('SAVEPOINT try')
    db.exec('UPDATE message SET segments = 3 WHERE id % 11 = 0; DELETE FROM message WHERE id % 13 = 0')
    db.exec(
      "INSERT OR IGNORE INTO message (campaign_id, phone, text, encoding, segments, state, updated_at) VALUES (1, '+237677000001', '', 'GSM-7', 1, 'pending', 1), (1, '+1', '', 'GSM-7', 2, 'pending', 1)",
    )
    expect(counted()).toEqual(real())
    db.prepare('DELETE FROM campaign_key WHERE id = ?').run(campaigns[1])
    expect(counted()).toEqual(real())
    db.exec('ROLLBACK TO try; RELEASE try')
    expect(counted()).toEqual(real())
  })
})

describe('a campaign', () => {
  it('says what can be asked of it and how it goes', async () => {
    const id = campaigns[0]!
    const view = await handlers()['campaigns.get']({ id })
    expect(view).toMatchObject({
      state: 'finished',
      recipients: 10_000,
      ratePerSecond: 12,
      heldByOther: true,
    })
    expect(view.can).toEqual({
      lookAgain: false,
      pause: false,
      resume: false,
      cancel: false,
      // its failures are numbers that do not exist
      retry: false,
      resolve: true,
      settleFromGateway: false,
      unschedule: false,
      reschedule: false,
      remove: true,
    })
    expect(Object.values(view.counts).reduce((a, b) => a + b)).toBe(10_000)
    expect(view.cost).toBe(String(15 * view.segments))
  })

  it('does not count what was cancelled among what it costs', async () => {
    const id = campaigns[0]!
    const before = await handlers()['campaigns.get']({ id })
    context.db.exec('BEGIN')
    try {
      forceMessages(context.db, 'cancelled', `campaign_id = ${id} AND state = 'rejected'`)
      const { cancelled } = totalsOfCampaign(context.db, id).segments
      expect(cancelled).toBeGreaterThan(0)
      const view = await handlers()['campaigns.get']({ id })
      expect(view.segments).toBe(before.segments - cancelled)
      expect(view.cost).toBe(String(15 * view.segments))
    } finally {
      context.db.exec('ROLLBACK')
    }
  })

  it('has a report that adds up', async () => {
    const id = campaigns[0]!
    const report = await handlers()['campaigns.report']({ id })
    const { counts } = report
    const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0)
    expect(sum(report.byOperator.map(({ messages }) => messages))).toBe(10_000)
    expect(sum(report.byOperator.map(({ delivered }) => delivered))).toBe(counts.delivered)
    expect(report.byOperator.map(({ operator }) => operator)).toContain('MTN')
    expect(sum(report.overTime.map(({ delivered }) => delivered))).toBe(counts.delivered)
    expect(sum(report.overTime.map(({ accepted }) => accepted))).toBe(
      counts.accepted + counts.delivered + counts.undelivered + counts.expired,
    )
    expect(sum(report.overTime.map(({ failed }) => failed))).toBe(
      counts.undelivered + counts.expired + counts.rejected + counts.failed,
    )
    expect(report.errors.find(({ error }) => error.code === 'invalid_recipient')?.messages).toBe(counts.rejected)
    expect(report.deliveryRate).toBeCloseTo(
      counts.delivered / (counts.accepted + counts.delivered + counts.undelivered + counts.expired),
    )
  })

  it('is found by part of its name, newest first', async () => {
    insertCampaignRow(context.db, { name: '100 % sûr', state: 'cancelled' })
    const all = await handlers()['campaigns.page']({ states: [], search: '', offset: 0, limit: 5 })
    expect(all.total).toBe(9)
    expect(all.rows[0]!.id).toBe(campaigns.at(-1))
    expect(
      (await handlers()['campaigns.page']({ states: [], search: '0 % S', offset: 0, limit: 5 })).rows,
    ).toHaveLength(1)
    expect((await handlers()['campaigns.page']({ states: [], search: '_', offset: 0, limit: 5 })).total).toBe(0)
  })

  it('stands on the home screen with what is doubtful', async () => {
    const home = await handlers()['home.overview']()
    expect(home.doubtful).toBe(plain.filter(({ state }) => state === 'unknown').length)
    expect(home.recent).toHaveLength(8)
    expect(home.recent[0]!.deliveryRate).toBeGreaterThan(0.5)
    expect(home.scheduled).toEqual([])
    expect(await handlers()['campaigns.running']()).toEqual([])
  })
})

describe('running campaigns', () => {
  it('are all those that are being sent or paused, however many', async () => {
    const busy = createTestContext()
    const ids = Array.from({ length: 250 }, (_, index) =>
      insertCampaignRow(busy.db, { state: index % 2 === 0 ? 'paused' : 'sending' }),
    )
    for (const state of ['scheduled', 'finished', 'cancelled'] as const) insertCampaignRow(busy.db, { state })
    const running = await historyHandlers(busy, [])['campaigns.running']()
    busy.close()
    expect(running.map(({ id }) => id)).toEqual(ids)
  })
})

describe('exports', () => {
  it('of a campaign and of a search hold every row once', async () => {
    const path = join(folder, 'campaign.csv')
    const id = campaigns[0]!
    expect(await handlers()['campaigns.export']({ id, path, states: ['rejected'] })).toBe(
      expectedOf({ campaignId: id, states: ['rejected'] }).length,
    )
    const text = readFileSync(path, 'utf8')
    expect(text.startsWith('\uFEFFCampagne;')).toBe(true)
    expect(text.trim().split('\r\n').length - 1).toBe(expectedOf({ campaignId: id, states: ['rejected'] }).length)
    const found = await handlers()['history.export']({ filter: { ...anything, search: 'bonjour' }, path })
    expect(found).toBe(30_500)
    expect(await handlers()['history.export']({ filter: { ...anything, states: ['expired'] }, path })).toBe(
      expectedOf({ states: ['expired'] }).length,
    )
    expect(context.db.prepare("SELECT count(*) FROM audit_entry WHERE action LIKE '%export'").pluck().get()).toBe(3)
  })
})

describe('a message', () => {
  it('tells its whole story', async () => {
    context.db.exec(`INSERT INTO message_event (message_id, at, kind, state, source, detail, claimed_at) VALUES
      (1, 2, 'accepted', 'accepted', 'answer', '{"attempt":1}', 1), (1, 3, 'report', 'delivered', 'trace', 'damaged', NULL)`)
    const message = await handlers()['messages.get']({ id: 1 })
    expect(message.timeline).toEqual([
      { at: 1, kind: 'claimed', state: 'sending', source: null, detail: { attempt: 1 } },
      { at: 2, kind: 'accepted', state: 'accepted', source: 'answer', detail: { attempt: 1 } },
      { at: 3, kind: 'report', state: 'delivered', source: 'trace', detail: {} },
    ])
    expect(message.units).toBe(1)
    await expect(handlers()['messages.get']({ id: 10_000_000 })).rejects.toMatchObject({ code: 'unknown_message' })
  })

  it('tells each claim once: where its attempt ended, before a report that overtook the answer, or last', async () => {
    const { db } = context
    forceMessages(db, 'sending', 'id = 1')
    db.exec(`DELETE FROM message_event WHERE message_id = 1;
      UPDATE message SET attempts = 2, claimed_at = 20 WHERE id = 1;
      INSERT INTO message_event (message_id, at, kind, state, source, detail, claimed_at) VALUES
        (1, 5, 'recovered', 'unknown', NULL, '{"attempt":1}', 1),
        (1, 6, 'accepted', 'accepted', 'answer', '{"attempt":1}', 1),
        (1, 10, 'settled', 'pending', 'person', '{}', NULL)`)
    const story = async (): Promise<string[]> =>
      (await handlers()['messages.get']({ id: 1 })).timeline.map(({ at, kind }) => `${at} ${kind}`)
    const first = ['1 claimed', '5 recovered', '6 accepted', '10 settled']
    expect(await story()).toEqual([...first, '20 claimed'])
    db.exec(
      `INSERT INTO message_event (message_id, at, kind, state, source) VALUES (1, 21, 'report', 'delivered', 'callback')`,
    )
    expect(await story()).toEqual([...first, '20 claimed', '21 report'])
  })
})
