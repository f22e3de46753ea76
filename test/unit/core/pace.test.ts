import { fc, test } from '@fast-check/vitest'
import { paceDataChanges, createEventBus } from '@core/events'
import { silentLog } from '@core/log'
import { createPace } from '@core/pace'
import { dataNouns } from '@shared/ipc-contract'
import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../helpers/manual-clock'

const everyMs = 250

describe('a pace', () => {
  test.prop([fc.array(fc.tuple(fc.nat(400), fc.constantFrom('a', 'b')), { maxLength: 60 })])(
    'acts at the first ask, never twice within its interval, and always after the last ask',
    async (asks) => {
      const clock = createManualClock()
      const acts: { key: string; at: number }[] = []
      const asked = new Map<string, { first: number; last: number }>()
      const pace = createPace<string>(clock, everyMs, (key) => acts.push({ key, at: clock.monotonic() }))
      for (const [waitMs, key] of asks) {
        await clock.advance(waitMs)
        const at = clock.monotonic()
        asked.set(key, { first: asked.get(key)?.first ?? at, last: at })
        pace.ask(key)
      }
      await clock.advance(2 * everyMs)
      for (const [key, { first, last }] of asked) {
        const times = acts.filter((act) => act.key === key).map(({ at }) => at)
        expect(times[0]).toBe(first)
        expect(times.at(-1)).toBeGreaterThanOrEqual(last)
        for (const [index, at] of times.entries())
          if (index > 0) expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(everyMs)
      }
      expect(clock.waiting).toBe(0)
    },
  )

  it('acts no more once it is closed', async () => {
    const clock = createManualClock()
    let acts = 0
    const pace = createPace<string>(clock, everyMs, () => (acts += 1))
    pace.ask('a')
    pace.ask('a')
    pace.close()
    await clock.advance(1000)
    expect([acts, clock.waiting]).toEqual([1, 0])
  })
})

it('data.changed is told at once per noun and then four times a second; other events pass as they come', async () => {
  const clock = createManualClock()
  const events = paceDataChanges(createEventBus(silentLog), clock)
  const told: string[] = []
  let jobs = 0
  events.on('data.changed', ({ noun }) => told.push(noun))
  events.on('job.progress', () => (jobs += 1))
  for (let step = 0; step < 100; step += 1) {
    for (const noun of dataNouns) events.emit('data.changed', { noun })
    events.emit('job.progress', { jobId: 'x', done: step, total: null })
    if (step === 0) expect(told).toEqual(dataNouns)
    await clock.advance(10)
  }
  await clock.advance(everyMs)
  expect(jobs).toBe(100)
  for (const noun of dataNouns) expect(told.filter((other) => other === noun)).toHaveLength(5)
})
