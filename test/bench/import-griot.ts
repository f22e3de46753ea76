/**
 * Griot's own path from file to clean recipients on the same file: detect everything, stream, validate, deduplicate.
 * Prints one JSON line: milliseconds, peak memory, counts, and how long the event loop is held. On a busy machine the
 * loop's delay says more about the neighbours than about us, so the processor time of each turn of the loop is given too.
 */
import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import { openSource } from '@core/recipients/open-source'
import { classifySource } from '../helpers/classify-source'

const [path = '', country = 'CM'] = process.argv.slice(2)
const inMilliseconds = (nanoseconds: number): number => Math.round(nanoseconds / 1e5) / 10

/** Processor time of this thread in nanoseconds; null before Node 23.9. */
function threadTime(): number | null {
  if (typeof process.threadCpuUsage !== 'function') return null
  const { user, system } = process.threadCpuUsage()
  return (user + system) * 1000
}

const turns = createHistogram()
let turnStarted = threadTime()
let isProbing = true
function probe(): void {
  const now = threadTime()
  // turns in which nothing happened would hide the others
  if (now !== null && turnStarted !== null && now - turnStarted >= 100_000) turns.record(now - turnStarted)
  turnStarted = now
  if (isProbing) setImmediate(probe)
}

const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
const started = performance.now()
const processorBefore = process.cpuUsage()
probe()
const source = await openSource({ kind: 'file', path })
const openedAfter = performance.now() - started
const { rows, valid, invalid, duplicate } = (await classifySource(source, { country })).counts
const milliseconds = Math.round(performance.now() - started)
const processor = process.cpuUsage(processorBefore)
isProbing = false
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
    loopDelayP99: inMilliseconds(delay.percentile(99)),
    loopDelayMax: inMilliseconds(delay.max),
    turnP99: inMilliseconds(turns.percentile(99)),
    turnMax: inMilliseconds(turns.max),
  }),
)
