/** Scheduled and recurring campaigns, from the handlers to the gateway, with a clock that is put forward. */
import { afterEach, describe, expect, it } from 'vitest'
import { createCore } from '@core/app'
import { systemClock } from '@core/clock'
import { silentLog } from '@core/log'
import type { CampaignRow } from '@shared/contract/campaigns'
import type { Settings } from '@shared/contract/program'
import { AppError } from '@shared/errors'
import { until } from '../../helpers/cli-stage'
import { stageCore, type CoreStage } from '../../helpers/core-stage'

const hour = 3_600_000
const day = 24 * hour
const week = 7 * day
const timeZone = 'Africa/Douala'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const phone = (index: number): string => `+2376${70_000_000 + index}`

class Scene {
  groupId = 0
  readonly contacts = new Map<number, number>()
  /** Time now, as core sees it. */
  aheadMs = 0

  readonly stage: CoreStage

  constructor(stage: CoreStage) {
    this.stage = stage
  }

  get handlers(): CoreStage['core']['handlers'] {
    return this.stage.core.handlers
  }

  now(): number {
    return Date.now() + this.aheadMs
  }

  later(byMs: number): void {
    this.aheadMs += byMs
    this.stage.later(byMs)
  }

  async addMember(index: number): Promise<void> {
    const { id } = await this.handlers['contacts.save']({
      phone: phone(index),
      name: `Client ${index}`,
      country: 'CM',
      fields: {},
      groupIds: [],
    })
    this.contacts.set(index, id)
    await this.handlers['contacts.addToGroup']({ groupId: this.groupId, selection: { ids: [id] }, jobId: 'add' })
  }

  async removeMember(index: number): Promise<void> {
    await this.handlers['contacts.removeFromGroup']({
      groupId: this.groupId,
      selection: { ids: [this.contacts.get(index) ?? 0] },
      jobId: 'take',
    })
  }

  /** A campaign to a group of `members`, scheduled. */
  async schedule(members: number, time: { at?: number; recurrence?: string | null }): Promise<number> {
    this.groupId = (await this.handlers['groups.save']({ name: 'Clients' })).id
    for (let index = 0; index < members; index += 1) await this.addMember(index)
    const { id } = await this.handlers['drafts.create']({ name: 'Rappel' })
    const patch = { accountId: this.stage.accountId, country: 'CM', template: 'Bonjour {{ Nom }}', concurrency: 1 }
    await this.handlers['drafts.save']({ id, patch })
    await this.handlers['drafts.addSource']({
      id,
      source: { kind: 'group', groupId: this.groupId },
      mapping: null,
      jobId: 'group',
    })
    await this.handlers['drafts.schedule']({
      id,
      confirmedRecipients: members,
      at: time.at ?? null,
      recurrence: time.recurrence ?? null,
      timeZone,
    })
    return id
  }

  async campaigns(): Promise<readonly CampaignRow[]> {
    return (await this.handlers['campaigns.page']({ states: [], search: '', offset: 0, limit: 50 })).rows
  }

  async set(settings: Partial<Pick<Settings, 'missedSchedules' | 'quietHours'>>): Promise<void> {
    await this.handlers['settings.save'](settings)
  }

  phones(): string[] {
    return this.stage.gateway.log.map((entry) => entry.phone).sort()
  }

  /** The occurrences that a schedule has made so far, the oldest first. */
  async occurrences(scheduleId: number): Promise<CampaignRow[]> {
    return (await this.campaigns()).filter(({ id }) => id !== scheduleId).reverse()
  }
}

async function scene(): Promise<Scene> {
  const stage = await stageCore('lmtgroup')
  open.push(stage)
  const made = new Scene(stage)
  await made.set({ quietHours: null })
  return made
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : error),
  )

