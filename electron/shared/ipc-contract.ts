/**
 * Every request and event between the window and core, written once: core's handlers, the preload bridge, the window's
 * client and the command line all derive their types from here, and main parses every payload with these schemas.
 */
import { accountRequests } from './contract/accounts'
import { backupRequests } from './contract/backup'
import { campaignRequests, type CampaignChange, type CampaignProgress } from './contract/campaigns'
import { contactRequests } from './contract/contacts'
import { draftRequests } from './contract/drafts'
import { gatewaySideRequests } from './contract/gateway-side'
import { programRequests } from './contract/program'
import { templateRequests } from './contract/templates'
import type { WireError } from './errors'
import type { RequestSpec, z } from './contract/schema'

export const coreRequests = {
  ...accountRequests,
  ...contactRequests,
  ...templateRequests,
  ...draftRequests,
  ...campaignRequests,
  ...gatewaySideRequests,
  ...programRequests,
  ...backupRequests,
} as const

export type CoreRequests = typeof coreRequests
export type CoreRequestName = keyof CoreRequests
export type InputOf<Name extends CoreRequestName> = z.infer<CoreRequests[Name]['input']>
export type OutputOf<Name extends CoreRequestName> =
  CoreRequests[Name] extends RequestSpec<z.ZodType, infer Output> ? Output : never

/** Core's side: one function per request. Throws AppError. */
export type CoreHandlers = {
  readonly [Name in CoreRequestName]: (input: InputOf<Name>) => Promise<OutputOf<Name>>
}

/** What a list on screen may show. `receipts`: the local receiver of delivery reports. */
export const dataNouns = [
  'accounts',
  'contacts',
  'groups',
  'optOuts',
  'templates',
  'campaigns',
  'messages',
  'settings',
  'receipts',
] as const
export type DataNoun = (typeof dataNouns)[number]

/** What core tells its front ends. Progress comes at most four times a second per campaign or job. */
export interface CoreEvents {
  'campaign.progress': CampaignProgress
  /** Its row changed, in this process or another: started, paused, finished, cancelled, renamed… */
  'campaign.changed': CampaignChange
  /**
   * There is no such campaign any more: it was removed, or (`draft`) unscheduled, and is a draft with the same id.
   * `sequence`: as in CampaignView.
   */
  'campaign.removed': { readonly id: number; readonly draft: boolean; readonly sequence: number }
  'job.progress': { readonly jobId: string; readonly done: number; readonly total: number | null }
  /** Lists that show this are out of date. At most four times a second per noun. */
  'data.changed': { readonly noun: DataNoun }
  /** A scheduled time passed while Griot was not running and the setting says to ask. */
  'schedule.missed': { readonly id: number; readonly name: string; readonly scheduledAt: number }
  /** A campaign with personal dates left days out, from ISO day to ISO day: nobody could send then, and it is too late now. */
  'schedule.skipped': {
    readonly id: number
    readonly name: string
    readonly from: string
    readonly to: string
    readonly days: number
  }
  /** A copy to the chosen folder meets a new problem; null: it is over, and the copy is made. */
  'backup.copied': { readonly error: WireError | null }
  'balance.low': {
    readonly accountId: number
    readonly account: string
    readonly balance: string
    readonly unit: string
  }
}
export type CoreEventName = keyof CoreEvents
