import { afterEach, describe, expect, it } from 'vitest'
import { findCampaign } from '@core/storage/campaign'
import { createWorld, type World, type WorldOptions } from '../../helpers/engine-world'

const open: World[] = []
afterEach(() => {
  for (const world of open.splice(0)) world.close()
})

async function stage(options: Partial<WorldOptions> = {}): Promise<World> {
  const world = createWorld({ messages: 6, batchSize: 1, concurrency: 1, seed: 1, ...options })
  open.push(world)
  world.start(0)
  return Promise.resolve(world)
}

const resume = (world: World, who = 0): Promise<unknown> | undefined =>
  world.process(who)?.wishes['campaigns.resume']({ id: world.campaignId })

const states = (world: World): string[] => world.rows().map(({ state }) => state)

describe('a network that goes away', () => {
  it('costs nobody an attempt, however long, and the campaign goes on by itself when it is back', async () => {
    const world = await stage({ concurrency: 3 })
    world.mood = 'offline'
    await resume(world)
    await world.clock.advance(2 * 3_600_000)
    expect(states(world)).toEqual(Array.from({ length: 6 }, () => 'pending'))
    const { db } = world.process(0)?.context ?? {}
    expect(db && findCampaign(db, world.campaignId)).toMatchObject({ pauseReason: 'offline' })
    world.mood = 'fine'
    await world.clock.advance(70_000)
    expect(world.state()).toBe('finished')
    expect(states(world).sort()).toEqual([...Array.from({ length: 5 }, () => 'accepted'), 'rejected'])
    world.check()
  })

  it('does not go on by itself once a person has cancelled', async () => {
    const world = await stage()
    world.mood = 'offline'
    await resume(world)
    await world.clock.advance(60_000)
    await world.process(0)?.wishes['campaigns.cancel']({ id: world.campaignId })
    world.mood = 'fine'
    await world.clock.advance(600_000)
    expect(world.accepted).toEqual([])
    expect(world.state()).toBe('cancelled')
  })

  it('leaves the campaign to the other process that took it meanwhile', async () => {
    const world = await stage()
    world.mood = 'offline'
    await resume(world)
    await world.clock.advance(20_000)
    world.start(1)
    world.mood = 'hanging'
    await resume(world, 1)
    await world.clock.advance(40_000)
    expect(world.process(0)?.engine.isRunningHere(world.campaignId)).toBe(false)
    world.check()
  })
})

describe('a clock that somebody sets', () => {
  it('back by a day does not keep anybody waiting for a day', async () => {
    const world = await stage({ messages: 1 })
    world.mood = 'offline'
    await resume(world)
    do await world.clock.advance(100)
    while (states(world)[0] === 'sending')
    world.jump(-86_400_000)
    world.mood = 'fine'
    await world.clock.advance(10_000)
    expect(states(world)).toEqual(['accepted'])
  })

  it('forward by a day does not make another process take a campaign from the one that sends it', async () => {
    const world = await stage()
    world.start(1)
    world.mood = 'hanging'
    await resume(world)
    await world.clock.advance(5000)
    world.jump(86_400_000)
    await world.clock.advance(30_000)
    expect(states(world).filter((state) => state === 'sending')).toHaveLength(1)
    expect(world.process(0)?.engine.isRunningHere(world.campaignId)).toBe(true)
  })
})

describe('a process that stalls while it sends', () => {
  it('is taken over within ten seconds, and its late "not sent" brings the message back even to a finished campaign', async () => {
    const world = await stage({ messages: 2 })
    world.start(1)
    world.mood = 'offline'
    await resume(world)
    await world.clock.advance(10)
    expect(states(world)).toEqual(['sending', 'pending'])
    world.stall(0)
    world.mood = 'fine'
    await world.clock.advance(10_000)
    expect(states(world)).toEqual(['unknown', 'pending'])
    await resume(world, 1)
    await world.clock.advance(5000)
    expect(states(world)).toEqual(['unknown', 'accepted'])
    expect(world.state()).toBe('finished')
    world.wake(0)
    await world.clock.advance(5000)
    expect(states(world)).toEqual(['pending', 'accepted'])
    expect(world.state()).toBe('paused')
    await resume(world, 1)
    await world.clock.advance(5000)
    expect(states(world)).toEqual(['accepted', 'accepted'])
    world.check()
  })

  it('sends nothing more when it wakes up after a take-over', async () => {
    const world = await stage({ messages: 6 })
    world.start(1)
    await resume(world)
    await world.clock.advance(10)
    world.stall(0)
    await world.clock.advance(10_000)
    expect(world.state()).toBe('paused')
    world.wake(0)
    await world.clock.advance(20_000)
    // its one answer still counts
    expect(states(world)).toEqual(['accepted', 'pending', 'pending', 'pending', 'pending', 'pending'])
    world.check()
  })
})

describe('leaving the program', () => {
  it('ends although a person resumes at the same moment', async () => {
    const world = await stage()
    await resume(world)
    await world.clock.advance(10)
    const engine = world.process(0)?.engine
    const closing = engine?.close()
    await world.process(0)?.wishes['campaigns.pause']({ id: world.campaignId })
    await resume(world)
    await world.clock.advance(20_000)
    await closing
    expect(world.state()).toBe('paused')
    expect(engine?.isRunningHere(world.campaignId)).toBe(false)
    world.check()
  })
})
