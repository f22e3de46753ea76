/** A clock that only moves when a test says so. */
import type { Clock } from '@core/clock'

export interface ManualClock extends Clock {
  /** Moves on and runs what became due, in order of its time. Awaits what those callbacks settle. */
  advance(byMs: number): Promise<void>
  /** Callbacks still waiting. */
  readonly waiting: number
}

export function createManualClock(startAt = 1_795_334_400_000): ManualClock {
  let passedMs = 0
  const timers = new Set<{ readonly dueMs: number; readonly callback: () => void }>()
  return {
    now: () => startAt + passedMs,
    monotonic: () => passedMs,
    after(delayMs, callback) {
      const timer = { dueMs: passedMs + Math.max(0, delayMs), callback }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    soon: (callback) => void setImmediate(callback),
    get waiting() {
      return timers.size
    },
    async advance(byMs) {
      const untilMs = passedMs + byMs
      for (;;) {
        const [next] = [...timers].filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)
        if (next === undefined) break
        timers.delete(next)
        passedMs = Math.max(passedMs, next.dueMs)
        next.callback()
        await new Promise((resolve) => setImmediate(resolve))
      }
      passedMs = untilMs
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}
