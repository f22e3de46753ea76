/** Acts at once, then no more often than every so many milliseconds for as long as it is asked for more often. */
import type { Clock } from './clock'

export interface Pace<Key> {
  /** `act` runs for this key now, or once at the end of the key's interval: the last ask always leads to one. */
  ask(key: Key): void
  /** What still waits is given up. */
  close(): void
}

/** `act` must not throw. */
export function createPace<Key>(clock: Clock, everyMs: number, act: (key: Key) => void): Pace<Key> {
  const intervals = new Map<Key, { asked: boolean; stop: () => void }>()
  const begin = (key: Key): void => {
    const stop = clock.after(everyMs, () => {
      const asked = intervals.get(key)?.asked ?? false
      intervals.delete(key)
      if (asked) begin(key)
    })
    intervals.set(key, { asked: false, stop })
    act(key)
  }
  return {
    ask(key) {
      const interval = intervals.get(key)
      if (interval) interval.asked = true
      else begin(key)
    },
    close() {
      for (const { stop } of intervals.values()) stop()
      intervals.clear()
    },
  }
}
