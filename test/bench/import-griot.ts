/**
 * Griot's own path from file to clean recipients on the same file: detect everything, stream, validate, deduplicate.
 * Prints one JSON line: milliseconds, peak memory, counts, and how long the event loop was held.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { inspectSource } from '@core/recipients/inspect'
import { openSource } from '@core/recipients/source'

const [path = '', country = 'CM'] = process.argv.slice(2)
/** What the machine itself adds to the loop's delay at this moment: the same measure with nothing to do. */
async function idleDelayP99(): Promise<number> {
  const idle = monitorEventLoopDelay({ resolution: 1 })
  idle.enable()
  const until = performance.now() + 3000
  while (performance.now() < until) await setImmediate()
  idle.disable()
  return inMilliseconds(idle.percentile(99))
}
const inMilliseconds = (nanoseconds: number): number => Math.round(nanoseconds / 1e5) / 10

const idleP99 = await idleDelayP99()
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
const started = performance.now()
const processorBefore = process.cpuUsage()
const source = await openSource({ kind: 'file', path })
const openedAfter = performance.now() - started
const { rows, valid, invalid, duplicate } = await inspectSource(source, { country })
const milliseconds = Math.round(performance.now() - started)
const processor = process.cpuUsage(processorBefore)
delay.disable()
console.log(
  JSON.stringify({
    milliseconds,
    cpuMilliseconds: Math.round((processor.user + processor.system) / 1000),
    openMilliseconds: Math.round(openedAfter),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    rows,
    valid,
    invalid,
    duplicate,
    idleP99,
    loopDelayP99: inMilliseconds(delay.percentile(99)),
    loopDelayMax: inMilliseconds(delay.max),
  }),
)