describe('a campaign scheduled once', () => {
  it('goes out when its time has come, in one process of several, each person once', async () => {
    const one = await scene()
    const id = await one.schedule(5, { at: one.now() + hour })
    const { dataDir, gateway } = one.stage
    const secrets = {
      read: () => Promise.resolve(gateway.credentials),
      write: () => Promise.resolve(),
      remove: () => Promise.resolve(),
      probe: () => Promise.resolve('ok' as const),
    }
    const clock = { ...systemClock, now: () => one.now() }
    const other = await createCore({
      dataDir,
      clock,
      log: silentLog,
      actor: 'window',
      language: 'en',
      version: '0.0.0',
      secrets,
    })
    open.push(other)
    one.stage.core.start()
    other.start()
    one.later(hour + 1000)
    await until(async () => (await one.stage.view(id)).state === 'finished')
    expect(one.phones()).toEqual([0, 1, 2, 3, 4].map(phone))
  })

  it('asks when its time was missed, and can be sent, moved or cancelled then', async () => {
    const one = await scene()
    const id = await one.schedule(2, { at: one.now() + hour })
    const asked: number[] = []
    one.stage.core.events.on('schedule.missed', (missed) => asked.push(missed.id))
    one.later(3 * hour)
    one.stage.core.start()
    await until(async () => (await one.stage.view(id)).state === 'paused')
    expect(await one.stage.view(id)).toMatchObject({
      pauseReason: 'missed_schedule',
      can: { resume: true, reschedule: true },
    })
    expect(asked).toEqual([id])
    expect(one.phones()).toEqual([])
    await one.handlers['campaigns.reschedule']({ id, at: one.now() + hour, recurrence: null, timeZone })
    expect(await one.stage.view(id)).toMatchObject({ state: 'scheduled', pauseReason: null })
    one.later(hour + 1000)
    await until(async () => (await one.stage.view(id)).state === 'finished')
    expect(one.phones()).toEqual([phone(0), phone(1)])
  })

  it('waits for a person when it would go out late in quiet hours', async () => {
    const one = await scene()
    const at = one.now() + hour
    const id = await one.schedule(1, { at })
    one.later(3 * hour)
    // where the recipients are: Cameroon, one hour ahead of UTC
    const local = (new Date(one.now()).getUTCHours() + 1) % 24
    await one.set({ missedSchedules: 'send', quietHours: { from: local, to: (local + 2) % 24 } })
    one.stage.core.start()
    await until(async () => (await one.stage.view(id)).state === 'paused')
    expect(await one.stage.view(id)).toMatchObject({ pauseReason: 'quiet_hours' })
  })

  it('can be moved or made recurring while it waits, not once something was sent', async () => {
    const one = await scene()
    const id = await one.schedule(1, { at: one.now() + hour })
    const { handlers } = one
    const moved = await handlers['campaigns.reschedule']({ id, at: null, recurrence: '0 9 * * 1', timeZone })
    expect(moved).toMatchObject({ state: 'scheduled', recurrence: '0 9 * * 1', timeZone })
    expect(new Date(moved.scheduledAt ?? 0).getUTCDay()).toBe(1)
    const again = { id, at: one.now() + hour, recurrence: null, timeZone }
    expect(await codeOf(handlers['campaigns.reschedule']({ ...again, at: one.now() - 1 }))).toBe('date_past')
    expect(await codeOf(handlers['campaigns.reschedule']({ ...again, timeZone: 'Afrique/Douala' }))).toBe(
      'schedule_invalid',
    )
    expect(await codeOf(handlers['campaigns.reschedule']({ ...again, recurrence: 'lundi' }))).toBe('schedule_invalid')
    expect(await codeOf(handlers['campaigns.reschedule']({ ...again, at: null }))).toBe('schedule_invalid')
    await handlers['campaigns.reschedule'](again)
    one.stage.core.start()
    one.later(hour + 1000)
    await until(async () => (await one.stage.view(id)).state === 'finished')
    expect(await codeOf(handlers['campaigns.reschedule']({ ...again, at: one.now() + day }))).toBe('campaign_state')
    expect(one.stage.audited().filter((action) => action === 'campaign.reschedule')).toHaveLength(2)
  })
})

describe('the coming times of a schedule', () => {
  it('are one for once, five for a rule, and none of them is guessed from a wrong one', async () => {
    const one = await scene()
    const occurrences = one.handlers['schedule.occurrences']
    const at = Date.UTC(2031, 0, 6, 9)
    expect(await occurrences({ at, recurrence: null, timeZone })).toEqual([at])
    const week = 7 * day
    const weekly = { at, recurrence: '0 9 * * 1', timeZone: 'UTC' }
    expect(await occurrences(weekly)).toEqual([0, 1, 2, 3, 4].map((index) => at + index * week))
    const [first] = await occurrences({ ...weekly, at: null })
    expect(new Date(first ?? 0).toISOString()).toMatch(/T09:00:00/)
    expect(await codeOf(occurrences({ ...weekly, recurrence: 'lundi' }))).toBe('schedule_invalid')
    expect(await codeOf(occurrences({ ...weekly, at: one.now() - 1 }))).toBe('date_past')
  })
})

