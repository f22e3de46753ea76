/**
 * Settling the doubtful messages of a campaign: what sending them again would cost (core says it, nothing happens), the
 * person's decision, and what came of it.
 */
import { computed, ref, shallowRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CampaignView, ResolveResult } from '@shared/contract/campaigns'
import { request } from '@/api/client'
import type { Resolution } from '@/components/campaign/resolution'
import { useErrorSentence } from './use-error-sentence'
import { useLocaleFormats } from './use-locale-formats'
import { useToasts } from './use-toasts'

export function useSettling(campaign: Ref<CampaignView | null>) {
  const { t } = useI18n({ useScope: 'global' })
  const formats = useLocaleFormats()
  const sentence = useErrorSentence()
  const { show } = useToasts()
  const isOpen = ref(false)
  const busy = ref(false)
  const failure = ref('')
  const outcome = ref('')
  const offer = shallowRef<ResolveResult | null>(null)
  /** Null: all doubtful messages of the campaign. */
  const messageIds = shallowRef<number[] | null>(null)

  async function open(only: number[] | null = null): Promise<void> {
    const id = campaign.value?.id
    if (id === undefined) return
    failure.value = ''
    outcome.value = ''
    offer.value = null
    messageIds.value = only
    isOpen.value = true
    // not confirmed: nothing happens, core only says what it would take
    offer.value = await request('campaigns.resolve', {
      id,
      how: 'send_again',
      messageIds: only,
      confirmed: false,
    }).catch(() => null)
  }

  async function settle(how: Resolution): Promise<void> {
    const id = campaign.value?.id
    if (id === undefined) return
    busy.value = true
    failure.value = ''
    outcome.value = ''
    try {
      const result = await request('campaigns.resolve', { id, how, messageIds: messageIds.value, confirmed: true })
      outcome.value = t('campaign.settle.result', {
        resolved: formats.value.number(result.resolved),
        left: formats.value.number(result.stillUnknown),
      })
      const isDone = messageIds.value === null ? result.stillUnknown === 0 : result.resolved > 0
      if (isDone) {
        isOpen.value = false
        show({ title: outcome.value, tone: 'success' })
      }
    } catch (error) {
      failure.value = sentence.value(error)
    } finally {
      busy.value = false
    }
  }

  return {
    isOpen,
    busy,
    failure,
    outcome,
    offer,
    count: computed(() => messageIds.value?.length ?? campaign.value?.counts.unknown ?? 0),
    canSendAgain: computed(() => campaign.value?.state === 'paused' || campaign.value?.state === 'finished'),
    open,
    settle,
  }
}
