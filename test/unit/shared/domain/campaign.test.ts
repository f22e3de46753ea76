/** The life of a campaign, every state × every event, written out. */
import { describe, expect, it } from 'vitest'
import {
  campaignAbilities,
  campaignEvents,
  campaignStates,
  isAllowed,
  nextCampaignState,
  type CampaignEvent,
  type CampaignState,
} from '@shared/domain/campaign'

/** `.`: refused; `!`: the campaign ends. */
const life: Readonly<Record<CampaignState, Readonly<Record<CampaignEvent, CampaignState | '.' | '!'>>>> = {
  scheduled: {
    schedule: 'scheduled',
    start: 'sending',
    pause: 'paused',
    resume: '.',
    finish: '.',
    cancel: 'cancelled',
    reopen: '.',
    unschedule: '!',
    remove: '.',
  },
  sending: {
    schedule: '.',
    start: '.',
    pause: 'paused',
    resume: '.',
    finish: 'finished',
    cancel: 'cancelled',
    reopen: '.',
    unschedule: '.',
    remove: '.',
  },
  paused: {
    schedule: 'scheduled',
    start: '.',
    pause: '.',
    resume: 'sending',
    finish: 'finished',
    cancel: 'cancelled',
    reopen: '.',
    unschedule: '.',
    remove: '.',
  },
  finished: {
    schedule: '.',
    start: '.',
    pause: '.',
    resume: '.',
    finish: '.',
    cancel: '.',
    reopen: 'paused',
    unschedule: '.',
    remove: '!',
  },
  cancelled: {
    schedule: '.',
    start: '.',
    pause: '.',
    resume: '.',
    finish: '.',
    cancel: '.',
    reopen: '.',
    unschedule: '.',
    remove: '!',
  },
}

const outcomeOf = (state: CampaignState, event: CampaignEvent): CampaignState | '.' | '!' => {
  if (event === 'unschedule' || event === 'remove') return isAllowed(state, event) ? '!' : '.'
  return nextCampaignState(state, event) ?? '.'
}

describe.each(campaignStates)('a campaign that is %s', (state) => {
  it.each(campaignEvents)('after %s', (event) => {
    expect(outcomeOf(state, event)).toBe(life[state][event])
  })

  it('offers what the table allows', () => {
    const can = campaignAbilities({ state, startedAt: 1, recurrence: null, scheduledAt: 1, counts: { sending: 0 } })
    for (const event of ['resume', 'cancel', 'unschedule', 'remove'] as const)
      expect([event, can[event]]).toEqual([event, outcomeOf(state, event) !== '.'])
    expect(can.pause).toBe(state === 'sending')
  })
})

it('is not removed while an answer may still come', () => {
  const standing = { startedAt: 1, recurrence: null, scheduledAt: null, counts: { sending: 1 } }
  for (const state of campaignStates) expect(campaignAbilities({ ...standing, state }).remove).toBe(false)
})

it('has another time only before anything was sent', () => {
  const counts = { sending: 0 }
  const reschedule = (state: CampaignState, startedAt: number | null, scheduledAt: number | null): boolean =>
    campaignAbilities({ state, startedAt, scheduledAt, recurrence: null, counts }).reschedule
  for (const state of campaignStates) {
    expect(reschedule(state, null, 1)).toBe(state === 'scheduled' || state === 'paused')
    expect(reschedule(state, 1, 1)).toBe(state === 'scheduled')
  }
})
