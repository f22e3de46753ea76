import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { historyHandlers } from '@core/history/history'
import { markRemoved } from '@core/storage/campaign-key'
import { sliceOfPeriod, type PeriodPlace } from '@core/storage/message-period'
import { outcomeOf, sendingOf, type MessageState } from '@shared/domain/message'
import { insertCampaignRow } from '../../helpers/campaign-row'
import { createTestContext, testNow, type TestContext } from '../../helpers/core-context'
import { fillHistory } from '../../helpers/fill-history'

interface Plain {
  readonly id: number
  readonly campaign: number
  readonly state: MessageState
  readonly segments: number
  readonly at: number
}

let context: TestContext
let folder: string
let plain: Plain[]
const handlers = () => historyHandlers(context, [])
const ever = { from: 0, to: testNow * 2 }

beforeAll(() => {
  context = createTestContext()
  folder = mkdtempSync(join(tmpdir(), 'griot-statement-'))
  context.db.exec(
    `INSERT INTO account (id, name, gateway, country, currency, created_at, updated_at) VALUES (1, 'King', 'king', 'TG', 'XOF', 1, 1)`,
  )
  fillHistory(context.db, { messages: 3000, perCampaign: 500, now: testNow, accountId: 1 })
  // many messages of one moment: a slice ends between them
  context.db.exec(
    'UPDATE message SET accepted_at = accepted_at / 60000 * 60000 WHERE accepted_at IS NOT NULL AND id % 3 > 0',
  )
  context.db.exec(`UPDATE campaign SET price = CASE WHEN id % 2 = 0 THEN '12.5' END, currency = 'XOF'`)
  plain = context.db
    .prepare(
      'SELECT id, campaign_id AS campaign, state, segments, coalesce(accepted_at, updated_at) AS at FROM message',
    )
    .all() as Plain[]
})
afterAll(() => {
  context.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the messages of a time', () => {
  it('are summed once each, whatever the time and the slices', () => {
    const moments = plain.map(({ at }) => at)
    fc.assert(
      fc.property(
        fc.constantFrom(...moments),
        fc.constantFrom(...moments),
        fc.integer({ min: 40, max: 4000 }),
        (from, to, limit) => {
          const wanted = plain.filter(({ at }) => at >= from && at < to)
          let messages = 0
          let segments = 0
          for (let after: PeriodPlace | null = { at: from, id: 0 }; after !== null;) {
            const { sums, next } = sliceOfPeriod(context.db, { after, to, limit })
            messages += sums.reduce((sum, group) => sum + group.messages, 0)
            segments += sums.reduce((sum, group) => sum + group.segments, 0)
            after = next
          }
          expect({ messages, segments }).toEqual({
            messages: wanted.length,
            segments: wanted.reduce((sum, message) => sum + message.segments, 0),
          })
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a statement', () => {
  it('has each campaign with what was sent, delivered, failed, doubtful and paid', async () => {
    const from = plain.map(({ at }) => at).toSorted((one, other) => one - other)[1000]!
    const lines = await handlers()['history.statement']({ from, to: testNow * 2 })
    const campaigns = [...new Set(plain.filter(({ at }) => at >= from).map(({ campaign }) => campaign))]
    expect(lines.map(({ campaignId }) => campaignId).toSorted()).toEqual(
      campaigns
        .filter((id) =>
          plain.some(
            ({ campaign, at, state }) =>
              campaign === id && at >= from && ['sent', 'unsent', 'doubtful'].includes(sendingOf(state)),
          ),
        )
        .toSorted(),
    )
    for (const line of lines) {
      const own = plain.filter(({ campaign, at }) => campaign === line.campaignId && at >= from)
      const sent = own.filter(({ state }) => sendingOf(state) === 'sent')
      const paid = sent.reduce((sum, { segments }) => sum + segments, 0)
      expect(line).toMatchObject({
        account: 'King',
        sent: sent.length,
        delivered: own.filter(({ state }) => outcomeOf(state) === 'delivered').length,
        failed: own.filter(({ state }) => outcomeOf(state) === 'failed').length,
        doubtful: own.filter(({ state }) => outcomeOf(state) === 'doubtful').length,
        segments: paid,
      })
      expect(line.cost === null ? null : Number(line.cost)).toBe(line.campaignId % 2 === 0 ? paid * 12.5 : null)
    }
  })

  it('has nobody twice where a month ends: both months together are the whole', async () => {
    const middle = plain[1500]!.at
    const [whole, before, after] = await Promise.all(
      [ever, { from: 0, to: middle }, { from: middle, to: ever.to }].map((period) =>
        handlers()['history.statement'](period),
      ),
    )
    const sentOf = (lines: readonly { readonly sent: number }[] = []): number =>
      lines.reduce((sum, { sent }) => sum + sent, 0)
    expect(sentOf(before) + sentOf(after)).toBe(sentOf(whole))
    expect(sentOf(whole)).toBe(plain.filter(({ state }) => sendingOf(state) === 'sent').length)
  })

  it('is a table for the accountant, in French with a decimal comma', async () => {
    const path = join(folder, 'releve.csv')
    const lines = await handlers()['history.statement'](ever)
    expect(await handlers()['history.exportStatement']({ ...ever, path })).toBe(lines.length)
    const [head, ...rows] = readFileSync(path, 'utf8').replace('\uFEFF', '').trim().split('\r\n')
    expect(head).toBe(
      'Premier envoi;Dernier envoi;Campagne;Compte;Émetteur;Essai;Envoyés;Livrés;Échecs;Douteux;SMS;Coût;Monnaie',
    )
    const costs = rows.map((row) => row.split(';').at(-2))
    expect(costs).toEqual(lines.map(({ cost }) => (cost === null ? '' : cost.replace('.', ','))))
    expect(context.db.prepare('SELECT action FROM audit_entry ORDER BY id DESC LIMIT 1').pluck().get()).toBe(
      'statement.export',
    )
  })

  it('has no line for a campaign that was removed or sent nothing', async () => {
    const before = await handlers()['history.statement'](ever)
    const [gone] = before
    insertCampaignRow(context.db, { state: 'scheduled' })
    context.db.prepare('DELETE FROM campaign WHERE id = ?').run(gone!.campaignId)
    markRemoved(context.db, gone!.campaignId, testNow)
    const after = await handlers()['history.statement'](ever)
    expect(after).toEqual(before.slice(1))
  })
})
