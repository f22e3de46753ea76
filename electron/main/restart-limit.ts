/** How often core may be started again by itself: what ends at once each time would else be started for ever. Pure. */

const limits = [
  { times: 3, withinMs: 60_000 },
  { times: 10, withinMs: 3_600_000 },
] as const

export interface RestartLimit {
  /** Whether core may be started again now; counts it where it may. */
  take(): boolean
  /** A person said that it should be tried again. */
  forget(): void
}

/** @param now milliseconds that never jump back */
export function createRestartLimit(now: () => number): RestartLimit {
  let starts: number[] = []
  return {
    take() {
      const at = now()
      if (limits.some(({ times, withinMs }) => starts.filter((start) => at - start < withinMs).length >= times))
        return false
      starts.push(at)
      return true
    },
    forget: () => void (starts = []),
  }
}
