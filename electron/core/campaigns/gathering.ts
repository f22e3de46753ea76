/**
 * When the answers that came are worth a commit. They share one: those of this turn of the event loop, of the turns after
 * it as long as each brings more, and of as much time as a commit takes on this disk. Where all that was in flight is
 * answered, nobody waits.
 */
import type { Clock } from '../clock'
import type { Nap } from './nap'
import type { Requests } from './requests'

/** Answers wait this long at most for others to share their commit. */
const longestMs = 8

export interface Gathering {
  /** An answer came: the sleeper is woken, now or with others. */
  answerCame(): void
  /** What a group's transaction cost, commit included; its average, which moves slowly, is how long others wait. */
  turnTook(ms: number): void
}

export interface GatheringOptions {
  readonly clock: Clock
  readonly nap: Nap
  readonly requests: () => Pick<Requests, 'answered' | 'inFlight'>
}

export function createGathering({ clock, nap, requests }: GatheringOptions): Gathering {
  let turnMs = 0
  let isGathering = false

  const gather = (seen: number, until: number): void => {
    const { answered, inFlight } = requests()
    if (nap.isAsleep() && inFlight() > 0) {
      const now = answered()
      if (now > seen) {
        clock.soon(() => gather(now, until))
        return
      }
      if (clock.monotonic() < until) {
        clock.after(1, () => gather(answered(), until))
        return
      }
    }
    isGathering = false
    nap.wake()
  }

  return {
    answerCame() {
      if (!nap.isAsleep() || isGathering) return
      isGathering = true
      gather(0, clock.monotonic() + Math.min(turnMs, longestMs))
    },
    turnTook(ms) {
      turnMs += (ms - turnMs) / 8
    },
  }
}
