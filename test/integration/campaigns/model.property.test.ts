/**
 * The engine against a plain model: random sequences of everything that people, computers and gateways do, over a real
 * database file, with two processes and a clock turned by hand. The promises are watched by the world's ledger at every
 * request; at the end everybody is in exactly one state, and it is the true one.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AppError, type ErrorCode } from '@shared/errors'
import { phoneOf } from '../../helpers/campaign-fixture'
import { createWorld, type Mood, type World } from '../../helpers/engine-world'

const messages = 24

interface Model {
  cancelled: boolean
  /** A person paused, and nobody resumed since. */
  heldByPerson: boolean
}

type Step = fc.AsyncCommand<Model, World>

/** One thing that happens. `who`: the process, where one is concerned; it must live and not be stalled. */
function step(name: string, run: (model: Model, world: World) => Promise<void> | void, who?: number): Step {
  return {
    check: () => true,
    async run(model, world) {
      if (who !== undefined && (world.process(who) === null || world.isStalled(who))) return
      await run(model, world)
      world.check()
      if (model.cancelled) expect(world.state()).toBe('cancelled')
      if (model.heldByPerson && !model.cancelled) expect(world.state()).toBe('paused')
    },
    toString: () => name,
  }
}

/** True when the wish was granted, false when it was refused with one of the expected codes. */
async function granted(wish: Promise<unknown> | undefined, ...expected: ErrorCode[]): Promise<boolean> {
  try {
    await wish
    return true
  } catch (error) {
    if (error instanceof AppError && expected.includes(error.code)) return false
    throw error
  }
}

const who = fc.constantFrom(0, 1)

const resume = who.map((index) =>
  step(
    `resume(${index})`,
    async (model, world) => {
      const wish = world.process(index)?.wishes['campaigns.resume']({ id: world.campaignId })
      if (await granted(wish, 'campaign_state', 'campaign_busy')) {
        model.heldByPerson = false
        world.excuseTakeOver(index)
      }
    },
    index,
  ),
)
const steps: fc.Arbitrary<Step>[] = [
  resume,
  who.map((index) =>
    step(
      `pause(${index})`,
      async (model, world) => {
        const wish = world.process(index)?.wishes['campaigns.pause']({ id: world.campaignId })
        if (await granted(wish, 'campaign_state')) model.heldByPerson = true
      },
      index,
    ),
  ),
  who.map((index) =>
    step(
      `retry(${index})`,
      async (model, world) => {
        const wish = world.process(index)?.wishes['campaigns.retry']({ id: world.campaignId, confirmedMessages: null })
        if (await granted(wish, 'campaign_state', 'campaign_busy', 'nothing_failed', 'only_doubtful')) {
          model.heldByPerson = false
          world.excuseTakeOver(index)
          world.forgetRefusals()
        }
      },
      index,
    ),
  ),
  fc.tuple(who, fc.constantFrom(null, 1, 4, 50)).map(([index, rate]) =>
    step(
      `rate(${index}, ${rate})`,
      async (_model, world) => {
        await world.process(index)?.wishes['campaigns.setRate']({ id: world.campaignId, rate })
      },
      index,
    ),
  ),
  who.map((index) => step(`heartbeat(${index})`, (_model, world) => world.process(index)?.engine.recover(), index)),
  who.map((index) =>
    step(`kill(${index})`, (_model, world) => {
      world.kill(index)
    }),
  ),
  who.map((index) =>
    step(`start(${index})`, (_model, world) => {
      if (world.process(index) === null) world.start(index)
      if (!world.isStalled(index)) world.process(index)?.engine.recover()
    }),
  ),
  who.map((index) => step(`stall(${index})`, (_model, world) => world.stall(index))),
  who.map((index) => step(`wake(${index})`, (_model, world) => world.wake(index))),
  who.map((index) => step(`quit(${index})`, (_model, world) => world.quit(index), index)),
  fc
    .nat({ max: messages - 1 })
    .map((index) => step(`optOut(${index})`, (_model, world) => world.optOut(phoneOf(index)))),
  fc
    .constantFrom<Mood>('fine', 'fine', 'offline', 'wrong_key', 'lossy', 'limited', 'hanging')
    .map((mood) => step(`gateway ${mood}`, (_model, world) => void (world.mood = mood))),
  fc
    .constantFrom(-86_400_000, -60_000, 60_000, 86_400_000)
    .map((by) => step(`clock ${by > 0 ? '+' : ''}${by / 1000} s`, (_model, world) => world.jump(by))),
]
const time = fc
  .constantFrom(50, 400, 2500, 9000, 20_000)
  .map((ms) => step(`${ms} ms`, (_model, world) => world.clock.advance(ms)))
const cancel = who.map((index) =>
  step(
    `cancel(${index})`,
    async (model, world) => {
      const wish = world.process(index)?.wishes['campaigns.cancel']({ id: world.campaignId })
      if (await granted(wish, 'campaign_state')) {
        model.cancelled = true
        model.heldByPerson = false
      }
    },
    index,
  ),
)

/** Rarely: nothing comes after it. */
const lastly = fc.oneof({ weight: 1, arbitrary: cancel }, { weight: 6, arbitrary: time })

/** Wakes, starts and heals everything, then lets the campaign come to its end. */
async function letItEnd(world: World): Promise<void> {
  world.mood = 'fine'
  world.wake(1)
  await world.clock.advance(70_000)
  world.kill(1)
  world.wake(0)
  if (world.process(0) === null) world.start(0)
  for (let round = 0; round < 60; round += 1) {
    await world.clock.advance(10_000)
    world.process(0)?.engine.recover()
    if (world.state() === 'finished' || world.state() === 'cancelled') break
    if (world.state() === 'paused') {
      await granted(world.process(0)?.wishes['campaigns.resume']({ id: world.campaignId }), 'campaign_busy')
    }
  }
  await world.clock.advance(30_000)
}

function expectTruth(world: World): void {
  world.check()
  const { state: end } = { state: world.state() }
  expect(['finished', 'cancelled']).toContain(end)
  for (const { phone, state } of world.rows()) {
    const ledger = world.ledgerOf(phone)
    const isAccepted = world.accepted.includes(phone)
    const told = `${phone} is ${state}, the gateway has ${ledger}`
    switch (state) {
      case 'accepted':
        expect(isAccepted, told).toBe(true)
        break
      case 'unknown':
        break
      case 'rejected':
        expect(ledger, told).toBe('refused')
        break
      case 'failed':
        expect(ledger, told).toBe('nothing')
        break
      case 'cancelled':
        expect(isAccepted, told).toBe(false)
        expect(end === 'cancelled' || world.optedOut.has(phone), told).toBe(true)
        break
      default:
        expect.fail(told)
    }
  }
}

it('never sends twice, never forgets, whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands([time, ...steps, resume, time, time, lastly], { maxCommands: 45, size: 'max' }),
      fc.record({ batchSize: fc.constantFrom(1, 5), concurrency: fc.constantFrom(1, 3), seed: fc.nat() }),
      async (commands, options) => {
        const world = createWorld({ messages, ...options })
        try {
          world.start(0)
          await fc.asyncModelRun(() => ({ model: { cancelled: false, heldByPerson: true }, real: world }), commands)
          await letItEnd(world)
          expectTruth(world)
        } finally {
          world.close()
        }
      },
    ),
    {
      numRuns: Number(process.env.GRIOT_MODEL_RUNS ?? 60),
      endOnFailure: process.env.GRIOT_MODEL_RUNS !== undefined,
    },
  )
})
