/** Doubtful messages settled in each of the three ways, at the gateways that can prove something and at one that cannot. */
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '@shared/errors'
import { stageCore, type CoreStage } from '../../helpers/core-stage'

const open: CoreStage[] = []
afterEach(async () => {
  for (const stage of open.splice(0)) await stage.close()
})
async function stage(...options: Parameters<typeof stageCore>): Promise<CoreStage> {
  const made = await stageCore(...options)
  open.push(made)
  return made
}

const phones = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `+22507${10_000_000 + from + index}`)
const minutes = 60_000

type How = 'from_gateway' | 'mark_sent' | 'send_absent' | 'send_again'
const settle = (
  { core }: CoreStage,
  id: number,
  how: How,
  { confirmed = true, messageIds = null }: { confirmed?: boolean; messageIds?: number[] | null } = {},
) => core.handlers['campaigns.resolve']({ id, how, messageIds, confirmed })

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.code : error),
  )

const isSending = ({ body }: { readonly body: string }): boolean => body.includes('sendsms')

/**
 * A campaign in requests of 50: the second one is lost as told, everything else arrives. Its archive has an entry from two
 * days before. A quarter of an hour has passed.
 */
async function lostBatch(
  how: { readonly accept?: boolean; readonly recipients?: number; readonly monthBefore?: string[] } = {},
): Promise<{ scene: CoreStage; id: number }> {
  const { accept = false, recipients = 120, monthBefore = [] } = how
  const scene = await stage('smspresto')
  if (monthBefore.length > 0) {
    await scene.send(monthBefore)
    scene.later(30 * 24 * 60 * minutes)
  }
  scene.gateway.remember({
    phone: '+22501020304',
    text: 'Autre chose',
    at: scene.core.clock.now() - 48 * 60 * minutes - 60_000,
  })
  const second = phones(1, 50)[0]?.slice(1) ?? ''
  scene.gateway.misbehave(
    { kind: 'reset', at: 'body', accept },
    { matching: ({ body }) => isSending({ body }) && body.includes(second) },
  )
  const id = await scene.send(phones(recipients))
  if ((await scene.view(id)).can.resume) {
    await scene.core.handlers['campaigns.resume']({ id })
    await scene.core.campaignEnded(id)
  }
  scene.later(16 * minutes)
  return { scene, id }
}

