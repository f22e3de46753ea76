/**
 * A value that follows another at a pace: at once after a rest, and while it goes on changing every `paceMs`. A search box
 * answers the first letter without waiting, and asks core a few times a second of somebody who types fast.
 */
import { onScopeDispose, readonly, ref, watch, type Ref } from 'vue'

export function useSettled<Value>(source: () => Value, paceMs = 120): Readonly<Ref<Value>> {
  const settled = ref(source()) as Ref<Value>
  let timer: number | undefined
  let followedAt = Number.NEGATIVE_INFINITY
  function follow(): void {
    followedAt = performance.now()
    settled.value = source()
  }
  watch(source, () => {
    window.clearTimeout(timer)
    const waitMs = followedAt + paceMs - performance.now()
    if (waitMs <= 0) follow()
    else timer = window.setTimeout(follow, waitMs)
  })
  onScopeDispose(() => window.clearTimeout(timer))
  return readonly(settled) as Readonly<Ref<Value>>
}
