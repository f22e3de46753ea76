/** A gateway's outcome for one message, as the row that records it. Pure. */
import { maxRetries, reportEvent, stateAfter } from '@shared/domain/message'
import { errorPolicy } from '@shared/errors'
import type { SendOutcome } from '../providers/provider'
import type { AttemptEnd, AttemptResult, ClaimedMessage } from '../storage/attempt'
import { backoffMs } from './backoff'

export interface OutcomeContext {
  readonly now: number
  readonly random: number
  /** The campaign was cancelled meanwhile: what was not sent is not sent any more. */
  readonly cancelled: boolean
  /** First poll of the delivery status after acceptance; null when there is nothing to poll. */
  readonly pollAfterMs: number | null
}

const blank = {
  gatewayMessageId: null,
  gatewayStatus: null,
  units: null,
  cost: null,
  currency: null,
  error: null,
  nextAttemptAt: 0,
  pollAt: null,
} as const

export function attemptResult(message: ClaimedMessage, outcome: SendOutcome, context: OutcomeContext): AttemptResult {
  const base = { ...blank, messageId: message.id, attempt: message.attempts, misses: message.misses }
  switch (outcome.kind) {
    case 'accepted': {
      const end: AttemptEnd = outcome.report ? ['accept', reportEvent(outcome.report.status)] : ['accept']
      const isOnItsWay = stateAfter('sending', end) === 'accepted'
      const { pollAfterMs } = context
      return {
        ...base,
        end,
        gatewayMessageId: outcome.gatewayMessageId,
        gatewayStatus: outcome.gatewayStatus,
        units: outcome.units,
        cost: outcome.cost,
        currency: outcome.currency,
        misses: 0,
        pollAt: isOnItsWay && pollAfterMs !== null ? context.now + pollAfterMs : null,
      }
    }
    case 'rejected':
      return { ...base, end: ['reject'], error: outcome.error, gatewayStatus: outcome.gatewayStatus }
    case 'unknown':
      return { ...base, end: ['lose'], error: outcome.error }
    case 'not_sent':
      return notSent(message, outcome, context, base)
  }
}

function notSent(
  message: ClaimedMessage,
  outcome: Extract<SendOutcome, { kind: 'not_sent' }>,
  context: OutcomeContext,
  base: Omit<AttemptResult, 'end'>,
): AttemptResult {
  const { error } = outcome
  if (context.cancelled) return { ...base, end: ['not_sent', 'cancel'], error }
  // what stops the whole campaign (key, credit, settings) says nothing about this message
  if (errorPolicy[error.kind].retry !== 'backoff') return { ...base, end: ['not_sent'], error }
  const misses = message.misses + 1
  if (misses > maxRetries) return { ...base, end: ['give_up'], error, misses }
  return {
    ...base,
    end: ['not_sent'],
    error,
    misses,
    nextAttemptAt: context.now + backoffMs(misses, context.random, outcome.retryAfterMs),
  }
}
