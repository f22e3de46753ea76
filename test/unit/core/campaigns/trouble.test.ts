/** When a campaign pauses by itself: what counts as one failure. */
import { describe, expect, it } from 'vitest'
import { createTroubleWatch, dailyLimitsInARow, failuresInARow, unknownsInARow } from '@core/campaigns/trouble'
import type { SendOutcome } from '@core/providers/provider'
import { wireError } from '@shared/errors'

const lost: SendOutcome = { kind: 'unknown', error: wireError('no_answer') }
const refused: SendOutcome = { kind: 'rejected', error: wireError('invalid_recipient'), gatewayStatus: null }
const limited: SendOutcome = { kind: 'not_sent', error: wireError('daily_limit'), retryAfterMs: null }
const accepted: SendOutcome = {
  kind: 'accepted',
  gatewayMessageId: '1',
  units: null,
  cost: null,
  currency: null,
  gatewayStatus: null,
  report: null,
}
const batch = (outcome: SendOutcome): SendOutcome[] => Array.from({ length: 50 }, () => outcome)

describe('a campaign', () => {
  it('counts one lost answer once, however many messages its request carried', () => {
    const watch = createTroubleWatch()
    for (let requests = 1; requests < unknownsInARow; requests++) expect(watch.see(batch(lost))).toBeNull()
    expect(watch.see(batch(lost))).toMatchObject({ reason: 'unknowns' })
  })

  it.each([
    [26, unknownsInARow],
    [49, unknownsInARow],
    [1, failuresInARow],
    [25, failuresInARow],
  ])('pauses where %i of 50 messages stay without an answer, %i requests in a row', (doubtful, most) => {
    const part = batch(accepted).map((outcome, place) => (place < 50 - doubtful ? outcome : lost))
    const watch = createTroubleWatch()
    for (let requests = 1; requests < most; requests++) expect(watch.see(part)).toBeNull()
    expect(watch.see(part)).toMatchObject({ reason: 'unknowns', error: { code: 'no_answer' } })
  })

  it('goes on where lost answers come between accepted ones', () => {
    const watch = createTroubleWatch()
    for (let rounds = 0; rounds < 100; rounds++) {
      expect(watch.see(batch(lost))).toBeNull()
      expect(watch.see(batch(accepted))).toBeNull()
    }
  })

  it('pauses after twenty failures in a row, each refusal being one', () => {
    const watch = createTroubleWatch()
    for (let messages = 1; messages < failuresInARow; messages++) expect(watch.see([refused])).toBeNull()
    expect(watch.see([refused])).toMatchObject({ reason: 'failures' })
  })

  it('pauses after a few daily limits in a row, not after twenty', () => {
    const watch = createTroubleWatch()
    for (let requests = 1; requests < dailyLimitsInARow; requests++) expect(watch.see([limited])).toBeNull()
    expect(watch.see([limited])).toMatchObject({ reason: 'daily_limit', error: { code: 'daily_limit' } })
    const mixed = createTroubleWatch()
    for (let rounds = 0; rounds < 10; rounds++) {
      expect(mixed.see([limited])).toBeNull()
      expect(mixed.see([accepted])).toBeNull()
    }
  })
})
