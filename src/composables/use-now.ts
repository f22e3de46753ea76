/** The present moment for ages and countdowns (`il y a 5 minutes`): epoch milliseconds, moved on every 15 seconds. */
import { onScopeDispose, readonly, ref, type Ref } from 'vue'

const stepMs = 15_000

export function useNow(): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = window.setInterval(() => {
    now.value = Date.now()
  }, stepMs)
  onScopeDispose(() => window.clearInterval(timer))
  return readonly(now)
}
