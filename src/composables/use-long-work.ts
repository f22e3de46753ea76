/**
 * Work on many rows that core does in pieces: quick work shows nothing, what takes longer a progress that can be stopped.
 * One at a time is shown, by whoever draws `shown` (the contacts page).
 */
import { readonly, shallowRef, type ShallowRef } from 'vue'
import { useJobsStore } from '@/stores/jobs'

export interface LongWork {
  /** What is being done, in words. */
  readonly title: string
  /** How many there are; null where only core knows. */
  readonly total: number | null
  /** Stopping keeps what was done; false where that makes no sense. */
  readonly stoppable: boolean
}

const patienceMs = 400
const shown = shallowRef<LongWork & { readonly jobId: string }>()

export interface LongWorkControl {
  shown: Readonly<ShallowRef<(LongWork & { readonly jobId: string }) | undefined>>
  /** Does `work`, which passes the id on to core. Throws what it throws. */
  run: <Result>(what: LongWork, work: (jobId: string) => Promise<Result>) => Promise<Result>
}

export function useLongWork(): LongWorkControl {
  const jobs = useJobsStore()
  return {
    shown: readonly(shown),
    async run(what, work) {
      const jobId = jobs.newId('work')
      const timer = window.setTimeout(() => (shown.value = { ...what, jobId }), patienceMs)
      try {
        return await jobs.run(jobId, work)
      } finally {
        window.clearTimeout(timer)
        if (shown.value?.jobId === jobId) shown.value = undefined
      }
    },
  }
}
