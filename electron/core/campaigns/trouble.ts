/**
 * When a campaign pauses by itself: a pure machine that is fed with the outcomes of each request and asks `errorPolicy`.
 * Some kinds pause at once; five refusals of sender or text in a row, five requests in a row that never left (offline),
 * five in a row without a clear answer about most of their messages (twenty about any of them), three of a daily limit and
 * twenty failures in a row of any kind pause too.
 */
import { errorPolicy, type WireError } from '@shared/errors'
import type { PauseReason } from '@shared/domain/campaign'
import type { SendOutcome } from '../providers/provider'

export interface Trouble {
  readonly reason: PauseReason
  readonly error: WireError
}

export const refusalsInARow = 5
export const offlineInARow = 5
export const unknownsInARow = 5
export const failuresInARow = 20
/** A daily limit does not go away by waiting a second. */
export const dailyLimitsInARow = 3

export interface TroubleWatch {
  /** Outcomes of one request, in order. Returns why to stop, or null to go on. */
  see(outcomes: readonly SendOutcome[]): Trouble | null
}

export function createTroubleWatch(): TroubleWatch {
  let refusals = 0
  let failures = 0
  let offline = 0
  let unknowns = 0
  let partUnknowns = 0
  let limited = 0
  let dailyLimits = 0

  /** Requests (not messages) count for what happens to a request as a whole. */
  const seeRequest = (outcomes: readonly SendOutcome[]): Trouble | null => {
    const first = outcomes[0]
    if (!first) return null
    const neverLeft = (reason: PauseReason): boolean =>
      outcomes.every((outcome) => outcome.kind === 'not_sent' && errorPolicy[outcome.error.kind].pauseInARow === reason)
    offline = neverLeft('offline') ? offline + 1 : 0
    limited = neverLeft('rate_limited') ? limited + 1 : 0
    dailyLimits = outcomes.every((outcome) => 'error' in outcome && outcome.error.code === 'daily_limit')
      ? dailyLimits + 1
      : 0
    const lost = outcomes.filter((outcome) => outcome.kind === 'unknown')
    unknowns = lost.length * 2 > outcomes.length ? unknowns + 1 : 0
    partUnknowns = lost.length > 0 ? partUnknowns + 1 : 0
    if (lost[0] && (unknowns >= unknownsInARow || partUnknowns >= failuresInARow))
      return { reason: 'unknowns', error: lost[0].error }
    if (!('error' in first)) return null
    if (offline >= offlineInARow) return { reason: 'offline', error: first.error }
    if (dailyLimits >= dailyLimitsInARow) return { reason: 'daily_limit', error: first.error }
    if (limited >= failuresInARow) return { reason: 'rate_limited', error: first.error }
    return null
  }

  return {
    see(outcomes) {
      // an answer that was lost is one failure, however many messages its request carried
      let isLost = false
      for (const outcome of outcomes) {
        if (outcome.kind === 'accepted') {
          refusals = 0
          failures = 0
          continue
        }
        const { error } = outcome
        const { pauseAtOnce, pauseInARow } = errorPolicy[error.kind]
        if (outcome.kind === 'not_sent' && pauseAtOnce !== null) return { reason: pauseAtOnce, error }
        if (outcome.kind === 'rejected' || (outcome.kind === 'unknown' && !isLost)) failures += 1
        isLost ||= outcome.kind === 'unknown'
        refusals = outcome.kind === 'rejected' && pauseInARow === 'refusals' ? refusals + 1 : 0
        if (refusals >= refusalsInARow) return { reason: 'refusals', error }
        if (failures >= failuresInARow) return { reason: 'failures', error }
      }
      return seeRequest(outcomes)
    },
  }
}
