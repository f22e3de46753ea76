/**
 * Long work that core does for the window (reading a file, a bill, an export) with its progress. The id of a job is made
 * here; a request with a `jobId` goes through `run`.
 */
import { defineStore } from 'pinia'
import { ref, shallowReactive } from 'vue'
import { request } from '@/api/client'
import { useEvent } from '@/api/use-event'

export interface JobProgress {
  readonly done: number
  /** Null where it can't be known. */
  readonly total: number | null
}

export const useJobsStore = defineStore('jobs', () => {
  const running = shallowReactive(new Map<string, JobProgress>())
  const made = ref(0)

  /** A new id; `what` only makes it readable in logs. */
  function newId(what: string): string {
    made.value += 1
    return `${what}-${made.value}-${crypto.randomUUID().slice(0, 8)}`
  }

  /** Does `work`, which passes the id on to core; its progress is in `running` until it ends. Throws what `work` throws. */
  async function run<Result>(jobId: string, work: (jobId: string) => Promise<Result>): Promise<Result> {
    running.set(jobId, { done: 0, total: null })
    try {
      return await work(jobId)
    } finally {
      running.delete(jobId)
    }
  }

  /** Asks core to stop; `run` then throws ApiError `cancelled`. Nothing happens to a job that has ended. */
  async function cancel(jobId: string): Promise<void> {
    await request('jobs.cancel', { jobId })
  }

  useEvent('job.progress', ({ jobId, done, total }) => {
    if (running.has(jobId)) running.set(jobId, { done, total })
  })

  return { running, newId, run, cancel }
})
