/**
 * An action that a page starts with when it is reached by a command: `#/contacts?do=import`. Carried out once; the
 * address then loses it, so that going back or reloading does not do it again.
 */
import { onMounted, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export function useRouteAction(actions: Readonly<Record<string, () => void>>): void {
  const route = useRoute()
  const router = useRouter()
  const known = new Map(Object.entries(actions))

  async function carryOut(): Promise<void> {
    const wanted = route.query.do
    if (typeof wanted !== 'string') return
    const { do: _, ...query } = route.query
    await router.replace({ query })
    known.get(wanted)?.()
  }

  onMounted(() => {
    void carryOut()
    watch(
      () => route.query.do,
      () => void carryOut(),
    )
  })
}
