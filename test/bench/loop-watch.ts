/**
 * How long a piece of work holds the event loop. On a busy machine the loop's delay says more about the neighbours than
 * about us, so the processor time of each turn of the loop is given beside it (Node 23.9 or newer).
 */
import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks'

export interface LoopFigures {
  /** Wall clock, milliseconds. */
  readonly delayP99: number
  readonly delayMax: number
  /** Processor time of single turns, milliseconds; 0 where Node can't tell. */
  readonly turnP99: number
  readonly turnMax: number
}

const inMilliseconds = (nanoseconds: number): number => Math.round(nanoseconds / 1e5) / 10

/** Processor time of this thread in nanoseconds. */
function threadTime(): number | null {
  if (typeof process.threadCpuUsage !== 'function') return null
  const { user, system } = process.threadCpuUsage()
  return (user + system) * 1000
}

/** Starts watching; the result ends it. */
export function watchLoop(): () => LoopFigures {
  const turns = createHistogram()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  let turnStarted = threadTime()
  let watching = true
  const look = (): void => {
    const now = threadTime()
    // turns in which nothing happened would hide the others
    if (now !== null && turnStarted !== null && now - turnStarted >= 100_000) turns.record(now - turnStarted)
    turnStarted = now
    if (watching) setTimeout(look, 0)
  }
  delay.enable()
  look()
  return () => {
    watching = false
    delay.disable()
    return {
      delayP99: inMilliseconds(delay.percentile(99)),
      delayMax: inMilliseconds(delay.max),
      turnP99: turns.count === 0 ? 0 : inMilliseconds(turns.percentile(99)),
      turnMax: turns.count === 0 ? 0 : inMilliseconds(turns.max),
    }
  }
}
