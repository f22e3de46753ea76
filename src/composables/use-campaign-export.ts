/** The messages of a campaign as CSV. */
import type { CampaignRow } from '@shared/contract/campaigns'
import { request } from '@/api/client'
import { statesOfOutcome, type OutcomeGroup } from '@shared/domain/message'
import { useExport } from './use-export'

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
