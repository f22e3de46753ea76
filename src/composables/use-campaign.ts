/** One campaign on its page: as the store has it, what a person asks of it, and when its list of messages is out of date. */
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { CampaignReport } from '@shared/contract/campaigns'
import type { WireError } from '@shared/errors'
import { wireErrorOf } from '@/api/api-error'
import { request } from '@/api/client'
import { useCampaignsStore } from '@/stores/campaigns'
import { useAttempt } from './use-attempt'
import { useSettled } from './use-settled'

type Command = 'pause' | 'resume' | 'cancel'

/** Messages change many times a second; the list is asked again at most this often. */
const listEveryMs = 1500

export function useCampaign(id: Ref<number>) {
  const store = useCampaignsStore()
  const campaign = computed(() => store.views.get(id.value) ?? null)
  const loadError = shallowRef<WireError | null>(null)
  const report = shallowRef<CampaignReport | null>(null)
  const changes = ref(0)
  /** Raised when the messages on screen may be out of date. */
  const revision = useSettled(() => changes.value, listEveryMs)
  const { busy, attempt } = useAttempt()
  /** Apart from `busy`: a long report does not keep a person from pausing. */
  const reading = useAttempt()

  async function load(): Promise<void> {
    const wanted = id.value
    try {
      await store.read(wanted)
      if (wanted === id.value) loadError.value = null
    } catch (error) {
      if (wanted === id.value) loadError.value = wireErrorOf(error)
    }
  }

  watch(
    id,
    () => {
      report.value = null
      loadError.value = null
      void load()
    },
    { immediate: true },
  )
  watch(campaign, (now, before) => {
    if (now !== null && now.id === before?.id) changes.value += 1
  })

  async function command(name: Command): Promise<boolean> {
    const done = await attempt(() => store.command(name, { id: id.value }))
    // refused: what is on screen may be why
    if (!done) await load()
    return done
  }
  async function rename(name: string): Promise<void> {
    await attempt(() => store.command('rename', { id: id.value, name }))
  }
  async function setRate(rate: number | null): Promise<void> {
    await attempt(() => store.command('setRate', { id: id.value, rate }))
  }
  async function loadReport(): Promise<void> {
    const wanted = id.value
    await reading.attempt(async () => {
      const made = await request('campaigns.report', { id: wanted })
      if (wanted === id.value) report.value = made
    })
  }

  return { campaign, loadError, report, revision, busy, command, rename, setRate, loadReport }
}
