import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { join } from 'node:path'
import { forceMessages } from '../../helpers/force-messages'
import { planMessages } from '@core/drafts/plan-messages'
import { sweepLeftovers } from '@core/drafts/remove-draft'
import { historyHandlers } from '@core/history/history'
import { connect, databaseFileName } from '@core/storage/open'
import { startPlanned } from '@core/storage/planned-message'
import { campaignStates } from '@shared/domain/campaign'
import { wireError, type AppError } from '@shared/errors'
import { scriptGateway } from '../../helpers/campaign-fixture'
import { messagesOf, numbers, openRoom, storedRows, type DraftRoom } from './draft-room'

let room: DraftRoom
beforeEach(() => {
  room = openRoom()
})
afterEach(() => room.close())

interface Stored {
  readonly state: string
  readonly excluded: string
}
const campaign = (id: number): Stored =>
  room.context.db.prepare('SELECT * FROM campaign WHERE id = ?').get(id) as Stored
const nothing = { sources: 0, recipients: 0, messages: 0, drafts: 0, campaigns: 0, ids: 0 }
const isDraft = async (id: number): Promise<boolean> => {
  const listed = await room.handlers['drafts.list']()
  const isCampaign = room.context.db.prepare('SELECT 1 FROM campaign WHERE id = ?').get(id) !== undefined
  return !isCampaign && listed.some((draft) => draft.id === id)
}
const audited = (): string[] =>
  room.context.db.prepare('SELECT action FROM audit_entry ORDER BY id').pluck().all() as string[]
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
const table = 'Nom;Tél\nAwa;677123401\nBola;677123402\n;677123403\nDia;12\n'

const state = (id: number, name: string): void => {
  room.context.db.prepare('UPDATE campaign SET state = ? WHERE id = ?').run(name, id)
  room.context.db
    .prepare(
      "INSERT INTO message_event (message_id, at, kind, state) SELECT id, 1, 'accepted', 'accepted' FROM message",
    )
    .run()
}

