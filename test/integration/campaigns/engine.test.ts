import { afterEach, describe, expect, it } from 'vitest'
import { createEngine, type Engine } from '@core/campaigns/engine'
import { claimMessages } from '@core/storage/attempt'
import { findCampaign } from '@core/storage/campaign'
import { countMessages } from '@core/storage/campaign-run'
import type { SendOutcome } from '@core/providers/provider'
import { createTestContext, type TestContext } from '../../helpers/core-context'
import { createManualClock } from '../../helpers/manual-clock'
import { accepted, insertCampaign, phoneOf, scriptGateway, type ScriptedGateway } from '../../helpers/campaign-fixture'

const refused: SendOutcome = {
  kind: 'rejected',
  error: { kind: 'rejected', code: 'sender_refused', params: {} },
  gatewayStatus: '100',
}
const wrongNumber: SendOutcome = {
  kind: 'rejected',
  error: { kind: 'invalid_recipient', code: 'invalid_recipient', params: {} },
  gatewayStatus: '102',
}
const wrongKey: SendOutcome = {
  kind: 'not_sent',
  error: { kind: 'auth', code: 'auth', params: {} },
  retryAfterMs: null,
}
const offline: SendOutcome = {
  kind: 'not_sent',
  error: { kind: 'transient', code: 'host_not_found', params: {} },
  retryAfterMs: null,
}
const cut: SendOutcome = { kind: 'unknown', error: { kind: 'unknown_outcome', code: 'connection_cut', params: {} } }

interface Stage {
  readonly context: TestContext
  readonly gateway: ScriptedGateway
  readonly engine: Engine
}

const open: TestContext[] = []
afterEach(() => {
  for (const context of open.splice(0)) context.close()
})

function stage(answer: Parameters<typeof scriptGateway>[0], options: { batchSize?: number } = {}): Stage {
  const gateway = scriptGateway(answer, { ...options, db: () => context.db })
  const context: TestContext = createTestContext({ gateways: [gateway.provider] })
  open.push(context)
  return { context, gateway, engine: createEngine(context, { resumeOffline: false, random: () => 0 }) }
}

async function send(
  { context, engine }: Stage,
  count: number,
  options: { concurrency?: number; rate?: number } = {},
): Promise<number> {
  const campaignId = insertCampaign(context, count, options)
  engine.begin(campaignId)
  await engine.ended(campaignId)
  return campaignId
}

