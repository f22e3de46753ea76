/**
 * The answer to a question that a page asks core: what came, why it did not, whether it is on its way. Asked again, the
 * old answer stays until the new one is there; an answer that was overtaken by a newer question is dropped.
 */
import { readonly, shallowRef, type ShallowRef } from 'vue'

export interface Answer<Value> {
  /** Undefined until the first answer. */
  value: Readonly<ShallowRef<Value | undefined>>
  /** What was thrown last; undefined when all is well. */
  failure: Readonly<ShallowRef<unknown>>
  busy: Readonly<ShallowRef<boolean>>
  /** Asks. Never throws: see `failure`. */
  ask: () => Promise<void>
  /** Forgets what came, as before the first question. */
  forget: () => void
}

export function useAnswer<Value>(question: () => Promise<Value>): Answer<Value> {
  const value = shallowRef<Value>()
  const failure = shallowRef<unknown>()
  const busy = shallowRef(false)
  let latest = 0

  return {
    value: readonly(value) as Readonly<ShallowRef<Value | undefined>>,
    failure: readonly(failure),
    busy: readonly(busy),
    async ask() {
      const mine = ++latest
      busy.value = true
      try {
        const received = await question()
        if (mine !== latest) return
        value.value = received
        failure.value = undefined
      } catch (error) {
        if (mine === latest) failure.value = error
      } finally {
        if (mine === latest) busy.value = false
      }
    },
    forget() {
      latest += 1
      value.value = undefined
      failure.value = undefined
      busy.value = false
    },
  }
}