describe('starting a draft', () => {
  it('writes down what was agreed and hands the campaign to the engine', async () => {
    const { id } = await room.draft(table)
    expect(await room.handlers['drafts.start']({ id, confirmedRecipients: 2 })).toEqual({ campaignId: id })
    expect(room.begun).toEqual([id])
    expect(campaign(id)).toMatchObject({
      state: 'sending',
      planned_recipients: 2,
      planned_segments: 2,
      planned_cost: '30',
      price: '15',
      currency: 'XAF',
      account_name: 'Boutique',
      gateway: 'sandbox',
      sender: 'BOUTIQUE',
      started_at: room.context.clock.now(),
    })
    expect(JSON.parse(campaign(id).excluded)).toEqual({
      invalid: 1,
      duplicate: 0,
      optedOut: 0,
      emptyField: 1,
      repeated: 0,
    })
    expect(messagesOf(room, id)).toEqual([
      { phone: '+237677123401', text: 'Bonjour Awa', segments: 1, encoding: 'GSM-7', line: 2 },
      { phone: '+237677123402', text: 'Bonjour Bola', segments: 1, encoding: 'GSM-7', line: 3 },
    ])
    expect(audited().at(-1)).toBe('campaign.start')
    expect(room.context.told).toContainEqual({
      name: 'campaign.changed',
      payload: expect.objectContaining({ id, state: 'sending' }) as unknown,
    })
    await expect(room.handlers['drafts.save']({ id, patch: { name: 'Trop tard' } })).rejects.toMatchObject({
      code: 'campaign_state',
    })
    await expect(room.handlers['drafts.start']({ id, confirmedRecipients: 2 })).rejects.toMatchObject({
      code: 'campaign_state',
    })
  })

  it('is refused when the number of recipients is no longer the one that was shown, and leaves a draft', async () => {
    const { id } = await room.draft(table)
    room.optOut('+237677123402')
    await expect(room.handlers['drafts.start']({ id, confirmedRecipients: 2 })).rejects.toMatchObject({
      code: 'confirmation_needed',
      params: { recipients: 1 },
    })
    expect(await isDraft(id)).toBe(true)
    expect(storedRows(room).messages).toBe(0)
    expect(room.begun).toEqual([])
    await room.handlers['drafts.start']({ id, confirmedRecipients: 1 })
    expect(room.begun).toEqual([id])
  })

  it('is refused while anything is missing', async () => {
    const { id } = await room.draft(table)
    const start = (): Promise<unknown> => room.handlers['drafts.start']({ id, confirmedRecipients: 2 })
    await room.handlers['drafts.save']({ id, patch: { accountId: null } })
    await expect(start()).rejects.toMatchObject({ code: 'account_missing' })
    await room.handlers['drafts.save']({ id, patch: { accountId: room.accountId, template: '{{ Rien }}' } })
    await expect(start()).rejects.toMatchObject({ code: 'template_column_unknown' })
    await room.handlers['drafts.save']({ id, patch: { template: 'ç'.repeat(700) } })
    await expect(start()).rejects.toMatchObject({ code: 'message_too_long' })
    expect(await isDraft(id)).toBe(true)
  })

  it('plans anew after a power cut in the middle: what was left over is gone', async () => {
    const { id } = await room.draft(table)
    await planMessages(room.context, id, { now: 1 })
    expect(storedRows(room).messages).toBe(2)
    room.optOut('+237677123401')
    await room.handlers['drafts.start']({ id, confirmedRecipients: 1 })
    expect(messagesOf(room, id).map(({ phone }) => phone)).toEqual(['+237677123402'])
  })

  it('never starts with a plan that a change of the draft made old', async () => {
    const { id } = await room.draft(table)
    let changes = 0
    // another process saves the draft while this one plans
    const plan = await planMessages(room.context, id, {
      now: 1,
      onProgress: () => {
        changes += 1
        room.context.db.prepare(`UPDATE draft SET planning = NULL WHERE id = ?`).run(id)
      },
    })
    expect(changes).toBeGreaterThan(0)
    const { token, recipients, segments, excluded, joined } = plan
    expect(() =>
      startPlanned(room.context.db, {
        campaignId: id,
        token,
        state: 'sending',
        recipients,
        segments,
        excluded,
        joined,
        cost: null,
        account: 'x',
        gateway: 'x',
        sender: null,
        price: null,
        currency: 'XAF',
        scheduledAt: null,
        recurrence: null,
        timeZone: null,
        now: 1,
      }),
    ).toThrow(expect.objectContaining({ code: 'campaign_busy' }) as Error)
    expect(await isDraft(id)).toBe(true)
  })

  it('is sent whole by the engine', async () => {
    await room.close()
    room = openRoom({ runs: true })
    const { id } = await room.draft(table)
    const finished = new Promise<void>((resolve) => {
      room.context.events.on(
        'campaign.changed',
        ({ id: changed, state }) => changed === id && state === 'finished' && resolve(),
      )
    })
    await room.handlers['drafts.start']({ id, confirmedRecipients: 2 })
    await finished
    // the sandbox never answers for numbers in 01
    expect(
      room.context.db.prepare('SELECT state FROM message WHERE campaign_id = ? ORDER BY id').pluck().all(id),
    ).toEqual(['unknown', 'accepted'])
  })
})

describe('scheduling a draft', () => {
  const schedule = (id: number, more: { at?: number | null; recurrence?: string | null; timeZone?: string }) =>
    room.handlers['drafts.schedule']({
      id,
      confirmedRecipients: 2,
      at: null,
      recurrence: null,
      timeZone: 'Africa/Douala',
      ...more,
    })

  it('keeps the time, the rule and the zone, and starts nothing', async () => {
    const { id } = await room.draft(table)
    const at = room.context.clock.now() + 3_600_000
    await schedule(id, { at })
    expect(campaign(id)).toMatchObject({
      state: 'scheduled',
      scheduled_at: at,
      recurrence: null,
      time_zone: 'Africa/Douala',
      started_at: null,
      planned_recipients: 2,
    })
    expect(room.begun).toEqual([])
    expect(audited().at(-1)).toBe('campaign.schedule')
  })

  it('finds the first time of a rule in its zone', async () => {
    const { id } = await room.draft(table)
    await schedule(id, { recurrence: '0 9 * * 1' })
    // Monday 23 November 2026, 09:00 in Douala (UTC+1)
    expect(campaign(id)).toMatchObject({ scheduled_at: Date.UTC(2026, 10, 23, 8), recurrence: '0 9 * * 1' })
  })

  it('refuses the past, unknown zones and rules that are none', async () => {
    const { id } = await room.draft(table)
    await expect(schedule(id, { at: 1 })).rejects.toMatchObject({ code: 'date_past' })
    await expect(
      schedule(id, { at: room.context.clock.now() + 1000, timeZone: 'Afrique/Douala' }),
    ).rejects.toMatchObject({ code: 'schedule_invalid' })
    await expect(schedule(id, { recurrence: 'tous les lundis' })).rejects.toMatchObject({ code: 'schedule_invalid' })
    await expect(schedule(id, {})).rejects.toMatchObject({ code: 'schedule_invalid' })
    expect(await isDraft(id)).toBe(true)
  })
})

