/**
 * Sending, one message per request and in batches, 32 requests at a time, durable, against the floor (a bare node:http
 * keep-alive loop with the same requests) at the same local server: floor and Griot take turns, each in a process of its
 * own. `npx node test/bench/sending.mjs [messages] [rounds]` prints a table and the ratios of the medians.
 */
import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { bundle } from './bundle.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const scripts = { floor: join(here, 'sending-floor.mjs'), griot: await bundle('sending-griot.ts') }
const messages = Number(process.argv[2] ?? 20_000)
const rounds = Number(process.argv[3] ?? 5)

const server = spawn(process.execPath, [join(here, 'sending-server.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] })
const port = await new Promise((resolve) => createInterface({ input: server.stdout }).once('line', resolve))
const run = async (script, ...args) => {
  const { stdout } = await promisify(execFile)(process.execPath, [script, port, ...args])
  return JSON.parse(stdout)
}
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

try {
  for (const [mode, count] of [
    ['one', messages],
    ['batch', messages * 5],
  ]) {
    const floor = []
    const griot = []
    for (let round = 0; round < rounds; round += 1) {
      floor.push(await run(scripts.floor, mode, String(count)))
      griot.push(await run(scripts.griot, mode, String(count)))
    }
    const of = (runs, key) => median(runs.map((each) => each[key]))
    const row = (runs) => ({
      perSecond: of(runs, 'perSecond'),
      cpuMicroseconds: of(runs, 'cpuMicroseconds'),
      peakMegabytes: of(runs, 'peakMegabytes'),
    })
    console.log(
      `${mode === 'one' ? 'one message per request' : '50 messages per request'}, ${count} messages, ${rounds} rounds`,
    )
    console.table({ floor: row(floor), griot: row(griot) })
    const byRound = floor.map((each, round) => (griot[round].perSecond / each.perSecond).toFixed(2))
    console.log(
      `rate ${(of(griot, 'perSecond') / of(floor, 'perSecond')).toFixed(2)}× (by round ${byRound.join(', ')}), processor ${(of(griot, 'cpuMicroseconds') / of(floor, 'cpuMicroseconds')).toFixed(2)}×`,
    )
  }
} finally {
  server.kill()
}
