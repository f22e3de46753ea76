/** Sending failed messages again: core says what it takes, the person agrees to so many, and no more than these leave. */
import { ref, shallowRef, type Ref } from 'vue'
import type { CampaignView, RetryOffer } from '@shared/contract/campaigns'
import { request } from '@/api/client'
import { useCampaignsStore } from '@/stores/campaigns'
import { useAttempt } from './use-attempt'

export function useRetrying(campaign: Ref<CampaignView | null>) {
  const store = useCampaignsStore()
  const { busy, attempt } = useAttempt()
  const isOpen = ref(false)
  const offer = shallowRef<RetryOffer | null>(null)

  /** Nothing happens yet. */
  async function open(): Promise<void> {
    const id = campaign.value?.id
    if (id === undefined) return
    await attempt(async () => {
      offer.value = await request('campaigns.retryOffer', { id })
      isOpen.value = true
    })
  }

  async function retry(): Promise<void> {
    const id = campaign.value?.id
    const agreed = offer.value
    if (id === undefined || agreed === null) return
    const done = await attempt(() => store.command('retry', { id, confirmedMessages: agreed.messages }))
    if (done) isOpen.value = false
    // refused: there may be more by now
    else await open()
  }

  return { isOpen, offer, busy, open, retry }
}
