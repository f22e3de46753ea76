/** How any room of core tells that a campaign changed. campaigns/tell.ts does it. */
import type { CampaignView } from '@shared/contract/campaigns'

/** What only the process that sends knows of a campaign. */
export interface LiveCampaign {
  readonly ratePerSecond: number | null
  readonly heldByOther: boolean
  readonly waitsUntil: number | null
}

/** What the row does not say because the disk refused to note it. */
export type NotWritten = Pick<CampaignView, 'state' | 'pauseReason' | 'pauseError'>

export interface CampaignTeller {
  /** A campaign as its page shows it. Throws AppError unknown_campaign. */
  view(campaignId: number): CampaignView
  /** Its row changed and is committed: tells it, and that lists of campaigns are out of date. Nothing for an unknown id. */
  changed(campaignId: number): void
  /** A run of this process ended. Where a person's pause was told before and nothing became doubtful, only its counts moved. */
  ended(campaignId: number, notWritten?: NotWritten): void
  /** Its messages changed and are committed: told at once, then at most four times a second. */
  progress(campaignId: number): void
  /** There is no such campaign any more, and that is committed: it was removed, or is a draft again. */
  removed(campaignId: number): void
  /** Where to ask how the runs of this process go. Until then nothing runs. */
  askRuns(live: (campaignId: number) => LiveCampaign): void
  close(): void
}
