/**
 * Long work that a person can watch and stop: imports, bills, exports. Progress is told at most four times a second.
 */
import type { Clock } from './clock'
import type { EventBus } from './events'
import { AppError } from '@shared/errors'

export interface Job {
  readonly signal: AbortSignal
  /** Tells progress, throttled. `total` null where it cannot be known. */
  progress(done: number, total: number | null): void
  /** Throws AppError cancelled once the job was cancelled. */
  check(): void
}

export interface Jobs {
  /** Runs `work` under `jobId`; a running job with the same id is cancelled first. */
  run<Result>(jobId: string, work: (job: Job) => Promise<Result>): Promise<Result>
  cancel(jobId: string): void
  cancelAll(): void
  running(): boolean
}

const progressEveryMs = 250

export function createJobs(clock: Clock, events: EventBus): Jobs {
  const running = new Map<string, AbortController>()
  return {
    async run(jobId, work) {
      running.get(jobId)?.abort()
      const controller = new AbortController()
      running.set(jobId, controller)
      let toldAt = Number.NEGATIVE_INFINITY
      try {
        return await work({
          signal: controller.signal,
          progress(done, total) {
            const now = clock.monotonic()
            if (now - toldAt < progressEveryMs) return
            toldAt = now
            events.emit('job.progress', { jobId, done, total })
          },
          check() {
            if (controller.signal.aborted) throw new AppError('cancelled')
          },
        })
      } finally {
        if (running.get(jobId) === controller) running.delete(jobId)
      }
    },
    cancel: (jobId) => running.get(jobId)?.abort(),
    cancelAll: () => {
      for (const controller of running.values()) controller.abort()
    },
    running: () => running.size > 0,
  }
}
