/** What the ledger writes is what the table says, for every state and event; nothing else may change a state. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyMessageCounts, messageEvents, messageStates, nextMessageState } from '@shared/domain/message'
import { moveMessages } from '@core/storage/message-ledger'
import { totalsOfCampaign } from '@core/storage/message-count'
import { insertCampaign } from '../../helpers/campaign-fixture'
import { createTestContext, type TestContext } from '../../helpers/core-context'
import { forceMessages } from '../../helpers/force-messages'

let context: TestContext
beforeEach(() => {
  context = createTestContext()
})
afterEach(() => context.db.close())

describe('the ledger', () => {
  it.each(messageEvents)('%s: moves the row, tells the timeline and counts, or leaves all three alone', (event) => {
    const { db } = context
    const campaignId = insertCampaign(context, messageStates.length)
    const ids = db.prepare('SELECT id FROM message ORDER BY id').pluck().all() as number[]
    messageStates.forEach((state, index) => forceMessages(db, state, `id = ${ids[index]}`))
    const expected = messageStates.map((state) => nextMessageState(state, event) ?? state)
    const moved = messageStates.filter((state) => nextMessageState(state, event) !== null)

    const { count } = db
      .transaction(() =>
        moveMessages(db, [event], { where: 'campaign_id = @campaignId', params: { campaignId }, source: null, now: 7 }),
      )
      .immediate()

    expect(count).toBe(moved.length)
    expect(db.prepare('SELECT state FROM message ORDER BY id').pluck().all()).toEqual(expected)
    const told = db.prepare('SELECT state FROM message_event ORDER BY message_id').pluck().all()
    expect(told).toEqual(event === 'claim' ? [] : moved.map((state) => nextMessageState(state, event)))
    const counts = emptyMessageCounts()
    for (const state of expected) counts[state] += 1
    expect(totalsOfCampaign(db, campaignId).counts).toEqual(counts)
    expect(db.prepare('SELECT count(*) FROM message_moving').pluck().get()).toBe(0)
  })

  it('moves messages of several campaigns, each counted in its own', () => {
    const { db } = context
    const campaigns = [insertCampaign(context, 3), insertCampaign(context, 2)]
    db.transaction(() =>
      moveMessages(db, ['cancel'], { where: 'id % 2 = 1', params: {}, source: 'person', now: 7 }),
    ).immediate()
    expect(campaigns.map((id) => totalsOfCampaign(db, id).counts)).toMatchObject([
      { pending: 1, cancelled: 2 },
      { pending: 1, cancelled: 1 },
    ])
  })
})

describe('the schema', () => {
  it('refuses a state that the ledger did not write', () => {
    const { db } = context
    insertCampaign(context, 1)
    expect(() => db.exec(`UPDATE message SET state = 'accepted'`)).toThrow('through the ledger')
    expect(() => db.exec(`UPDATE message SET state = 'pending', polls = 1`)).not.toThrow()
  })

  it('knows the states of the table and counts each of them', () => {
    const { db } = context
    const campaignId = insertCampaign(context, 1)
    const states = db.prepare('SELECT state FROM message_count WHERE campaign_id = ?').pluck().all(campaignId)
    expect([...states].sort()).toEqual([...messageStates].sort())
    for (const state of messageStates) expect(() => forceMessages(db, state, 'true')).not.toThrow()
    expect(() => forceMessages(db, 'lost' as never, 'true')).toThrow('CHECK')
  })
})
