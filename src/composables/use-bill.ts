/** The bill of a draft, from every rendered text, made again after each saved change. A newer question stops the older. */
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { Bill, DraftView } from '@shared/contract/drafts'
import type { WireError } from '@shared/errors'
import { isCancelled, wireErrorOf } from '@/api/api-error'
import { request } from '@/api/client'
import { useJobsStore } from '@/stores/jobs'

const askAfterMs = 250

/** @param revision of the saved draft. @param wanted whether a screen shows the bill now. */
export function useBill(draft: ShallowRef<DraftView | null>, revision: Ref<number>, wanted: () => boolean) {
  const jobs = useJobsStore()
  const bill = shallowRef<Bill | null>(null)
  const error = shallowRef<WireError | null>(null)
  const askingBalance = ref(false)
  const jobId = ref<string | null>(null)
  /** It will be made again in a moment: what stands there is not the last word. */
  const due = ref(false)
  const progress = computed(() => (jobId.value === null ? null : jobs.running.get(jobId.value)))
  let timer: number | undefined
  let questions = 0

  async function refresh(options: { readonly askBalance: boolean } = { askBalance: false }): Promise<void> {
    const id = draft.value?.id
    if (id === undefined) return
    window.clearTimeout(timer)
    due.value = false
    const question = (questions += 1)
    const job = `bill-${id}`
    jobId.value = job
    if (options.askBalance) askingBalance.value = true
    try {
      const made = await jobs.run(job, () => request('drafts.bill', { id, askBalance: options.askBalance, jobId: job }))
      if (question !== questions) return
      bill.value = made
      error.value = null
    } catch (failure) {
      if (question === questions && !isCancelled(failure)) error.value = wireErrorOf(failure)
    } finally {
      if (question === questions) {
        jobId.value = null
        askingBalance.value = false
      }
    }
  }

  watch(
    () => draft.value?.id,
    () => {
      // an answer that is still on its way is about another draft
      questions += 1
      bill.value = null
      error.value = null
      jobId.value = null
      askingBalance.value = false
    },
  )
  watch(
    [revision, wanted],
    () => {
      window.clearTimeout(timer)
      due.value = wanted()
      if (due.value) timer = window.setTimeout(() => void refresh(), askAfterMs)
    },
    { immediate: true },
  )
  onScopeDispose(() => window.clearTimeout(timer))

  return { bill, error, progress, askingBalance, refresh, working: computed(() => due.value || jobId.value !== null) }
}
