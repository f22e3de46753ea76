/** What a campaign is kept as outside Griot: its messages as CSV, its report as PDF. */
import { nextTick, ref, type Ref, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CampaignReport, CampaignRow } from '@shared/contract/campaigns'
import { request } from '@/api/client'
import { statesOfOutcome, type OutcomeGroup } from '@shared/domain/message'
import { useAttempt } from './use-attempt'
import { useExport } from './use-export'
import { useToasts } from './use-toasts'

type Exported = Pick<CampaignRow, 'id' | 'name'>

/** The messages of any campaign, of one outcome or all of them. */
export function useCampaignExport() {
  const { exportCsv, exporting } = useExport()
  return {
    exporting,
    exportMessages: ({ id, name }: Exported, group: OutcomeGroup | 'all' = 'all'): void => {
      const states = group === 'all' ? [] : statesOfOutcome(group)
      void exportCsv(name, (path) => request('campaigns.export', { id, path, states }))
    },
  }
}

/** The report of the campaign on screen: the page draws `printedAt > 0` for paper, main prints what is drawn. */
export function useCampaignPdf(report: ShallowRef<CampaignReport | null>): {
  printedAt: Ref<number>
  exportPdf: (campaign: Exported) => Promise<void>
} {
  const { t } = useI18n({ useScope: 'global' })
  const { show } = useToasts()
  const { attempt } = useAttempt()
  const printedAt = ref(0)
  return {
    printedAt,
    async exportPdf({ id, name }) {
      await attempt(async () => {
        const path = await request('dialog.saveFile', {
          title: t('campaign.pdf'),
          defaultName: `${name}.pdf`,
          filters: [{ name: 'PDF', extensions: ['pdf'] }],
        })
        if (path === null) return
        report.value = await request('campaigns.report', { id })
        printedAt.value = Date.now()
        await nextTick()
        await request('campaign.exportPdf', { path })
        show({
          title: t('campaign.pdfWritten'),
          tone: 'success',
          action: { label: t('common.showFile'), run: () => void attempt(() => request('shell.showItem', { path })) },
        })
      })
      printedAt.value = 0
    },
  }
}
