/** The message whose story is open beside a list: which one, what is known of it, read again when the list changed. */
import { computed, ref, watch, type Ref, type ShallowRef, type WritableComputedRef } from 'vue'
import type { MessageDetail } from '@shared/contract/campaigns'
import { request } from '@/api/client'
import { useAnswer } from './use-answer'

export interface OpenMessage {
  /** Undefined while none is open. */
  id: Ref<number | undefined>
  /** For the sheet: to close it, set false. */
  isOpen: WritableComputedRef<boolean>
  message: Readonly<ShallowRef<MessageDetail | undefined>>
  failure: Readonly<ShallowRef<unknown>>
  /** Reads it again where one is open. */
  reload: () => Promise<void>
}

export function useOpenMessage(): OpenMessage {
  const id = ref<number>()
  const answer = useAnswer(async () => (id.value === undefined ? undefined : request('messages.get', { id: id.value })))
  async function reload(): Promise<void> {
    if (id.value !== undefined) await answer.ask()
  }
  watch(id, () => {
    answer.forget()
    void reload()
  })
  return {
    id,
    isOpen: computed({
      get: () => id.value !== undefined,
      set: (open) => {
        if (!open) id.value = undefined
      },
    }),
    message: answer.value,
    failure: answer.failure,
    reload,
  }
}
