/**
 * Every request and event between the window and core, written once: core's handlers, the preload bridge, the window's
 * client and the command line all derive their types from here, and main parses every payload with these schemas.
 */
import type { MessageCounts } from './domain/message'
import type { CampaignState, PauseReason } from './domain/campaign'
import type { WireError } from './errors'
import { accountRequests } from './contract/accounts'
import { campaignRequests } from './contract/campaigns'
import { contactRequests } from './contract/contacts'
import { draftRequests } from './contract/drafts'
import { gatewaySideRequests } from './contract/gateway-side'
import { programRequests } from './contract/program'
import { templateRequests } from './contract/templates'
import type { RequestSpec, z } from './contract/schema'

export const coreRequests = {
  ...accountRequests,
  ...contactRequests,
  ...templateRequests,
  ...draftRequests,
  ...campaignRequests,
  ...gatewaySideRequests,
  ...programRequests,
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

/** What core tells whoever listens. Progress comes at most four times a second per campaign or job. */
export interface CoreEvents {
  'campaign.progress': {
    readonly id: number
    readonly state: CampaignState
    readonly pauseReason: PauseReason | null
    readonly counts: MessageCounts
    /** Messages per second over the last seconds. */
    readonly ratePerSecond: number
    readonly remainingMs: number | null
    readonly waitsUntil: number | null
  }
  /** State changed (started, paused, finished, cancelled, removed…). */
  'campaign.changed': {
    readonly id: number
    readonly name: string
    /** A test to the person's own number: no news of it, whoever sent it waits for its answer. */
    readonly test: boolean
    readonly state: CampaignState
    readonly pauseReason: PauseReason | null
    readonly error: WireError | null
    readonly counts: MessageCounts
  }
  'job.progress': { readonly jobId: string; readonly done: number; readonly total: number | null }
  /** A list that may be on screen is out of date. */
  'data.changed': {
    readonly noun:
      'accounts' | 'contacts' | 'groups' | 'optOuts' | 'templates' | 'campaigns' | 'messages' | 'settings' | 'receipts'
  }
  /** A scheduled time passed while Griot was not running and the setting says to ask. */
  'schedule.missed': { readonly id: number; readonly name: string; readonly scheduledAt: number }
  'balance.low': {
    readonly accountId: number
    readonly account: string
    readonly balance: string
    readonly unit: string
  }
}
export type CoreEventName = keyof CoreEvents