describe('a recurring campaign', () => {
  it('makes a campaign each time, to the group as it is then, and stays scheduled', async () => {
    const one = await scene()
    const first = one.now() + hour
    const id = await one.schedule(3, { at: first, recurrence: `${new Date(first).getUTCMinutes()} * * * *` })
    one.stage.core.start()
    one.later(hour + 1000)
    await until(async () => (await one.occurrences(id)).some(({ state }) => state === 'finished'))
    expect(one.phones()).toEqual([0, 1, 2].map(phone))
    const standing = await one.stage.view(id)
    expect(standing).toMatchObject({ state: 'scheduled', counts: { pending: 3 } })
    expect(standing.scheduledAt).toBeGreaterThan(first)

    await one.addMember(7)
    await one.removeMember(0)
    await one.handlers['optOuts.add']({ phones: [phone(1)], country: 'CM', reason: '', jobId: 'opt-out' })
    one.later((standing.scheduledAt ?? 0) - one.now() + 1000)
    await until(async () => (await one.occurrences(id)).filter(({ state }) => state === 'finished').length === 2)
    expect(one.phones()).toEqual([0, 1, 2, 2, 7].map(phone))
    const [, second] = await one.occurrences(id)
    expect(second).toMatchObject({ recipients: 2, recurrence: null })
    expect((await one.stage.view(id)).state).toBe('scheduled')
  })

  it('missed several times asks once, and moves on', async () => {
    const one = await scene()
    const id = await one.schedule(1, { at: one.now() + hour, recurrence: '0 9 * * 1' })
    one.later(3 * week + 6 * hour)
    one.stage.core.start()
    await until(async () => (await one.occurrences(id)).length === 1)
    expect((await one.occurrences(id))[0]).toMatchObject({ state: 'paused', pauseReason: 'missed_schedule' })
    expect((await one.stage.view(id)).scheduledAt).toBeGreaterThan(one.now())
    expect(one.phones()).toEqual([])
    const [missed] = await one.occurrences(id)
    await one.handlers['campaigns.resume']({ id: missed?.id ?? 0 })
    await one.stage.core.campaignEnded(missed?.id ?? 0)
    expect(one.phones()).toEqual([phone(0)])
  })

  it('skips what was missed where the setting says so', async () => {
    const one = await scene()
    await one.set({ missedSchedules: 'skip' })
    const at = one.now() + hour
    const id = await one.schedule(1, { at, recurrence: '0 9 * * 1' })
    one.later(week + 6 * hour)
    one.stage.core.start()
    await until(async () => ((await one.stage.view(id)).scheduledAt ?? 0) > one.now())
    expect(await one.occurrences(id)).toEqual([])
    expect(one.stage.audited()).toContain('schedule.skip')
  })

  it('pauses with the reason when its group is gone; resumed, it waits for its next time', async () => {
    const one = await scene()
    const id = await one.schedule(1, { at: one.now() + hour, recurrence: '0 9 * * 1' })
    await one.handlers['groups.remove']({ id: one.groupId, jobId: 'group' })
    one.stage.core.start()
    one.later(hour + 1000)
    await until(async () => (await one.stage.view(id)).state === 'paused')
    expect(await one.stage.view(id)).toMatchObject({ pauseReason: 'list', pauseError: { code: 'unknown_group' } })
    const resumed = await one.handlers['campaigns.resume']({ id })
    expect(resumed.state).toBe('scheduled')
    expect(resumed.scheduledAt).toBeGreaterThan(one.now())
    expect(one.phones()).toEqual([])
  })

  it('shows the new bill first when the group has grown beyond twice what was agreed to', async () => {
    const one = await scene()
    const id = await one.schedule(2, { at: one.now() + hour, recurrence: '0 9 * * 1' })
    for (let index = 10; index < 15; index += 1) await one.addMember(index)
    one.stage.core.start()
    one.later(hour + 1000)
    await until(async () => (await one.occurrences(id)).length === 1)
    const [grown] = await one.occurrences(id)
    expect(grown).toMatchObject({
      state: 'paused',
      recipients: 7,
      pauseError: { code: 'confirmation_needed', params: { recipients: 7 } },
    })
    expect(one.phones()).toEqual([])
  })

  it('unscheduled, is a draft again with its recipients', async () => {
    const one = await scene()
    const id = await one.schedule(3, { at: one.now() + hour, recurrence: '0 9 * * 1' })
    await one.handlers['campaigns.unschedule']({ id })
    expect(await one.handlers['drafts.get']({ id })).toMatchObject({ counts: { valid: 3 }, name: 'Rappel' })
  })
})

