/** The one time that stands beside a campaign in every list. Pure. */
import type { CampaignRow } from '@shared/contract/campaigns'

/** Epoch ms: when it is to start, else when its first message left, else when it was made. */
export function campaignTime({
  state,
  scheduledAt,
  startedAt,
  createdAt,
}: Pick<CampaignRow, 'state' | 'scheduledAt' | 'startedAt' | 'createdAt'>): number {
  return state === 'scheduled' && scheduledAt !== null ? scheduledAt : (startedAt ?? createdAt)
}