describe('SMS Presto, from its archive', () => {
  it('what it shows was sent', async () => {
    const { scene, id } = await lostBatch({ accept: true })
    expect(await settle(scene, id, 'from_gateway')).toMatchObject({ resolved: 50, stillUnknown: 0, absent: 0 })
    expect(await scene.view(id)).toMatchObject({ state: 'finished', counts: { accepted: 120 }, absent: 0 })
    expect(scene.audited()).toContain('campaign.resolve_from_gateway')
  })

  it('what it lacks is proven absent and stays doubtful: neither resume nor retry sends it', async () => {
    const { scene, id } = await lostBatch()
    expect(await settle(scene, id, 'from_gateway')).toMatchObject({
      resolved: 0,
      stillUnknown: 50,
      absent: 50,
      archive: { end: { complete: true, why: null }, doubts: [] },
    })
    const view = await scene.view(id)
    expect(view).toMatchObject({ state: 'finished', counts: { accepted: 70, unknown: 50, pending: 0 }, absent: 50 })
    expect(view.can).toMatchObject({ resume: false, retry: false, resolve: true })
    expect(await codeOf(scene.core.handlers['campaigns.resume']({ id }))).toBe('campaign_state')
    expect(scene.gateway.log).toHaveLength(71)
    // asked again, the proof stays
    scene.gateway.archiveLies = { omitEachNth: 40 }
    expect(await settle(scene, id, 'from_gateway')).toMatchObject({ absent: 50, archive: { doubts: [] } })
    const page = { id, states: ['unknown' as const], search: '', offset: 0, limit: 1 }
    const { rows } = await scene.core.handlers['campaigns.messages'](page)
    expect(rows[0]?.error).toMatchObject({ code: 'absent_from_archive', kind: 'unknown_outcome' })
    const { timeline } = await scene.core.handlers['messages.get']({ id: rows[0]?.id ?? 0 })
    expect(timeline.at(-1)).toMatchObject({ kind: 'absent', state: 'unknown', source: 'archive' })
  })

  it('a person sends the absent ones again, counted and priced, and only them', async () => {
    const { scene, id } = await lostBatch({ recipients: 170 })
    // doubtful, and never asked about: the last request of the campaign
    expect(await settle(scene, id, 'from_gateway')).toMatchObject({ absent: 50 })
    const plan = await settle(scene, id, 'send_absent', { confirmed: false })
    expect(plan).toMatchObject({ resolved: 0, messages: 50, segments: 50, cost: '750', absent: 50 })
    expect(scene.gateway.log).toHaveLength(121)
    expect(await settle(scene, id, 'send_absent')).toMatchObject({ resolved: 50, stillUnknown: 0 })
    await scene.core.campaignEnded(id)
    expect(await scene.view(id)).toMatchObject({ state: 'finished', counts: { accepted: 170 }, absent: 0 })
    const sent = scene.gateway.log.filter(({ sender }) => sender === 'BOUTIQUE').map(({ phone }) => phone)
    expect(sent).toHaveLength(170)
    expect(new Set(sent).size).toBe(170)
    expect(scene.audited()).toContain('campaign.resolve_send_absent')
  })

  it('“send the absent again” leaves the other doubtful ones alone', async () => {
    const { scene, id } = await lostBatch()
    const lost = phones(1, 60)[0] ?? ''
    scene.gateway.remember({ phone: lost, text: 'Tout autre chose', at: scene.core.clock.now() })
    expect(await settle(scene, id, 'from_gateway')).toMatchObject({
      absent: 49,
      archive: { doubts: [{ reason: 'in_archive', messages: 1 }] },
    })
    expect(await settle(scene, id, 'send_absent')).toMatchObject({ resolved: 49, stillUnknown: 1, absent: 0 })
    await scene.core.campaignEnded(id)
    expect(scene.gateway.log.filter(({ phone, text }) => phone === lost && text === 'Bonjour')).toEqual([])
  })

  it('a message of a month ago does not explain the same text to its number today', async () => {
    const [other = ''] = phones(1, 3000)
    const { scene, id } = await lostBatch({ monthBefore: [other] })
    scene.gateway.remember({ phone: other, text: 'Bonjour', at: scene.core.clock.now() - 10 * minutes })
    expect(await settle(scene, id, 'from_gateway')).toMatchObject({
      absent: 0,
      archive: { doubts: [{ reason: 'strangers', messages: 50 }] },
    })
  })

  it.each([
    ['a number that nobody knows', () => phones(1, 4000)[0] ?? ''],
    ['the number of a message that was accepted', () => phones(1, 10)[0] ?? ''],
  ])('an entry of that minute with another text, to %s, may be any of them', async (_, number) => {
    const { scene, id } = await lostBatch()
    scene.gateway.remember({ phone: number(), text: 'Autre', at: scene.core.clock.now() - 10 * minutes })
    expect(await settle(scene, id, 'from_gateway')).toMatchObject({
      absent: 0,
      archive: { doubts: [{ reason: 'strangers', messages: 50 }] },
    })
  })

  it('an entry of another time, to a number that nobody knows, is no doubt', async () => {
    const { scene, id } = await lostBatch()
    scene.gateway.remember({
      phone: phones(1, 4000)[0] ?? '',
      text: 'Autre',
      at: scene.core.clock.now() - 300 * minutes,
    })
    expect(await settle(scene, id, 'from_gateway')).toMatchObject({ absent: 50 })
  })

  it('what was seen once is never proven absent later, and what was proven absent is doubtful again once it is seen', async () => {
    const { scene, id } = await lostBatch()
    const [seen = '', later = ''] = phones(2, 60)
    scene.gateway.remember({ phone: seen, text: 'Autre', at: scene.core.clock.now() })
    expect(await settle(scene, id, 'from_gateway')).toMatchObject({ absent: 49 })
    const log = scene.gateway.log as unknown as { phone: string }[]
    log.splice(
      log.findIndex(({ phone }) => phone === seen),
      1,
    )
    scene.gateway.remember({ phone: later, text: 'Autre', at: scene.core.clock.now() })
    expect(await settle(scene, id, 'from_gateway')).toMatchObject({ absent: 48, stillUnknown: 50 })
  })

  it.each([
    ['while it is young', 'young', { later: -10 * minutes }],
    ['by an archive that does not reach the last page', 'inexact', { lies: { depth: 60 } }],
    ['by pages that come again', 'incomplete', { lies: { ignoresOffsets: true } }],
    ['by an archive that lacks another message', 'inexact', { lies: { omitEachNth: 40 } }],
    ['by an archive with a clock wrong by hours', 'inexact', { lies: { hoursOff: -5 } }],
    ['by numbers that cannot be read', 'inexact', { lies: { phone: 'masked' } }],
    ['by an archive that is written late', 'inexact', { lies: { late: 20 } }],
  ] as const)(
    'absence is not proven %s',
    async (_, reason, { later = 0, lies = {} }: { later?: number; lies?: object }) => {
      const { scene, id } = await lostBatch()
      scene.later(later)
      scene.gateway.archiveLies = lies
      expect(await settle(scene, id, 'from_gateway')).toMatchObject({
        resolved: 0,
        absent: 0,
        archive: { doubts: [{ reason, messages: 50 }] },
      })
    },
  )

  it.each([
    ['nothing older is seen', 'nothing_older', { remember: false, first: 0, recipients: 120 }],
    ['nothing of the campaign was sent after it', 'no_neighbours', { remember: true, first: 50, recipients: 100 }],
    ['nothing of the campaign was sent before it', 'no_neighbours', { remember: true, first: 0, recipients: 100 }],
  ] as const)('absence is not proven while %s', async (_, reason, { remember, first, recipients }) => {
    const scene = await stage('smspresto')
    // of another campaign: no neighbours
    await scene.send(phones(60, 1000))
    const at = scene.core.clock.now() - 72 * 60 * minutes
    if (remember) scene.gateway.remember({ phone: '+22501020304', text: 'Autre', at: at + 10 * 60 * minutes })
    const lost = phones(1, reason === 'nothing_older' ? 50 : first)[0]?.slice(1) ?? ''
    scene.gateway.misbehave(
      { kind: 'reset', at: 'body' },
      { matching: ({ body }) => isSending({ body }) && body.includes(lost) },
    )
    const id = await scene.send(phones(recipients))
    if ((await scene.view(id)).can.resume) {
      await scene.core.handlers['campaigns.resume']({ id })
      await scene.core.campaignEnded(id)
    }
    await scene.send(phones(60, 2000))
    scene.later(60 * minutes)
    expect(await settle(scene, id, 'from_gateway')).toMatchObject({
      resolved: 0,
      absent: 0,
      archive: { doubts: [{ reason, messages: 50 }] },
    })
  })

  it('an entry of another campaign with the same text to the same number proves nothing', async () => {
    const scene = await stage('smspresto')
    await scene.send(phones(1))
    scene.gateway.misbehave({ kind: 'reset', at: 'headers' })
    const lost = await scene.send(phones(1))
    scene.later(5 * minutes)
    expect(await settle(scene, lost, 'from_gateway')).toMatchObject({ resolved: 0, stillUnknown: 1 })
  })
})

