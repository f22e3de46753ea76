/**
 * When a campaign stops by itself: the table of design.md "Errors", as a small pure machine fed with the outcome of each
 * request. auth, funds, config, keychain, storage and bugs stop at once; five refusals of sender or text in a row, five
 * requests in a row that never left (offline), five in a row without a clear answer, and twenty failures in a row of any kind stop too.
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

const immediate: Partial<Record<WireError['kind'], PauseReason>> = {
  auth: 'auth',
  insufficient_funds: 'insufficient_funds',
  config: 'config',
  keychain: 'keychain',
  storage: 'storage',
  internal: 'internal',
}

export interface TroubleWatch {
  /** Outcomes of one request, in order. Returns why to stop, or null to go on. */
  see(outcomes: readonly SendOutcome[]): Trouble | null
}

export function createTroubleWatch(): TroubleWatch {
  let refusals = 0
  let failures = 0
  let offline = 0
  let unknowns = 0
  let limited = 0

  /** Requests (not messages) count for what happens to a request as a whole. */
  const seeRequest = (outcomes: readonly SendOutcome[]): Trouble | null => {
    const first = outcomes[0]
    if (!first) return null
    const whole = (kind: SendOutcome['kind'], errorKind: string): boolean =>
      outcomes.every((outcome) => outcome.kind === kind && 'error' in outcome && outcome.error.kind === errorKind)
    offline = whole('not_sent', 'transient') ? offline + 1 : 0
    limited = whole('not_sent', 'rate_limited') ? limited + 1 : 0
    unknowns = outcomes.every((outcome) => outcome.kind === 'unknown') ? unknowns + 1 : 0
    if (!('error' in first)) return null
    if (offline >= offlineInARow) return { reason: 'offline', error: first.error }
    if (unknowns >= unknownsInARow) return { reason: 'unknowns', error: first.error }
    if (limited >= failuresInARow) return { reason: 'rate_limited', error: first.error }
    return null
  }

  return {
    see(outcomes) {
      for (const outcome of outcomes) {
        if (outcome.kind === 'accepted') {
          refusals = 0
          failures = 0
          continue
        }
        const { error } = outcome
        const reason = outcome.kind === 'not_sent' ? immediate[error.kind] : undefined
        if (reason) return { reason, error }
        if (outcome.kind !== 'not_sent') failures += 1
        refusals =
          outcome.kind === 'rejected' && errorPolicy[error.kind].campaign === 'pause_after_run' ? refusals + 1 : 0
        if (refusals >= refusalsInARow) return { reason: 'refusals', error }
        if (failures >= failuresInARow) return { reason: 'failures', error }
      }
      return seeRequest(outcomes)
    },
  }
}