describe('a test to oneself', () => {
  beforeEach(async () => {
    await room.close()
    room = openRoom({ runs: true })
  })

  it('that the gateway refuses to take is over, and told so: it stays in no list of what is paused', async () => {
    await room.close()
    const refusal = { kind: 'not_sent', error: wireError('auth'), retryAfterMs: null } as const
    room = openRoom({ runs: true, provider: scriptGateway(() => refusal).provider })
    const { id } = await room.draft(table)
    const sent = await room.handlers['drafts.sendTest']({ id, phone: '699123401', recipientIndex: 0 })
    expect(sent).toMatchObject({ state: 'failed', error: { code: 'auth' } })
    const told = room.context.told.filter(({ name }) => name === 'campaign.changed').map(({ payload }) => payload)
    expect(told.at(-1)).toMatchObject({ test: true, state: 'cancelled', before: 'paused', counts: { cancelled: 1 } })
  })

  it('is one claimed message of its own campaign, with the text of the recipient', async () => {
    const { id } = await room.draft(table)
    const outcome = await room.handlers['drafts.sendTest']({ id, phone: '699 12 34 77', recipientIndex: 1 })
    expect(outcome).toEqual({ phone: '+237699123477', text: 'Bonjour Bola', state: 'accepted', error: null })
    const [test] = room.context.db.prepare(`SELECT id, name, state FROM campaign WHERE id <> ?`).all(id) as {
      id: number
      name: string
      state: string
    }[]
    expect(test).toMatchObject({ name: 'Test · Rappel', state: 'finished' })
    const events = room.context.db.prepare('SELECT kind, claimed_at IS NOT NULL AS claimed FROM message_event').all()
    expect(events).toEqual([{ kind: 'accepted', claimed: 1 }])
    expect((await room.handlers['drafts.list']()).map((draft) => draft.id)).toEqual([id])
  })

  it('says what became of it when it was refused or is doubtful', async () => {
    const { id } = await room.draft(table)
    expect(await room.handlers['drafts.sendTest']({ id, phone: '699123400', recipientIndex: 0 })).toMatchObject({
      state: 'rejected',
      error: { code: 'invalid_recipient' },
    })
    expect(await room.handlers['drafts.sendTest']({ id, phone: '699123401', recipientIndex: 0 })).toMatchObject({
      state: 'unknown',
      error: { kind: 'unknown_outcome' },
    })
    await expect(room.handlers['drafts.sendTest']({ id, phone: '12', recipientIndex: 0 })).rejects.toMatchObject({
      code: 'phone_invalid',
    })
    room.optOut('+237699123477')
    await expect(room.handlers['drafts.sendTest']({ id, phone: '699123477', recipientIndex: 0 })).rejects.toMatchObject(
      { code: 'phone_opted_out' },
    )
  })

  it('works without recipients where the text needs none', async () => {
    const { id } = await room.handlers['drafts.create']({ name: 'Vide' })
    await room.handlers['drafts.save']({ id, patch: { accountId: room.accountId, template: 'Bonjour à tous' } })
    expect(await room.handlers['drafts.sendTest']({ id, phone: '699123477', recipientIndex: 0 })).toMatchObject({
      text: 'Bonjour à tous',
      state: 'accepted',
    })
  })
})

