/** A gateway's outcome for one message, as the row that records it. Pure. */
import { maxRetries, type MessageState } from '@shared/domain/message'
import type { DeliveryReport } from '@shared/domain/delivery-report'
import type { SendOutcome } from '../providers/provider'
import type { AttemptResult, ClaimedMessage } from '../storage/attempt'
import { backoffMs } from './backoff'

export interface OutcomeContext {
  readonly now: number
  readonly random: number
  /** The campaign was cancelled meanwhile: what was not sent is not sent any more. */
  readonly cancelled: boolean
  /** First poll of the delivery status after acceptance; null when there is nothing to poll. */
  readonly pollAfterMs: number | null
}

const reported: Readonly<
  Record<
    DeliveryReport['status'],
    Extract<MessageState, 'accepted' | 'delivered' | 'undelivered' | 'expired' | 'rejected'>
  >
> = {
  accepted: 'accepted',
  delivered: 'delivered',
  undelivered: 'undelivered',
  expired: 'expired',
  rejected: 'rejected',
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
      const state = outcome.report ? reported[outcome.report.status] : 'accepted'
      const { pollAfterMs } = context
      const isPollable = state === 'accepted'
      return {
        ...base,
        event: 'accepted',
        state,
        gatewayMessageId: outcome.gatewayMessageId,
        gatewayStatus: outcome.gatewayStatus,
        units: outcome.units,
        cost: outcome.cost,
        currency: outcome.currency,
        misses: 0,
        pollAt: isPollable && pollAfterMs !== null ? context.now + pollAfterMs : null,
      }
    }
    case 'rejected':
      return {
        ...base,
        event: 'rejected',
        state: 'rejected',
        error: outcome.error,
        gatewayStatus: outcome.gatewayStatus,
      }
    case 'unknown':
      return { ...base, event: 'unknown', state: 'unknown', error: outcome.error }
    case 'not_sent':
      return notSent(message, outcome, context, base)
  }
}

function notSent(
  message: ClaimedMessage,
  outcome: Extract<SendOutcome, { kind: 'not_sent' }>,
  context: OutcomeContext,
  base: Omit<AttemptResult, 'event' | 'state'>,
): AttemptResult {
  const { error } = outcome
  if (context.cancelled) return { ...base, event: 'not_sent', state: 'cancelled', error }
  // what stops the whole campaign (key, credit, settings) says nothing about this message
  const counts = error.kind === 'transient' || error.kind === 'rate_limited'
  if (!counts) return { ...base, event: 'not_sent', state: 'pending', error }
  const misses = message.misses + 1
  if (misses > maxRetries) return { ...base, event: 'failed', state: 'failed', error, misses }
  return {
    ...base,
    event: 'not_sent',
    state: 'pending',
    error,
    misses,
    nextAttemptAt: context.now + backoffMs(misses, context.random, outcome.retryAfterMs),
  }
}
