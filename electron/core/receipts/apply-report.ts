/**
 * One piece of evidence about one message, merged into what is known: later proof wins, nothing leaves `delivered`, an old
 * or repeated report changes nothing. Whatever the source, reports in any order end in the same state.
 */
import { nextMessageState, type MessageEvent, type MessageState } from '@shared/domain/message'
import type { DeliveryReport, ReportSource, ReportStatus } from '@shared/domain/delivery-report'
import type { Db } from '../storage/open'
import { appendMessageEvent } from '../storage/campaign-run'
import { updateFromReport, type ReportedMessage } from '../storage/receipt'

const events: Readonly<Record<ReportStatus, MessageEvent>> = {
  accepted: 'prove_sent',
  delivered: 'deliver',
  undelivered: 'undeliver',
  expired: 'expire',
  rejected: 'reject',
}

/** The state that a report leads to, null where it says nothing new. */
export function stateAfterReport(state: MessageState, status: ReportStatus): MessageState | null {
  // a message that the gateway accepted and then dropped for its own reasons did not arrive
  const event = status === 'rejected' && state === 'accepted' ? 'undeliver' : events[status]
  return nextMessageState(state, event)
}

/** Call inside a transaction. True when the message's state changed. */
export function applyReport(
  db: Db,
  message: ReportedMessage,
  report: DeliveryReport,
  source: ReportSource,
  now: number,
): boolean {
  const state = stateAfterReport(message.state, report.status)
  const next = state ?? message.state
  if (state === null && message.gatewayStatus === report.gatewayStatus) return false
  updateFromReport(db, {
    messageId: message.id,
    from: message.state,
    to: next,
    gatewayMessageId: report.gatewayMessageId,
    gatewayStatus: report.gatewayStatus,
    final: report.final || next === 'delivered',
    now,
  })
  appendMessageEvent(db, {
    messageId: message.id,
    at: now,
    kind: 'report',
    state: next,
    source,
    detail: {
      gatewayStatus: report.gatewayStatus,
      ...(report.occurredAt === null ? {} : { occurredAt: report.occurredAt }),
    },
  })
  return state !== null
}