describe('drafts as a whole', () => {
  it('lists drafts, newest first, and not the temporary ones', async () => {
    const first = await room.draft(table)
    const { id } = await room.handlers['drafts.create']({ name: null })
    await room.handlers['drafts.create']({ name: 'griot send', temporary: true })
    const listed = await room.handlers['drafts.list']()
    expect(listed.map((draft) => [draft.id, draft.name, draft.recipients])).toEqual([
      [first.id, 'Rappel', 3],
      [id, 'Campagne du 22 novembre 2026', 0],
    ])
  })

  it('discards a draft with all that it holds', async () => {
    const { id } = await room.draft(table)
    await planMessages(room.context, id, { now: 1 })
    await room.handlers['drafts.discard']({ id })
    expect(storedRows(room)).toEqual(nothing)
    await expect(room.handlers['drafts.get']({ id })).rejects.toMatchObject({ code: 'unknown_campaign' })
  })

  it('sweeps temporary drafts that a crashed command left', async () => {
    const { id } = await room.handlers['drafts.create']({ name: 'griot send', temporary: true })
    await room.add(id, numbers('677123401'))
    await sweepLeftovers(room.context)
    expect(storedRows(room).drafts).toBe(1)
    room.context.clock.set(room.context.clock.now() + 7 * 3_600_000)
    await sweepLeftovers(room.context)
    expect(storedRows(room)).toEqual(nothing)
  })

  it('copies a campaign that was sent into a new draft', async () => {
    const { id } = await room.draft(table)
    await room.add(id, numbers('677123401', '677123499'))
    await room.handlers['drafts.save']({ id, patch: { template: 'Bonjour {{ Nom | default: "vous" }}' } })
    await room.handlers['drafts.start']({ id, confirmedRecipients: 4 })
    const { draftId } = await room.handlers['campaigns.duplicate']({ id })
    const copy = await room.handlers['drafts.get']({ id: draftId })
    expect(copy).toMatchObject({
      name: 'Rappel',
      template: 'Bonjour {{ Nom | default: "vous" }}',
      accountId: room.accountId,
      counts: { rows: 6, valid: 4, invalid: 1, duplicate: 1 },
    })
    expect(await isDraft(draftId)).toBe(true)
    await room.handlers['drafts.start']({ id: draftId, confirmedRecipients: 4 })
    expect(messagesOf(room, draftId)).toEqual(messagesOf(room, id))
    expect(campaign(draftId)).toMatchObject({ origin_id: id })
  })
})

describe('removing a campaign', () => {
  const count = (table: string): unknown => room.context.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

  it('takes away what is over with everything about it, and leaves its copies and a line in the audit log', async () => {
    const { id } = await room.draft(table)
    await room.handlers['drafts.start']({ id, confirmedRecipients: 2 })
    await expect(room.handlers['campaigns.remove']({ id })).rejects.toMatchObject({ code: 'campaign_state' })
    const { draftId } = await room.handlers['campaigns.duplicate']({ id })
    state(id, 'cancelled')
    forceMessages(room.context.db, 'sending', `phone = '+237677123401'`)
    await expect(room.handlers['campaigns.remove']({ id })).rejects.toMatchObject({ code: 'campaign_busy' })
    forceMessages(room.context.db, 'accepted', `state = 'sending'`)
    await room.handlers['campaigns.remove']({ id })
    expect(campaign(id)).toBeUndefined()
    expect(await isDraft(draftId)).toBe(true)
    expect([count('message'), count('message_event'), count('message_search')]).toEqual([0, 0, 0])
    expect(audited().at(-1)).toBe('campaign.remove')
    await expect(room.handlers['campaigns.remove']({ id })).rejects.toMatchObject({ code: 'unknown_campaign' })
  })

  it('hides it at once, and goes on at the next start where a crash stopped it', async () => {
    const { id } = await room.draft(table)
    await room.handlers['drafts.start']({ id, confirmedRecipients: 2 })
    state(id, 'finished')
    forceMessages(room.context.db, 'unknown', 'TRUE')
    const { db, dataDir } = room.context
    const history = historyHandlers(room.context, [])
    const stopped = expect(room.handlers['campaigns.remove']({ id })).rejects.toThrow('not open')
    // the first transaction is over, and the messages are still to go
    expect(storedRows(room)).toMatchObject({ campaigns: 0, messages: 2, sources: 1, ids: 1 })
    expect(await history['home.overview']()).toMatchObject({ recent: [], doubtful: 0 })
    expect(await history['history.page']({ ...anything, offset: 0, limit: 9 })).toEqual({ rows: [], total: 0 })
    expect(await room.handlers['drafts.list']()).toEqual([])
    await expect(history['campaigns.get']({ id })).rejects.toMatchObject({ code: 'unknown_campaign' })
    db.close()
    await stopped
    const next = connect(join(dataDir, databaseFileName))
    await sweepLeftovers({ ...room.context, db: next })
    const left = ['campaign_key', 'recipient_source', 'recipient', 'message', 'message_event', 'message_count'].map(
      (name) => next.prepare(`SELECT count(*) FROM ${name}`).pluck().get(),
    )
    next.close()
    expect(left).toEqual([0, 0, 0, 0, 0, 0])
  })

  it('is refused for everything but what is over', async () => {
    for (const now of campaignStates) {
      const { id } = await room.draft(table)
      await room.handlers['drafts.start']({ id, confirmedRecipients: 2 })
      state(id, now)
      const removed = room.handlers['campaigns.remove']({ id }).then(
        () => true,
        (error: unknown) => (error as AppError).code,
      )
      expect([now, await removed]).toEqual([now, now === 'finished' || now === 'cancelled' ? true : 'campaign_state'])
      room.context.db.exec('UPDATE campaign SET started_at = 1, finished_at = 1')
    }
  })
})

