/**
 * Sending, one message per request and in batches, 32 requests at a time, durable, against the floor (a bare node:http
 * keep-alive loop with the same requests) at the same local server: floor and Griot take turns, each in a process of its
 * own. `npx node test/bench/sending.mjs [messages] [rounds] [watch]` prints a table and the ratios of the medians; `watch`
 * measures Griot's event loop too.
 */
import { stage } from './sending-stage.mjs'

const messages = Number(process.argv[2] ?? 20_000)
const rounds = Number(process.argv[3] ?? 5)
const flags = process.argv.slice(4)
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

const { floor: runFloor, griot: runGriot, close } = await stage()
try {
  for (const [mode, count] of [
    ['one', messages],
    ['batch', messages * 5],
  ]) {
    const floor = []
    const griot = []
    for (let round = 0; round < rounds; round += 1) {
      floor.push(await runFloor(mode, count))
      griot.push(await runGriot(mode, count, ...flags))
    }
    const of = (runs, key) => median(runs.map((each) => each[key]))
    const row = (runs) => Object.fromEntries(Object.keys(runs[0]).map((key) => [key, of(runs, key)]))
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
  close()
}
