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

type How = 'from_gateway' | 'mark_sent' | 'send_again'
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

describe('SMS Presto, from its archive', () => {
  it('what it shows was sent; what it lacks is pending again, and only a person sends it', async () => {
    const scene = await stage('smspresto')
    const { gateway } = scene
    // the first request arrives and its answer is lost; the second never arrives
    gateway.misbehave({ kind: 'reset', at: 'body', accept: true }, { matching: isSending })
    const arrived = await scene.send(phones(3))
    gateway.misbehave({ kind: 'reset', at: 'headers' })
    const lost = await scene.send(phones(3, 10))
    for (const id of [arrived, lost]) expect((await scene.view(id)).counts.unknown).toBe(3)
    await scene.send(phones(1, 20))
    scene.later(16 * minutes)

    expect(await settle(scene, arrived, 'from_gateway')).toMatchObject({ resolved: 3, stillUnknown: 0 })
    expect(await scene.view(arrived)).toMatchObject({ state: 'finished', counts: { accepted: 3 } })

    expect(await settle(scene, lost, 'from_gateway')).toMatchObject({ resolved: 3, stillUnknown: 0 })
    expect(await scene.view(lost)).toMatchObject({ state: 'paused', counts: { pending: 3 } })
    expect(gateway.log).toHaveLength(4)
    await scene.core.handlers['campaigns.resume']({ id: lost })
    await scene.core.campaignEnded(lost)
    expect(gateway.log).toHaveLength(7)
    expect(new Set(gateway.log.map(({ phone }) => phone)).size).toBe(7)
    expect(scene.audited().filter((action) => action === 'campaign.resolve_from_gateway')).toHaveLength(2)
  })

  it('absence proves nothing while the message is young', async () => {
    const scene = await stage('smspresto')
    scene.gateway.misbehave({ kind: 'reset', at: 'headers' })
    const lost = await scene.send(phones(2))
    await scene.send(phones(1, 20))
    scene.later(10 * minutes)
    expect(await settle(scene, lost, 'from_gateway')).toMatchObject({ resolved: 0, stillUnknown: 2 })
  })

  it('absence proves nothing while the archive shows nothing that was sent later', async () => {
    const scene = await stage('smspresto')
    await scene.send(phones(1, 20))
    scene.gateway.misbehave({ kind: 'reset', at: 'headers' })
    const lost = await scene.send(phones(2))
    scene.later(60 * minutes)
    expect(await settle(scene, lost, 'from_gateway')).toMatchObject({ resolved: 0, stillUnknown: 2 })
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
    expect(plan).toEqual({ resolved: 0, stillUnknown: 3, segments: 3, cost: '45' })
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
  it('numbers in 01 were sent, numbers in 06 were not', async () => {
    const scene = await stage('sandbox')
    const id = await scene.send(['+237677000001', '+237677000006', '+237677000011'])
    expect((await scene.view(id)).counts).toMatchObject({ unknown: 2, accepted: 1 })
    await scene.send(['+237677000012'])
    scene.later(20 * minutes)
    expect(await settle(scene, id, 'from_gateway')).toMatchObject({ resolved: 2, stillUnknown: 0 })
    expect((await scene.states(id))['+237677000001']).toBe('accepted')
    expect((await scene.states(id))['+237677000006']).toBe('pending')
  })
})