describe('a person’s word', () => {
  async function doubtful(gateway: string, count: number): Promise<{ scene: CoreStage; id: number }> {
    const scene = await stage(gateway)
    scene.gateway.misbehave({ kind: 'reset', at: 'body' }, { times: count })
    return { scene, id: await scene.send(phones(count)) }
  }

  it('“they were sent” makes them accepted, audited, nothing leaves', async () => {
    const { scene, id } = await doubtful('lmtgroup', 3)
    const before = scene.gateway.requests.length
    expect(await settle(scene, id, 'mark_sent')).toMatchObject({ resolved: 3, stillUnknown: 0 })
    expect((await scene.view(id)).counts).toMatchObject({ accepted: 3, unknown: 0 })
    expect(scene.gateway.requests).toHaveLength(before)
    expect(scene.audited()).toContain('campaign.resolve_mark_sent')
    const { rows } = await scene.core.handlers['campaigns.messages']({
      id,
      states: [],
      search: '',
      offset: 0,
      limit: 1,
    })
    const { timeline } = await scene.core.handlers['messages.get']({ id: rows[0]?.id ?? 0 })
    expect(timeline.at(-1)).toMatchObject({ kind: 'settled', state: 'accepted', source: 'person' })
  })

  it('“send again” is counted and priced, and sends only when confirmed', async () => {
    const { scene, id } = await doubtful('lmtgroup', 3)
    const before = scene.gateway.requests.length
    const plan = await settle(scene, id, 'send_again', { confirmed: false })
    expect(plan).toMatchObject({ resolved: 0, stillUnknown: 3, messages: 3, absent: 0, segments: 3, cost: '45' })
    expect(scene.gateway.requests).toHaveLength(before)
    expect(await settle(scene, id, 'send_again')).toMatchObject({ resolved: 3, stillUnknown: 0 })
    await scene.core.campaignEnded(id)
    expect(scene.gateway.log).toHaveLength(3)
    expect(await scene.view(id)).toMatchObject({ state: 'finished', counts: { accepted: 3 } })
    expect(scene.audited()).toContain('campaign.resolve_send_again')
  })

  it('about some of them leaves the others doubtful', async () => {
    const { scene, id } = await doubtful('lmtgroup', 3)
    const { rows } = await scene.core.handlers['campaigns.messages']({
      id,
      states: ['unknown'],
      search: '',
      offset: 0,
      limit: 2,
    })
    const messageIds = rows.map((row) => row.id)
    expect(await settle(scene, id, 'mark_sent', { messageIds })).toMatchObject({ resolved: 2, stillUnknown: 1 })
  })

  it('is all there is where the gateway remembers nothing', async () => {
    const { scene, id } = await doubtful('lmtgroup', 1)
    expect(await codeOf(settle(scene, id, 'from_gateway'))).toBe('not_offered')
    expect((await scene.view(id)).can).toMatchObject({ resolve: true, settleFromGateway: false })
  })

  it('never sends to somebody who has opted out meanwhile', async () => {
    const { scene, id } = await doubtful('lmtgroup', 2)
    await scene.core.handlers['optOuts.add']({
      phones: [phones(1)[0] ?? ''],
      country: 'CI',
      reason: '',
      jobId: 'opt-out',
    })
    await settle(scene, id, 'send_again')
    await scene.core.campaignEnded(id)
    expect(scene.gateway.log.map(({ phone }) => phone)).toEqual([phones(2)[1]])
    expect((await scene.view(id)).counts).toMatchObject({ accepted: 1, cancelled: 1 })
  })
})

