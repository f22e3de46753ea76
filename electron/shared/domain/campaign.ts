/**
 * The life of a campaign (one text, many recipients) as a pure table, and why a campaign pauses. A started draft begins as
 * `sending`, a scheduled one as `scheduled`; scheduled → sending ⇄ paused(reason) → finished; any of the first three →
 * cancelled. Two events end a campaign instead of moving it: `unschedule` makes it a draft again, `remove` takes it away.
 */

import type { MessageCounts } from './message'

export const campaignStates = ['scheduled', 'sending', 'paused', 'finished', 'cancelled'] as const
export type CampaignState = (typeof campaignStates)[number]

/** What decides, besides the gateway, what can be asked of a campaign. */
export interface CampaignStanding {
  readonly state: CampaignState
  readonly startedAt: number | null
  readonly scheduledAt: number | null
  readonly recurrence: string | null
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
  /** A recurring one that stopped: its lists can be read again for the time that it missed. */
  readonly lookAgain: boolean
  readonly remove: boolean
}

export function campaignAbilities({
  state,
  startedAt,
  scheduledAt,
  recurrence,
  counts,
}: CampaignStanding): CampaignAbilities {
  return {
    pause: state === 'sending',
    resume: nextCampaignState(state, 'resume') !== null,
    cancel: nextCampaignState(state, 'cancel') !== null,
    unschedule: isAllowed(state, 'unschedule'),
    reschedule: state === 'scheduled' || (state === 'paused' && startedAt === null && scheduledAt !== null),
    lookAgain: state === 'paused' && startedAt === null && recurrence !== null,
    remove: isAllowed(state, 'remove') && counts.sending === 0,
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
  'daily_limit',
  'storage',
  'keychain',
  'interrupted',
  'missed_schedule',
  'list',
  'quiet_hours',
  'restored',
  'internal',
] as const
/** `list`: what a recurring campaign reads is gone, or another list. `interrupted`: the program ended while sending (quit, crash, power cut). `restored`: the data comes from a backup. */
export type PauseReason = (typeof pauseReasons)[number]

export const campaignEvents = [
  'schedule',
  'start',
  'pause',
  'resume',
  'finish',
  'cancel',
  'reopen',
  'unschedule',
  'remove',
] as const
export type CampaignEvent = (typeof campaignEvents)[number]
/** Events after which there is no such campaign any more. */
export type CampaignEnding = Extract<CampaignEvent, 'unschedule' | 'remove'>
export type CampaignMove = Exclude<CampaignEvent, CampaignEnding>

const transitions: Readonly<Record<CampaignState, Partial<Record<CampaignMove, CampaignState>>>> = {
  scheduled: { schedule: 'scheduled', start: 'sending', pause: 'paused', cancel: 'cancelled' },
  sending: { pause: 'paused', finish: 'finished', cancel: 'cancelled' },
  // a campaign whose first message never left may wait for another time instead
  paused: { schedule: 'scheduled', resume: 'sending', finish: 'finished', cancel: 'cancelled' },
  // `reopen`: a person retries failures or settles a doubtful message as "send again"
  finished: { reopen: 'paused' },
  cancelled: {},
}

const endings: Readonly<Record<CampaignEnding, readonly CampaignState[]>> = {
  unschedule: ['scheduled'],
  remove: ['finished', 'cancelled'],
}

/** The state that `event` leads to, or null where it is refused. */
export function nextCampaignState(state: CampaignState, event: CampaignMove): CampaignState | null {
  return transitions[state][event] ?? null
}

/** Whether a campaign in this state may end by `event`. */
export function isAllowed(state: CampaignState, event: CampaignEnding): boolean {
  return endings[event].includes(state)
}

/** Above this number of recipients the person types the number before sending. */
export const typedConfirmationAbove = 1000