describe('a clock that somebody sets', () => {
  it('forward by a day and back: what was scheduled once waits for a person, and nothing was sent', async () => {
    const one = await scene()
    const id = await one.schedule(1, { at: one.now() + hour })
    one.stage.core.start()
    one.later(day)
    await until(async () => (await one.stage.view(id)).state === 'paused')
    one.later(-day)
    expect(await one.stage.view(id)).toMatchObject({ pauseReason: 'missed_schedule', can: { reschedule: true } })
    expect(one.phones()).toEqual([])
  })

  it('back by a day: what was scheduled once leaves at its time, once', async () => {
    const one = await scene()
    const id = await one.schedule(2, { at: one.now() + hour })
    one.stage.core.start()
    one.later(-day)
    await one.stage.core.runDue()
    expect((await one.stage.view(id)).state).toBe('scheduled')
    one.later(day + hour + 1000)
    await until(async () => (await one.stage.view(id)).state === 'finished')
    one.later(-day)
    await one.stage.core.runDue()
    one.later(day)
    await one.stage.core.runDue()
    expect(one.phones()).toEqual([phone(0), phone(1)])
  })

  it.each([
    ['an hour', hour],
    ['a day', day],
    ['three weeks', 3 * week],
  ])('back by %s after a recurring one left: the same time does not come again', async (_, byMs) => {
    const one = await scene()
    const first = one.now() + hour
    const id = await one.schedule(1, { at: first, recurrence: daily(first) })
    one.later(hour + 1000)
    await one.stage.core.runDue()
    const next = (await one.stage.view(id)).scheduledAt
    one.later(-byMs)
    await one.stage.core.runDue()
    one.later(byMs)
    await one.stage.core.runDue()
    expect((await one.stage.view(id)).scheduledAt).toBe(next)
    expect(one.phones()).toEqual([phone(0)])
  })

  it.each([
    ['a day', day, 'ask'],
    ['a year', 365 * day, 'ask'],
    ['a year', 365 * day, 'skip'],
  ] as const)('forward by %s and back brings a recurring one back to its next time (%s)', async (_, byMs, missed) => {
    const one = await scene()
    await one.set({ missedSchedules: missed })
    const first = one.now() + hour
    const id = await one.schedule(1, { at: first, recurrence: daily(first) })
    one.later(byMs + 3 * hour)
    await one.stage.core.runDue()
    expect((await one.stage.view(id)).scheduledAt).toBeGreaterThan(first + day)
    one.later(-byMs - 3 * hour)
    await one.stage.core.runDue()
    expect((await one.stage.view(id)).scheduledAt).toBe(Math.floor(first / 60_000) * 60_000 + day)
    expect(one.stage.audited()).toContain('schedule.clock_back')
    expect(one.phones()).toEqual([])
    one.later(day + hour + 1000)
    await one.stage.core.runDue()
    expect(one.phones()).toEqual([phone(0)])
  })

  it('back while a recurring one is being planned: the same time does not come again', async () => {
    const one = await scene()
    const first = one.now() + hour
    const id = await one.schedule(1, { at: first, recurrence: daily(first) })
    one.later(hour + 1000)
    const looking = one.stage.core.runDue()
    one.later(-2 * hour)
    await looking
    expect((await one.stage.view(id)).scheduledAt).toBeGreaterThan(first)
    one.later(2 * hour)
    await one.stage.core.runDue()
    expect(one.phones()).toEqual([phone(0)])
  })

  it('does not bring back a first time that a person chose far ahead', async () => {
    const one = await scene()
    const first = one.now() + 30 * day
    const id = await one.schedule(1, { at: first, recurrence: daily(first) })
    one.later(-day)
    await one.stage.core.runDue()
    expect((await one.stage.view(id)).scheduledAt).toBe(first)
  })
})

/** Every day at the minute of `at`, in the zone of these tests. */
function daily(at: number): string {
  const local = new Date(at + hour)
  return `${local.getUTCMinutes()} ${local.getUTCHours()} * * *`
}
