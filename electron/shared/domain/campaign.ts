/**
 * The life of a campaign (one text, many recipients) as a pure table, and why a campaign pauses.
 * draft ⇄ scheduled → sending ⇄ paused(reason) → finished; any of draft, scheduled, sending, paused → cancelled.
 */

import type { MessageCounts } from './message'

export const campaignStates = ['draft', 'scheduled', 'sending', 'paused', 'finished', 'cancelled'] as const
export type CampaignState = (typeof campaignStates)[number]

/** Over: may be taken out of the history. */
export function isRemovable(state: CampaignState): boolean {
  return state === 'finished' || state === 'cancelled'
}

/** What decides, besides the gateway, what can be asked of a campaign. */
export interface CampaignStanding {
  readonly state: CampaignState
  readonly startedAt: number | null
  readonly scheduledAt: number | null
  readonly counts: Pick<MessageCounts, 'sending'>
}

/** What can be asked of a campaign in any list. */
export interface CampaignAbilities {
  readonly pause: boolean
  readonly resume: boolean
  readonly cancel: boolean
  readonly unschedule: boolean
  /** Scheduled, or stopped before its start. */
  readonly reschedule: boolean
  readonly remove: boolean
}

export function campaignAbilities({ state, startedAt, scheduledAt, counts }: CampaignStanding): CampaignAbilities {
  return {
    pause: state === 'sending',
    resume: state === 'paused',
    cancel: state === 'scheduled' || state === 'sending' || state === 'paused',
    unschedule: state === 'scheduled',
    reschedule: state === 'scheduled' || (state === 'paused' && startedAt === null && scheduledAt !== null),
    remove: isRemovable(state) && counts.sending === 0,
  }
}

export const pauseReasons = [
  'person',
  'auth',
  'insufficient_funds',
  'config',
  'refusals',
  'failures',
  'offline',
  'unknowns',
  'rate_limited',
  'storage',
  'keychain',
  'interrupted',
  'missed_schedule',
  'quiet_hours',
  'restored',
  'internal',
] as const
/** `interrupted`: the program ended while sending (quit, crash, power cut). `restored`: the data comes from a backup. */
export type PauseReason = (typeof pauseReasons)[number]

export type CampaignEvent = 'schedule' | 'unschedule' | 'start' | 'pause' | 'resume' | 'finish' | 'cancel' | 'reopen'

const transitions: Readonly<Record<CampaignState, Partial<Record<CampaignEvent, CampaignState>>>> = {
  draft: { schedule: 'scheduled', start: 'sending', cancel: 'cancelled' },
  scheduled: { schedule: 'scheduled', unschedule: 'draft', start: 'sending', pause: 'paused', cancel: 'cancelled' },
  sending: { pause: 'paused', finish: 'finished', cancel: 'cancelled' },
  // a campaign whose first message never left may wait for another time instead
  paused: { schedule: 'scheduled', resume: 'sending', finish: 'finished', cancel: 'cancelled' },
  // `reopen`: a person retries failures or settles a doubtful message as "send again"
  finished: { reopen: 'paused' },
  cancelled: {},
}

/** The state that `event` leads to, or null where it is refused. */
export function nextCampaignState(state: CampaignState, event: CampaignEvent): CampaignState | null {
  return transitions[state][event] ?? null
}

/** Above this number of recipients the person types the number before sending. */
export const typedConfirmationAbove = 1000
