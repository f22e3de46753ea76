/** Says aloud, for screen readers, how a campaign goes: each change of state at once, progress not too often. */
import { watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CampaignView } from '@shared/contract/campaigns'
import { progressOf } from '@shared/domain/message'
import { useAnnouncer } from './use-announcer'
import { useLocaleFormats } from './use-locale-formats'
import { useWords } from './use-words'

const sayEveryMs = 15_000

export function useCampaignNews(campaign: Ref<CampaignView | null>): void {
  const { t } = useI18n({ useScope: 'global' })
  const formats = useLocaleFormats()
  const words = useWords()
  const { announce } = useAnnouncer()
  let saidAt = 0
  watch(campaign, (next, before) => {
    if (!before || next?.id !== before.id) return
    if (next.state !== before.state) {
      announce(
        next.pauseReason ? words.value.pause(next.pauseReason, next.pauseError) : words.value.campaignState(next.state),
      )
    } else if (next.state === 'sending' && Date.now() - saidAt > sayEveryMs) {
      saidAt = Date.now()
      const { done, total } = progressOf(next.counts)
      announce(
        t('campaign.progress.of', { done: formats.value.number(done), total: formats.value.number(total) }, done),
      )
    }
  })
}
