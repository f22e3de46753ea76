/**
 * The window over a long list of contacts and a long history: every act of a person is answered. The figures at full size,
 * with the limits of the product, are taken by test/bench/window.bench.ts; the limits here hold on a machine that does
 * other things too.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchGriot, type Griot } from '../../helpers/electron'
import { fillShop } from '../../helpers/fill-shop'
import { walkWindow } from '../../helpers/walk-window'

const dataDir = mkdtempSync(join(tmpdir(), 'griot-size-'))
let griot: Griot
beforeAll(async () => {
  fillShop(dataDir, { contacts: 20_000, messages: 100_000 })
  griot = await launchGriot({ dataDir })
}, 120_000)
afterAll(async () => {
  await griot.close()
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

it('answers at once with 20,000 contacts and 100,000 messages', async () => {
  const answers = await walkWindow(griot, { rounds: 1, isBrief: true, quietMs: 100 })
  const reactions = [...answers.values()].flat().map(({ reactionMs }) => reactionMs ?? 0)
  const sorted = reactions.toSorted((one, other) => one - other)
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(100)
  const late = [...answers].filter(([, times]) => times.some(({ reactionMs }) => (reactionMs ?? 0) > 1000))
  expect(late.map(([what]) => what)).toEqual([])
  expect(griot.problems()).toEqual([])
})