describe('KING SMS PRO, from its reports', () => {
  it('what they show was sent; what they lack stays doubtful, as their shape is not documented', async () => {
    const scene = await stage('kingsmspro')
    scene.gateway.misbehave({ kind: 'reset', at: 'body', accept: true })
    const arrived = await scene.send(phones(1))
    scene.gateway.misbehave({ kind: 'reset', at: 'headers' })
    const lost = await scene.send(phones(1, 10))
    await scene.send(phones(1, 20))
    scene.later(60 * minutes)
    expect(await settle(scene, arrived, 'from_gateway')).toMatchObject({ resolved: 1, stillUnknown: 0 })
    expect(await settle(scene, lost, 'from_gateway')).toMatchObject({ resolved: 0, stillUnknown: 1 })
    // its id is known from the report now: its delivery can be asked for
    scene.gateway.statuses.set(scene.gateway.log[0]?.id ?? '', 'DLV')
    expect(await scene.core.handlers['receipts.poll']({ accountId: scene.accountId })).toMatchObject({ changed: 1 })
    expect((await scene.view(arrived)).counts.delivered).toBe(1)
  })
})

describe('a campaign that is being sent', () => {
  it('is not settled from the gateway nor sent again meanwhile: what became pending would leave at once', async () => {
    const scene = await stage('kingsmspro', { latencyMs: 40 })
    scene.gateway.misbehave({ kind: 'reset', at: 'body', accept: true })
    const { events } = scene.core
    const refused: unknown[] = []
    const asked: Promise<unknown>[] = []
    events.on('campaign.progress', ({ id, state, counts }) => {
      if (state !== 'sending' || counts.unknown === 0 || asked.length > 0) return
      for (const how of ['from_gateway', 'send_again'] as const) {
        asked.push(codeOf(settle(scene, id, how)).then((code) => refused.push(code)))
      }
    })
    await scene.send(phones(30))
    await Promise.all(asked)
    expect(refused).toEqual(['campaign_state', 'campaign_state'])
    expect(scene.gateway.log).toHaveLength(30)
  })
})

describe('the sandbox, from its archive', () => {
  it('numbers in 01 were sent; numbers in 06 are proven absent, by its total, and wait for a person', async () => {
    const scene = await stage('sandbox')
    const id = await scene.send(['+237677000010', '+237677000001', '+237677000006', '+237677000011'])
    expect((await scene.view(id)).counts).toMatchObject({ unknown: 2, accepted: 2 })
    scene.later(20 * minutes)
    expect(await settle(scene, id, 'from_gateway')).toMatchObject({ resolved: 1, stillUnknown: 1, absent: 1 })
    expect(await scene.states(id)).toMatchObject({ '+237677000001': 'accepted', '+237677000006': 'unknown' })
  })
})
