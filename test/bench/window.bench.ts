/**
 * The window over years of work: 100,000 contacts and 1,000,000 messages. Every act of a person is timed in the page, from
 * the input to the frame after it (frame), to the first change shown (reaction) and to the last (answer).
 * Run: npx vitest run --config test/bench/vitest.config.ts window      (GRIOT_BENCH_DIR keeps the data for the next run)
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launchGriot } from '../helpers/electron'
import { fillShop } from '../helpers/fill-shop'
import { walkWindow } from '../helpers/walk-window'
import { watchMainLoop, type Answer } from '../helpers/window-answer'

const messages = Number(process.env.GRIOT_BENCH_MESSAGES ?? 1_000_000)
const contacts = Number(process.env.GRIOT_BENCH_CONTACTS ?? 100_000)
const dataDir = process.env.GRIOT_BENCH_DIR ?? mkdtempSync(join(tmpdir(), 'griot-bench-'))
const longestMs = 100

beforeAll(() => {
  if (!existsSync(join(dataDir, 'griot.sqlite'))) fillShop(dataDir, { contacts, messages })
}, 1_200_000)
afterAll(() => {
  if (process.env.GRIOT_BENCH_DIR === undefined) rmSync(dataDir, { recursive: true, force: true })
})

function tell(answers: ReadonlyMap<string, readonly Answer[]>): void {
  const figures = (values: readonly (number | null)[]): string => {
    const sorted = values.map((value) => value ?? 0).sort((one, other) => one - other)
    return `${(sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(0)} / ${(sorted.at(-1) ?? 0).toFixed(0)}`
  }
  console.table(
    Object.fromEntries(
      [...answers].map(([what, times]) => [
        what,
        {
          times: times.length,
          frame: figures(times.map(({ frameMs }) => frameMs)),
          reaction: figures(times.map(({ reactionMs }) => reactionMs)),
          answer: figures(times.map(({ answerMs }) => answerMs)),
          'longest task': Math.max(...times.map(({ longestTaskMs }) => longestTaskMs)),
        },
      ]),
    ),
  )
  for (const [what, times] of answers) {
    const slowest = [...times].sort((one, other) => (other.answerMs ?? 0) - (one.answerMs ?? 0))[0]
    if (slowest && (slowest.answerMs ?? 0) > longestMs)
      console.log(`${what}: ${(slowest.answerMs ?? 0).toFixed(0)} ms, last change ${slowest.lastChange}`)
  }
}

it('answers whatever a person does', { timeout: 1_200_000 }, async () => {
  const griot = await launchGriot({ dataDir })
  const loop = await watchMainLoop(griot.app)
  const answers = await walkWindow(griot, { rounds: 3 })
  tell(answers)
  const { p99, max } = await loop()
  console.log(`main process: its event loop waited ${p99.toFixed(0)} ms at p99, ${max.toFixed(0)} ms at most`)
  expect(griot.problems()).toEqual([])
  await griot.close()
  const late = [...answers].filter(([, times]) => times.some(({ reactionMs }) => (reactionMs ?? 0) > longestMs))
  expect(late.map(([what]) => what)).toEqual([])
})

/** An Electron with one window and one heading in it: what starting costs without Griot. */
async function startEmptyPage(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'griot-empty-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', version: '1.0.0', main: 'main.js' }))
  const page = 'data:text/html,<h1>Griot</h1>'
  writeFileSync(
    join(folder, 'main.js'),
    `const { app, BrowserWindow } = require('electron')
     app.setPath('userData', ${JSON.stringify(join(folder, 'data'))})
     app.whenReady().then(() => new BrowserWindow({ width: 1200, height: 800 }).loadURL(${JSON.stringify(page)}))`,
  )
  const { executable, args } = inject('electron')
  const startedAt = performance.now()
  const app = await _electron.launch({ executablePath: executable, args: [...args, folder] })
  await (await app.firstWindow()).getByRole('heading').waitFor()
  const tookMs = performance.now() - startedAt
  await app.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  return tookMs
}

async function startGriot(): Promise<number> {
  const startedAt = performance.now()
  const griot = await launchGriot({ dataDir })
  await griot.window.getByRole('heading', { level: 1 }).waitFor()
  const tookMs = performance.now() - startedAt
  await griot.close()
  return tookMs
}

it('starts within one and a half times an empty page', { timeout: 300_000 }, async () => {
  const empty: number[] = []
  const griot: number[] = []
  for (let round = 0; round < 5; round += 1) {
    empty.push(await startEmptyPage())
    griot.push(await startGriot())
  }
  const median = (times: readonly number[]) => times.toSorted((one, other) => one - other)[times.length >> 1] ?? 0
  const ratio = median(griot) / median(empty)
  const inWords = (times: readonly number[]) => times.map((ms) => ms.toFixed(0)).join(', ')
  console.log(`start: Griot ${inWords(griot)} ms; an empty page ${inWords(empty)} ms; ${ratio.toFixed(2)}×`)
  expect(ratio).toBeLessThan(1.5)
})