describe('ids', () => {
  it('are kept by a draft through schedule and back, and never given twice', async () => {
    const { id } = await room.draft(table)
    await room.handlers['drafts.save']({
      id,
      patch: {
        migrate: true,
        allowRepeats: true,
        flash: false,
        receipts: true,
        rate: 3,
        concurrency: 2,
        step: 'review',
      },
    })
    const before = await room.handlers['drafts.get']({ id })
    const at = room.context.clock.now() + 3_600_000
    const time = { at, recurrence: '0 9 * * 1', timeZone: 'Africa/Douala' }
    await room.handlers['drafts.schedule']({ id, confirmedRecipients: 2, ...time })
    await room.handlers['campaigns.unschedule']({ id })
    expect(audited().at(-1)).toBe('campaign.unschedule')
    const { updatedAt, ...after } = await room.handlers['drafts.get']({ id })
    expect({ ...after, updatedAt: 0 }).toEqual({ ...before, sender: 'BOUTIQUE', schedule: time, updatedAt: 0 })
    expect(after).toMatchObject({ migrate: true, allowRepeats: true, receipts: true, rate: 3, concurrency: 2 })
    expect(updatedAt).toBeGreaterThan(before.updatedAt)
    await room.handlers['drafts.start']({ id, confirmedRecipients: 2 })
    expect(campaign(id)).toMatchObject({ state: 'sending', scheduled_at: null, recurrence: null })
    state(id, 'finished')
    await room.handlers['campaigns.remove']({ id })
    expect((await room.handlers['drafts.create']({ name: 'Suite' })).id).toBeGreaterThan(id)
  })

  it('scheduled by a command line and unscheduled, leaves a draft that people see', async () => {
    const { id } = await room.handlers['drafts.create']({ name: 'griot send', temporary: true })
    await room.handlers['drafts.save']({ id, patch: { accountId: room.accountId, template: 'Bonjour' } })
    await room.add(id, numbers('677123401'))
    const at = room.context.clock.now() + 3_600_000
    await room.handlers['drafts.schedule']({
      id,
      confirmedRecipients: 1,
      at,
      recurrence: null,
      timeZone: 'Africa/Douala',
    })
    await room.handlers['campaigns.unschedule']({ id })
    room.context.clock.set(at + 24 * 3_600_000)
    await sweepLeftovers(room.context)
    expect(await isDraft(id)).toBe(true)
    expect(await room.handlers['drafts.get']({ id })).toMatchObject({ step: 'review', counts: { valid: 1 } })
  })

  it.each(campaignStates.filter((name) => name !== 'scheduled'))('are no draft’s while %s', async (name) => {
    const { id } = await room.draft(table)
    await room.handlers['drafts.start']({ id, confirmedRecipients: 2 })
    state(id, name)
    const refused = { code: 'campaign_state', params: { state: name } }
    await expect(room.handlers['campaigns.unschedule']({ id })).rejects.toMatchObject(refused)
    await expect(room.handlers['drafts.get']({ id })).rejects.toMatchObject(refused)
  })
})
