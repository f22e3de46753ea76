/**
 * How long the event loops of main and of core keep others waiting, over years of work: 100,000 contacts and 1,000,000 messages.
 * Main is watched from within while a person walks through the window; core by how late it answers a question that costs
 * nothing, asked again and again by a second caller meanwhile.
 * Run: npx vitest run --config test/bench/vitest.config.ts window-main-loop      (GRIOT_BENCH_DIR keeps the data for the next run)
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchGriot, type Griot } from '../helpers/electron'
import { fillShop } from '../helpers/fill-shop'
import { walkWindow } from '../helpers/walk-window'
import { watchMainLoop } from '../helpers/window-answer'

const messages = Number(process.env.GRIOT_BENCH_MESSAGES ?? 1_000_000)
const contacts = Number(process.env.GRIOT_BENCH_CONTACTS ?? 100_000)
const dataDir = process.env.GRIOT_BENCH_DIR ?? mkdtempSync(join(tmpdir(), 'griot-bench-'))
const longestMainMs = 50
const longestCoreMs = 100

beforeAll(() => {
  if (!existsSync(join(dataDir, 'griot.sqlite'))) fillShop(dataDir, { contacts, messages })
}, 1_200_000)
afterAll(() => {
  if (process.env.GRIOT_BENCH_DIR === undefined) rmSync(dataDir, { recursive: true, force: true })
})

/** Asks core for nothing much, one question after the other; the result ends it with the milliseconds of each. */
async function watchCore(griot: Griot): Promise<() => Promise<readonly number[]>> {
  const watch = await griot.window.evaluateHandle(() => {
    const state = { goesOn: true, tookMs: [] as number[], ended: Promise.resolve() }
    const ask = async (): Promise<void> => {
      while (state.goesOn) {
        const startedAt = performance.now()
        await window.griot.request('jobs.cancel', { jobId: 'none' })
        state.tookMs.push(performance.now() - startedAt)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    state.ended = ask()
    return state
  })
  return () =>
    watch.evaluate(async (state) => {
      state.goesOn = false
      await state.ended
      return state.tookMs
    })
}

it('main waits at most 50 ms and core at most 100 ms', { timeout: 1_200_000 }, async () => {
  const griot = await launchGriot({ dataDir })
  await griot.window.getByRole('heading', { level: 1 }).waitFor()
  // a database that was not closed is read whole first: that is opening, no waiting loop
  await griot.window.evaluate(() => window.griot.request('settings.get', undefined))
  const main = await watchMainLoop(griot.app)
  const core = await watchCore(griot)
  await walkWindow(griot, { rounds: 2 })
  const loop = await main()
  const sorted = (await core()).toSorted((one, other) => one - other)
  const of = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
  console.log(`main: ${loop.p99.toFixed(0)} ms at p99, ${loop.max.toFixed(0)} ms at most`)
  console.log(
    `core, ${sorted.length} questions: ${of(0.5)} ms at the median, ${of(0.99)} ms at p99, ${of(1)} ms at most`,
  )
  await griot.close()
  expect({ main: loop.max <= longestMainMs, core: (sorted.at(-1) ?? 0) <= longestCoreMs }).toEqual({
    main: true,
    core: true,
  })
})
