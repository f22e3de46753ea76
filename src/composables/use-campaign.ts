/**
 * One campaign on its page: read from the database, moved on by core's events, and what a person asks of it. A wish shows at
 * once; core's answer replaces it.
 */
import { ref, shallowRef, watch, type Ref } from 'vue'
import type { CampaignReport, CampaignView } from '@shared/contract/campaigns'
import type { WireError } from '@shared/errors'
import { wireErrorOf } from '@/api/api-error'
import { request } from '@/api/client'
import { useEvent } from '@/api/use-event'
import { useAttempt } from './use-attempt'

type Wish = 'pause' | 'resume' | 'cancel' | 'retry' | 'unschedule'

/** Messages change many times a second; the table is asked again at most this often. */
const tableEveryMs = 1500

export function useCampaign(id: Ref<number>) {
  const campaign = shallowRef<CampaignView | null>(null)
  const loadError = shallowRef<WireError | null>(null)
  const report = shallowRef<CampaignReport | null>(null)
  /** Raised when the messages on screen may be out of date. */
  const revision = ref(0)
  const { busy, attempt } = useAttempt()
  /** Of its own: a long report keeps nobody from pausing. */
  const reading = useAttempt()
  let tableTimer: number | undefined

  async function load(): Promise<void> {
    const wanted = id.value
    try {
      const view = await request('campaigns.get', { id: wanted })
      if (wanted === id.value) take(view)
    } catch (error) {
      if (wanted === id.value) loadError.value = wireErrorOf(error)
    }
  }
  function take(view: CampaignView): void {
    campaign.value = view
    loadError.value = null
  }
  function touchTable(): void {
    if (tableTimer !== undefined) return
    tableTimer = window.setTimeout(() => {
      tableTimer = undefined
      revision.value += 1
    }, tableEveryMs)
  }

  watch(
    id,
    () => {
      campaign.value = null
      report.value = null
      void load()
    },
    { immediate: true },
  )
  useEvent('campaign.progress', (news) => {
    const known = campaign.value
    if (known?.id !== news.id) return
    campaign.value = { ...known, ...news }
    touchTable()
  })
  useEvent('campaign.changed', (news) => {
    if (news.id !== id.value) return
    void load()
    touchTable()
  })
  useEvent('data.changed', ({ noun }) => {
    if (noun !== 'messages' && noun !== 'receipts' && noun !== 'campaigns') return
    touchTable()
    if (campaign.value && campaign.value.state !== 'sending') void load()
  })

  const shownAtOnce: Partial<Record<Wish, Partial<CampaignView>>> = {
    pause: { state: 'paused', pauseReason: 'person', pauseError: null, ratePerSecond: null, remainingMs: null },
    resume: { state: 'sending', pauseReason: null, pauseError: null },
  }
  async function wish(what: Wish): Promise<boolean> {
    const before = campaign.value
    if (!before) return false
    const guess = shownAtOnce[what]
    if (guess) campaign.value = { ...before, ...guess, can: { ...before.can, pause: false, resume: false } }
    const done = await attempt(async () => take(await request(`campaigns.${what}`, { id: before.id })))
    if (!done) await load()
    touchTable()
    return done
  }
  async function rename(name: string): Promise<void> {
    await attempt(async () => take(await request('campaigns.rename', { id: id.value, name })))
  }
  async function setRate(rate: number | null): Promise<void> {
    await attempt(async () => take(await request('campaigns.setRate', { id: id.value, rate })))
  }
  async function loadReport(): Promise<void> {
    const wanted = id.value
    await reading.attempt(async () => {
      const made = await request('campaigns.report', { id: wanted })
      if (wanted === id.value) report.value = made
    })
  }

  return {
    campaign,
    loadError,
    report,
    revision,
    busy,
    load,
    take,
    wish,
    rename,
    setRate,
    loadReport,
  }
}
