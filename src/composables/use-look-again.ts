/** The remedies of a recurring campaign that a list paused: read it again, choose another file, or take the shorter list. */
import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CampaignView } from '@shared/contract/campaigns'
import { listFileExtensions } from '@shared/list-file-extensions'
import { request } from '@/api/client'
import { useAttempt } from './use-attempt'
import { useToasts } from './use-toasts'

export type ListRemedy = 'again' | 'choose' | 'accept'

export function useLookAgain(campaign: Ref<CampaignView | null>) {
  const { t } = useI18n({ useScope: 'global' })
  const { attempt, busy } = useAttempt()
  const { show } = useToasts()

  async function look(remedy: ListRemedy): Promise<void> {
    const view = campaign.value
    if (!view) return
    await attempt(async () => {
      const path = remedy === 'choose' ? await chooseFile() : null
      if (remedy === 'choose' && path === null) return
      const { id } = view
      await request('campaigns.lookAgain', { id, path, acceptList: remedy === 'accept', jobId: `look-${id}` })
      show({ title: t('campaign.list.back'), tone: 'success' })
    })
  }

  function chooseFile(): Promise<string | null> {
    return request('dialog.openFile', {
      title: t('campaign.list.choose'),
      filters: [
        { name: t('draft.add.fileKinds'), extensions: [...listFileExtensions] },
        { name: t('draft.add.allFiles'), extensions: ['*'] },
      ],
    })
  }

  return { look, busy }
}
