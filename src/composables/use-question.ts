/** A question in a dialog that an act waits for: `ask` opens it, and resolves with what was answered. */
import { ref, type Ref } from 'vue'

export interface Question {
  /** Of the dialog; closed by the answer. */
  open: Ref<boolean>
  ask: () => Promise<boolean>
  /** The first answer counts. */
  answer: (agreed: boolean) => void
}

export function useQuestion(): Question {
  const open = ref(false)
  let resolve: ((agreed: boolean) => void) | undefined
  return {
    open,
    ask() {
      open.value = true
      return new Promise((done) => (resolve = done))
    },
    answer(agreed) {
      open.value = false
      resolve?.(agreed)
      resolve = undefined
    },
  }
}
