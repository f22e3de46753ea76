/** A value that follows another once it has been still for a moment: a search box asks core when typing pauses. */
import { onScopeDispose, readonly, ref, watch, type Ref } from 'vue'

/** @param stillMs how long the source must not change. */
export function useSettled<Value>(source: () => Value, stillMs = 200): Readonly<Ref<Value>> {
  const settled = ref(source()) as Ref<Value>
  let timer: number | undefined
  watch(source, (next) => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => (settled.value = next), stillMs)
  })
  onScopeDispose(() => window.clearTimeout(timer))
  return readonly(settled) as Readonly<Ref<Value>>
}
