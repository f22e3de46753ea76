/**
 * The window over a long list of contacts and a long history: every act of a person is answered. The figures at full size,
 * with the limits of the product, are taken by test/bench/window.bench.ts; the limits here are longer by as much as the processor is
 * shared with other programs.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchGriot, type Griot } from '../../helpers/electron'
import { fillShop } from '../../helpers/fill-shop'
import { slowdown } from '../../helpers/processor-share'
import { walkWindow } from '../../helpers/walk-window'

const dataDir = mkdtempSync(join(tmpdir(), 'griot-size-'))
let griot: Griot
beforeAll(async () => {
  fillShop(dataDir, { contacts: 20_000, messages: 100_000 })
  griot = await launchGriot({ dataDir })
})
afterAll(async () => {
  await griot.close()
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

it('answers at once with 20,000 contacts and 100,000 messages', async () => {
  const before = slowdown()
  const answers = await walkWindow(griot, { rounds: 1, isBrief: true, quietMs: 100 })
  const share = Math.max(before, slowdown())
  const reactions = [...answers.values()].flat().map(({ reactionMs }) => reactionMs ?? 0)
  const sorted = reactions.toSorted((one, other) => one - other)
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(100 * share)
  const late = [...answers].filter(([, times]) => times.some(({ reactionMs }) => (reactionMs ?? 0) > 1000 * share))
  expect(late.map(([what]) => what)).toEqual([])
  expect(griot.problems()).toEqual([])
})
