/**
 * Does what a person asked for, keeps the button busy meanwhile, and says in a toast why it could not be done. What a
 * person stopped themselves is not reported.
 */
import { readonly, shallowRef, type ShallowRef } from 'vue'
import { isCancelled } from '@/api/api-error'
import { useErrorSentence } from './use-error-sentence'
import { useToasts } from './use-toasts'

export interface Attempt {
  busy: Readonly<ShallowRef<boolean>>
  /** True when it was done. A second call while busy does nothing. */
  attempt: (work: () => Promise<unknown>) => Promise<boolean>
}

export function useAttempt(): Attempt {
  const busy = shallowRef(false)
  const sentence = useErrorSentence()
  const { show } = useToasts()
  return {
    busy: readonly(busy),
    async attempt(work) {
      if (busy.value) return false
      busy.value = true
      try {
        await work()
        return true
      } catch (error) {
        if (!isCancelled(error)) show({ title: sentence.value(error), tone: 'danger', durationMs: 12_000 })
        return false
      } finally {
        busy.value = false
      }
    },
  }
}
