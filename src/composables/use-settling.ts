/**
 * Settling the doubtful messages of a campaign: what sending them again would cost (core says it, nothing happens), the
 * person's decision, and what came of it.
 */
import { computed, ref, shallowRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CampaignView, ResolveResult } from '@shared/contract/campaigns'
import { request } from '@/api/client'
import type { Resolution } from '@/components/campaign/resolution'
import { useJobsStore } from '@/stores/jobs'
import { useErrorSentence } from './use-error-sentence'
import { useLocaleFormats } from './use-locale-formats'
import { useToasts } from './use-toasts'
import { useWords } from './use-words'

export function useSettling(campaign: Ref<CampaignView | null>) {
  const { t } = useI18n({ useScope: 'global' })
  const formats = useLocaleFormats()
  const sentence = useErrorSentence()
  const { show } = useToasts()
  const jobs = useJobsStore()
  const jobId = ref('')
  const isOpen = ref(false)
  const busy = ref(false)
  const failure = ref('')
  const outcome = shallowRef<readonly string[]>([])
  /** The last answer settled nothing: the person has to choose another way, or wait. */
  const foundNothing = ref(false)
  const offer = shallowRef<ResolveResult | null>(null)
  const absentOffer = shallowRef<ResolveResult | null>(null)
  const words = useWords()
  /** Null: all doubtful messages of the campaign. */
  const messageIds = shallowRef<number[] | null>(null)

  async function open(only: number[] | null = null): Promise<void> {
    const id = campaign.value?.id
    if (id === undefined) return
    failure.value = ''
    outcome.value = []
    offer.value = null
    absentOffer.value = null
    messageIds.value = only
    isOpen.value = true
    await askPrices(id)
  }

  /** Not confirmed: nothing happens, core only says what it would take. */
  async function askPrices(id: number): Promise<void> {
    const plan = (how: 'send_again' | 'send_absent') =>
      request('campaigns.resolve', { id, how, messageIds: messageIds.value, confirmed: false }).catch(() => null)
    ;[offer.value, absentOffer.value] = await Promise.all([plan('send_again'), plan('send_absent')])
  }

  function linesOf({ resolved, stillUnknown, absent, archive, troubles }: ResolveResult): string[] {
    const { number } = formats.value
    return [
      t('campaign.settle.result', { resolved: number(resolved), left: number(stillUnknown) }),
      ...(absent > 0 ? [t('campaign.doubtful.absent', { formatted: number(absent) }, absent)] : []),
      ...(archive?.doubts ?? []).map(({ reason, messages }) =>
        t(
          'campaign.settle.doubts',
          { formatted: number(messages), reason: words.value.absenceDoubt(reason) },
          messages,
        ),
      ),
      ...(archive?.end.why ? [words.value.archiveGap(archive.end)] : []),
      ...troubles.map(({ error }) => sentence.value(error)),
    ]
  }

  async function settle(how: Resolution): Promise<void> {
    const id = campaign.value?.id
    if (id === undefined) return
    busy.value = true
    failure.value = ''
    outcome.value = []
    try {
      jobId.value = jobs.newId('resolve')
      const result = await jobs.run(jobId.value, (own) =>
        request('campaigns.resolve', { id, how, messageIds: messageIds.value, confirmed: true, jobId: own }),
      )
      foundNothing.value = result.resolved === 0 && result.stillUnknown > 0
      outcome.value = [...linesOf(result), ...(foundNothing.value ? [t('campaign.settle.next')] : [])]
      const isDone = messageIds.value === null ? result.stillUnknown === 0 : result.resolved > 0
      if (isDone) {
        isOpen.value = false
        show({ title: outcome.value[0] ?? '', tone: 'success' })
      } else await askPrices(id)
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
    foundNothing,
    offer,
    absentOffer,
    count: computed(() => messageIds.value?.length ?? campaign.value?.counts.unknown ?? 0),
    canSendAgain: computed(() => campaign.value?.state === 'paused' || campaign.value?.state === 'finished'),
    open,
    settle,
    /** Asking the gateway ends; what it said of single messages until then stays settled. */
    stop: () => jobs.cancel(jobId.value),
  }
}