describe('a campaign being sent', () => {
  it('sends every message exactly once and finishes', async () => {
    const scene = stage(() => accepted)
    const campaignId = await send(scene, 500, { concurrency: 8 })
    expect([...scene.gateway.accepted].sort()).toEqual(Array.from({ length: 500 }, (_, index) => phoneOf(index)).sort())
    expect(countMessages(scene.context.db, campaignId)).toMatchObject({ accepted: 500, pending: 0, sending: 0 })
    expect(findCampaign(scene.context.db, campaignId)?.state).toBe('finished')
  })

  it('has every message committed as sending before its request leaves', async () => {
    const scene = stage(() => accepted, { batchSize: 7 })
    await send(scene, 100, { concurrency: 3 })
    expect(scene.gateway.requests.flatMap(({ states }) => states)).toEqual(Array.from({ length: 100 }, () => 'sending'))
    expect(Math.max(...scene.gateway.requests.map(({ phones }) => phones.length))).toBe(7)
    expect(scene.gateway.mostInFlight()).toBe(3)
  })

  it('never claims more than its requests in flight can carry', async () => {
    const { promise: wait, resolve: release } = withResolvers()
    const scene = stage(async () => (await wait, accepted), { batchSize: 10 })
    const campaignId = insertCampaign(scene.context, 200, { concurrency: 4 })
    scene.engine.begin(campaignId)
    await until(() => scene.gateway.inFlight() === 4)
    expect(countMessages(scene.context.db, campaignId)).toMatchObject({ sending: 40, pending: 160 })
    release()
    await scene.engine.ended(campaignId)
    expect(countMessages(scene.context.db, campaignId)).toMatchObject({ accepted: 200 })
  })

  it('pauses at once when the key is refused, with nothing lost', async () => {
    const scene = stage(() => wrongKey)
    const campaignId = await send(scene, 50, { concurrency: 4 })
    expect(scene.gateway.requests.length).toBeLessThanOrEqual(4)
    expect(findCampaign(scene.context.db, campaignId)).toMatchObject({ state: 'paused', pauseReason: 'auth' })
    expect(countMessages(scene.context.db, campaignId)).toMatchObject({ pending: 50 })
  })

  it('pauses after five refusals of the sender in a row, but not for numbers that do not exist', async () => {
    const refusing = stage(() => refused)
    const refusedId = await send(refusing, 50, { concurrency: 1 })
    expect(countMessages(refusing.context.db, refusedId)).toMatchObject({ rejected: 5, pending: 45 })
    expect(findCampaign(refusing.context.db, refusedId)).toMatchObject({
      state: 'paused',
      pauseReason: 'refusals',
    })

    const tolerant = stage(({ phone }) => (Number(phone.slice(-1)) < 5 ? wrongNumber : accepted))
    const finishedId = await send(tolerant, 50, { concurrency: 1 })
    expect(countMessages(tolerant.context.db, finishedId)).toMatchObject({ rejected: 25, accepted: 25 })
    expect(findCampaign(tolerant.context.db, finishedId)?.state).toBe('finished')
  })

  it('pauses as offline after five requests that never left, and keeps everything pending', async () => {
    const scene = stage(() => offline)
    const campaignId = await send(scene, 50, { concurrency: 5 })
    expect(findCampaign(scene.context.db, campaignId)).toMatchObject({ state: 'paused', pauseReason: 'offline' })
    expect(countMessages(scene.context.db, campaignId)).toMatchObject({ pending: 50 })
  })

  it('never sends a doubtful message again and pauses when the gateway stops confirming', async () => {
    const scene = stage(() => cut)
    const campaignId = await send(scene, 50, { concurrency: 1 })
    expect(countMessages(scene.context.db, campaignId)).toMatchObject({ unknown: 5, pending: 45 })
    expect(findCampaign(scene.context.db, campaignId)).toMatchObject({
      state: 'paused',
      pauseReason: 'unknowns',
    })
    const sentOnce = new Set(scene.gateway.requests.flatMap(({ phones }) => phones))
    expect(sentOnce.size).toBe(scene.gateway.requests.length)
  })

  it('leaves out whoever opted out after the campaign was planned', async () => {
    const scene = stage(() => accepted)
    const campaignId = insertCampaign(scene.context, 20)
    scene.context.db.prepare(`INSERT INTO opt_out (phone, source, created_at) VALUES (?, 'person', 0)`).run(phoneOf(7))
    scene.engine.begin(campaignId)
    await scene.engine.ended(campaignId)
    expect(scene.gateway.accepted).not.toContain(phoneOf(7))
    expect(countMessages(scene.context.db, campaignId)).toMatchObject({ accepted: 19, cancelled: 1 })
    expect(findCampaign(scene.context.db, campaignId)?.state).toBe('finished')
  })

  it('comes back paused when the program closes, and ends what is in flight', async () => {
    const { promise: wait, resolve: release } = withResolvers()
    const scene = stage(async () => (await wait, accepted))
    const campaignId = insertCampaign(scene.context, 100, { concurrency: 4 })
    scene.engine.begin(campaignId)
    await until(() => scene.gateway.inFlight() === 4)
    const closed = scene.engine.close()
    release()
    await closed
    expect(countMessages(scene.context.db, campaignId)).toMatchObject({ accepted: 4, pending: 96, sending: 0 })
    expect(findCampaign(scene.context.db, campaignId)).toMatchObject({
      state: 'paused',
      pauseReason: 'interrupted',
    })
  })

  it('keeps within its rate', async () => {
    const left: number[] = []
    const scene = stage(() => (left.push(performance.now()), accepted))
    await send(scene, 60, { concurrency: 8, rate: 40 })
    const most = Math.max(...left.map((start) => left.filter((at) => at >= start && at < start + 1000).length))
    expect(most).toBeLessThanOrEqual(40)
    expect((left.at(-1) ?? 0) - (left[0] ?? 0)).toBeGreaterThan(1000)
  })
})

describe('two processes', () => {
  it('send a campaign only once: the second is refused while the first lives', async () => {
    const { promise: wait, resolve: release } = withResolvers()
    const scene = stage(async () => (await wait, accepted))
    const campaignId = insertCampaign(scene.context, 10, { concurrency: 2 })
    scene.engine.begin(campaignId)
    await until(() => scene.gateway.inFlight() === 2)
    const other = createEngine(scene.context, { resumeOffline: false })
    expect(() => other.begin(campaignId)).toThrow('campaign_busy')
    other.recover()
    expect(countMessages(scene.context.db, campaignId)).toMatchObject({ sending: 2 })
    release()
    await scene.engine.ended(campaignId)
    expect(countMessages(scene.context.db, campaignId)).toMatchObject({ accepted: 10 })
  })

  it('take over from a dead one: what it had in flight becomes doubtful', async () => {
    const scene = stage(() => accepted)
    const campaignId = insertCampaign(scene.context, 10)
    const { db, clock } = scene.context
    claimMessages(db, campaignId, 3, clock.now())
    db.prepare(`INSERT INTO lease VALUES (?, 'gone', 1, 'another-computer', ?, ?)`).run(
      campaignId,
      clock.now(),
      clock.now() + 8000,
    )
    // the times in it say nothing: the clock may have been set
    clock.set(clock.now() + 3_600_000)
    const manual = createManualClock(clock.now())
    const engine = createEngine({ ...scene.context, clock: manual }, { resumeOffline: false })
    for (let second = 0; second < 8; second += 1) {
      engine.recover()
      expect(countMessages(db, campaignId)).toMatchObject({ sending: 3 })
      await manual.advance(1000)
    }
    engine.recover()
    expect(countMessages(db, campaignId)).toMatchObject({ sending: 0, unknown: 3, pending: 7 })
    expect(findCampaign(db, campaignId)).toMatchObject({ state: 'paused', pauseReason: 'interrupted' })
  })
})

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

/** Waits for a condition that only events bring about, turn by turn of the event loop. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}
