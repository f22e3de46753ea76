/** Counts by state are a recount, whatever moved the messages and in whatever order. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { wireError } from '@shared/errors'
import { applyReport } from '@core/receipts/apply-report'
import { claimMessages, orphanSending, recordAttempts, type AttemptResult } from '@core/storage/attempt'
import { cancelOptedOut, cancelPending, retryFailed } from '@core/storage/campaign-run'
import { erasePhone } from '@core/storage/erase'
import { totalsOfCampaign } from '@core/storage/message-count'
import { reportedMessage } from '@core/storage/receipt'
import { settleMessage } from '@core/storage/unknown-message'
import { emptyMessageCounts, type MessageState } from '@shared/domain/message'
import type { Db } from '@core/storage/open'
import { insertCampaign, phoneOf } from '../../helpers/campaign-fixture'
import { createTestContext } from '../../helpers/core-context'
import { plansOf } from '../../helpers/query-plan'

const messages = 12

function recount(db: Db, campaignId: number): ReturnType<typeof totalsOfCampaign> {
  const totals = { counts: emptyMessageCounts(), segments: emptyMessageCounts() }
  const rows = db
    .prepare('SELECT state, count(*) AS n, sum(segments) AS s FROM message WHERE campaign_id = ? GROUP BY state')
    .all(campaignId) as { state: MessageState; n: number; s: number }[]
  for (const { state, n, s } of rows) {
    totals.counts[state] = n
    totals.segments[state] = s
  }
  return totals
}

const ends: readonly Pick<AttemptResult, 'end' | 'error'>[] = [
  { end: ['accept'], error: null },
  { end: ['accept', 'report_delivered'], error: null },
  { end: ['reject'], error: wireError('sender_refused') },
  { end: ['reject'], error: wireError('invalid_recipient') },
  { end: ['lose'], error: wireError('no_answer') },
  { end: ['not_sent'], error: wireError('host_not_found') },
  { end: ['not_sent', 'cancel'], error: wireError('host_not_found') },
  { end: ['give_up'], error: wireError('host_not_found') },
]

function result(messageId: number, attempt: number, end: (typeof ends)[number]): AttemptResult {
  const blank = { gatewayMessageId: `g${messageId}`, gatewayStatus: null, units: 1, cost: '10', currency: 'XOF' }
  return { ...blank, ...end, messageId, attempt, misses: 0, nextAttemptAt: 0, pollAt: null }
}

const id = fc.integer({ min: 1, max: messages })
const step = fc.oneof(
  fc.record({ kind: fc.constant('claim' as const), limit: fc.integer({ min: 0, max: 6 }) }),
  fc.record({
    kind: fc.constant('answers' as const),
    // some for an attempt that is not the last one
    of: fc.uniqueArray(fc.record({ id, late: fc.nat(1), end: fc.constantFrom(...ends) }), {
      selector: (each) => each.id,
      maxLength: 8,
    }),
  }),
  fc.record({ kind: fc.constantFrom('orphan', 'cancel', 'retry', 'optOuts') }),
  fc.record({
    kind: fc.constant('settle' as const),
    id,
    event: fc.constantFrom('settle_sent' as const, 'settle_unsent' as const),
  }),
  fc.record({
    kind: fc.constant('report' as const),
    id,
    status: fc.constantFrom('delivered' as const, 'undelivered' as const, 'expired' as const, 'rejected' as const),
  }),
  fc.record({ kind: fc.constantFrom('optOut', 'erase', 'remove'), id }),
)

it('are exact after any sequence of claims, answers, reports, settlements, wishes and removals', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), (steps) => {
      const context = createTestContext()
      const { db } = context
      try {
        const campaignId = insertCampaign(context, messages)
        db.prepare('UPDATE message SET segments = 1 + id % 3').run()
        let now = 0
        const run = db.transaction((each: (typeof steps)[number]): void => {
          now += 1
          switch (each.kind) {
            case 'claim':
              claimMessages(db, campaignId, each.limit, now)
              break
            case 'answers': {
              const attempts = db.prepare('SELECT attempts FROM message WHERE id = ?').pluck()
              const results = each.of.map(({ id: message, late, end }) =>
                result(message, Number(attempts.get(message) ?? 0) - late, end),
              )
              recordAttempts(db, { campaignId, results, now })
              break
            }
            case 'orphan':
              orphanSending(db, campaignId, now)
              break
            case 'cancel':
              cancelPending(db, campaignId, now)
              break
            case 'retry':
              retryFailed(db, campaignId, now)
              break
            case 'optOuts':
              cancelOptedOut(db, campaignId, now)
              break
            case 'settle':
              settleMessage(db, {
                messageId: each.id,
                event: each.event,
                source: 'person',
                gatewayMessageId: null,
                now,
              })
              break
            case 'report': {
              const message = reportedMessage(db, each.id)
              const report = { gatewayMessageId: `g${each.id}`, phone: null, final: true, occurredAt: null }
              if (message)
                applyReport(db, message, { ...report, status: each.status, gatewayStatus: 'X' }, 'callback', now)
              break
            }
            case 'optOut':
              db.prepare(`INSERT OR IGNORE INTO opt_out (phone, source, created_at) VALUES (?, 'person', 0)`).run(
                phoneOf(each.id - 1),
              )
              break
            case 'erase':
              erasePhone(db, phoneOf(each.id - 1), now)
              break
            case 'remove':
              db.prepare('DELETE FROM message WHERE id = ?').run(each.id)
              break
          }
        })
        for (const each of steps) {
          run.immediate(each)
          expect(totalsOfCampaign(db, campaignId)).toEqual(recount(db, campaignId))
        }
      } finally {
        db.close()
      }
    }),
    { numRuns: 60 },
  )
})

it('are kept without looking at any message but those concerned', () => {
  const context = createTestContext()
  const campaignId = insertCampaign(context, messages)
  const claimed = claimMessages(context.db, campaignId, 3, 1)
  const [end] = ends
  if (end === undefined) throw new Error('no end')
  const results = claimed.map((message) => result(message.id, message.attempts, end))
  const plan = plansOf(context.db, (db) => recordAttempts(db, { campaignId, results, now: 2 }))
  context.db.close()
  expect(plan.filter((line) => /SCAN message\b/.test(line))).toEqual([])
  expect(plan).toContain('SEARCH message USING INTEGER PRIMARY KEY (rowid=?)')
})
