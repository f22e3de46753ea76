/**
 * Ctrl+C, a closed terminal and a polite kill, the same for every command: whoever has something to stop takes over; where
 * nobody has, the command ends with `cancelled`, after it was given a moment to clean up.
 */
import { AppError } from '@shared/errors'
import type { Clock } from '@core/clock'

export interface Interruption {
  /** Ends as `work` does; once interrupted, rejects with AppError cancelled at the latest after the moment to clean up. */
  guard<Result>(work: Promise<Result>): Promise<Result>
  /** From now on `stop` says what an interruption does. Returns what gives it back. Throws AppError cancelled after one. */
  takeOver(stop: () => void): () => void
  /** The signals do again what the system makes them do. */
  end(): void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const cleanUpMs = 1000
/** One Ctrl+C may arrive twice: from the terminal, and passed on by the Node that started this one. */
const sameMs = 500
const interruptedExitCode = 130

/** `cancel` stops the work that can be stopped, when nobody has taken over. */
export function watchInterruption(clock: Clock, cancel: () => void): Interruption {
  let stop: (() => void) | null = null
  let interruptedAt: number | null = null
  let giveUp: (error: AppError) => void = () => undefined
  let cancelTimer: () => void = () => undefined
  const givenUp = new Promise<never>((_, reject) => {
    giveUp = reject
  })
  givenUp.catch(() => undefined)

  const interrupt = (): void => {
    const now = clock.monotonic()
    if (interruptedAt !== null) {
      // who asks again does not want to wait: what was not written down yet is doubtful at the next start, nothing is lost
      if (now - interruptedAt > sameMs) process.exit(interruptedExitCode)
      return
    }
    interruptedAt = now
    if (stop !== null) {
      stop()
      return
    }
    cancel()
    cancelTimer = clock.after(cleanUpMs, () => giveUp(new AppError('cancelled')))
  }
  for (const signal of signals) process.on(signal, interrupt)

  return {
    guard: (work) => Promise.race([work, givenUp]),
    takeOver(next) {
      if (interruptedAt !== null) throw new AppError('cancelled')
      stop = next
      return () => {
        if (stop === next) stop = null
      }
    },
    end() {
      cancelTimer()
      for (const signal of signals) process.off(signal, interrupt)
    },
  }
}
