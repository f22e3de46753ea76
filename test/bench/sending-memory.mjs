/**
 * Memory while sending many messages against 10,000: resident memory, sampled every 20 ms; the databases are filled by
 * another process. `npx node test/bench/sending-memory.mjs [messages] [one|batch]`
 */
import { stage } from './sending-stage.mjs'

const messages = Number(process.argv[2] ?? 1_000_000)
const mode = process.argv[3] ?? 'one'
const { griot, close } = await stage()
try {
  const few = await griot(mode, 10_000)
  const many = await griot(mode, messages)
  console.table({ 10000: few, [messages]: many })
  console.log(`peak ${(many.peakMegabytes / few.peakMegabytes).toFixed(2)}×`)
} finally {
  close()
}
