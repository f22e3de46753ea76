/** What a draft has planned is nobody's business until it is started: in no list, search, export or report, and in the
 * text index from the first moment after. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { planMessages } from '@core/drafts/plan-messages'
import { historyHandlers } from '@core/history/history'
import { purgeMessages } from '@core/storage/planned-message'
import { recentTexts } from '@core/storage/recent-message'
import { openRoom, type DraftRoom } from './draft-room'

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
const page = { offset: 0, limit: 50 }
const started = 'Nom;Tél\nAwa;677123401\nBola;677123402\n'
const planned = 'Nom;Tél\nAwa;699123401\nZoé;699123402\nKofi;699123403\n'

let room: DraftRoom
let draft: number
beforeEach(async () => {
  room = openRoom()
  const first = await room.draft(started)
  await room.handlers['drafts.start']({ id: first.id, confirmedRecipients: 2 })
  draft = (await room.draft(planned)).id
})
afterEach(() => room.close())

const history = () => historyHandlers(room.context, [])
const names = async (filter: Partial<Parameters<ReturnType<typeof history>['history.page']>[0]>): Promise<string[]> => {
  const { rows, total } = await history()['history.page']({ ...anything, ...page, ...filter })
  expect(total).toBe(rows.length)
  return rows.map(({ name }) => name ?? '').sort()
}

function isIndexSound(): boolean {
  // throws where the index and the messages differ
  room.context.db.exec("INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)")
  return true
}

async function expectHidden(): Promise<void> {
  const now = room.context.clock.now()
  const { accountId } = room
  const filters = [{}, { accountId }, { states: ['pending' as const] }, { from: now - 1, to: now + 1 }]
  for (const filter of filters) expect(await names(filter), JSON.stringify(filter)).toEqual(['Awa', 'Bola'])
  expect(await names({ search: 'awa' })).toEqual(['Awa'])
  expect(await names({ search: 'Zoé' })).toEqual([])
  expect(await names({ text: 'bonjour', accountId })).toEqual(['Awa', 'Bola'])
  expect(await names({ phone: '6991234' })).toEqual([])
  expect(await names({ campaignId: draft })).toEqual([])
  const id = room.context.db.prepare('SELECT max(id) FROM message').pluck().get() as number
  await expect(history()['messages.get']({ id })).rejects.toMatchObject({ code: 'unknown_message' })
  const path = join(room.context.dataDir, 'history.csv')
  await history()['history.export']({ filter: anything, path })
  expect(readFileSync(path, 'utf8')).not.toContain('Zoé')
  const isDraft = { code: 'campaign_state', params: { campaign: 'Rappel', state: 'draft' } }
  const asked = history()
  for (const answer of [
    asked['campaigns.get']({ id: draft }),
    asked['campaigns.messages']({ id: draft, states: [], search: '', ...page }),
    asked['campaigns.report']({ id: draft }),
    asked['campaigns.export']({ id: draft, states: [], path }),
  ])
    await expect(answer).rejects.toMatchObject(isDraft)
  expect((await asked['campaigns.page']({ states: [], search: '', ...page })).rows.map(({ id }) => id)).not.toContain(
    draft,
  )
  expect(recentTexts(room.context.db, 0)?.of('+237699123402') ?? []).toEqual([])
}

it('hides what is planned, and shows it with the start', async () => {
  const { recipients } = await planMessages(room.context, draft, { now: room.context.clock.now() })
  expect(recipients).toBe(3)
  await expectHidden()
  await room.handlers['drafts.start']({ id: draft, confirmedRecipients: 3 })
  expect(await names({ search: 'zoe' })).toEqual(['Zoé'])
  expect(await names({ search: 'bonjour' })).toEqual(['Awa', 'Awa', 'Bola', 'Kofi', 'Zoé'])
  expect(isIndexSound()).toBe(true)
})

it('hides it again when a scheduled campaign becomes a draft', async () => {
  const now = room.context.clock.now()
  await room.handlers['drafts.schedule']({
    id: draft,
    confirmedRecipients: 3,
    at: now + 3_600_000,
    recurrence: null,
    timeZone: 'Africa/Douala',
  })
  expect(await names({ search: 'zoe' })).toEqual(['Zoé'])
  expect(await room.handlers['campaigns.unschedule']({ id: draft })).toEqual({ draftId: draft })
  await expectHidden()
})

it('keeps the text index true while a draft is planned again, smaller, and removed', async () => {
  const { db, clock } = room.context
  const indexed = () => db.prepare('SELECT count(*) FROM message_search_docsize').pluck().get()
  const inIndex = (word: string) =>
    db.prepare('SELECT count(*) FROM message_search WHERE message_search MATCH ?').pluck().get(word)
  await planMessages(room.context, draft, { now: clock.now() })
  expect(indexed()).toBe(5)
  await room.handlers['drafts.save']({ id: draft, patch: { template: 'Rebonsoir {{ Nom }}' } })
  room.optOut('+237699123403')
  await planMessages(room.context, draft, { now: clock.now() })
  expect([indexed(), inIndex('rebonsoir'), inIndex('bonjour'), inIndex('kofi')]).toEqual([4, 2, 2, 0])
  expect(isIndexSound()).toBe(true)
  expect(purgeMessages(db, draft, 1)).toBe(1)
  expect(purgeMessages(db, draft, 10)).toBe(1)
  expect([indexed(), inIndex('rebonsoir')]).toEqual([2, 0])
  expect(isIndexSound()).toBe(true)
})

it('removes nothing of a campaign', () => {
  const { db } = room.context
  const other = db.prepare('SELECT id FROM campaign').pluck().get() as number
  expect(purgeMessages(db, other, 10)).toBe(0)
  expect(db.prepare('SELECT count(*) FROM message_search_docsize').pluck().get()).toBe(2)
})
