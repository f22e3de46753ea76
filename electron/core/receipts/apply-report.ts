/**
 * One piece of evidence about one message, merged into what is known: later proof wins, nothing leaves `delivered`, an old
 * or repeated report changes nothing. Whatever the source, reports in any order end in the same state.
 */
import { nextMessageState, type MessageEvent, type MessageState } from '@shared/domain/message'
import type { DeliveryReport, ReportSource, ReportStatus } from '@shared/domain/delivery-report'
import type { Db } from '../storage/open'
import { appendMessageEvent } from '../storage/campaign-run'
import {
  hasReported,
  reportedMessage,
  takeEarlyReports,
  updateFromReport,
  type ReportedMessage,
} from '../storage/receipt'

const events: Readonly<Record<ReportStatus, MessageEvent>> = {
  accepted: 'prove_sent',
  delivered: 'deliver',
  undelivered: 'undeliver',
  expired: 'expire',
  rejected: 'reject',
}

/** The state that a report leads to, null where it says nothing new. */
export function stateAfterReport(state: MessageState, status: ReportStatus): MessageState | null {
  return nextMessageState(state, events[status])
}

/** On its way, and in a stage that was not reported yet: worth a line in the timeline. Anything else is a repetition. */
function isNews(db: Db, message: ReportedMessage, report: DeliveryReport): boolean {
  if (message.state !== 'accepted' || message.gatewayStatus === report.gatewayStatus) return false
  return !hasReported(db, message.id, report.gatewayStatus)
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
  if (state === null && !isNews(db, message, report)) return false
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

export interface NamedMessage {
  readonly gateway: string
  readonly gatewayMessageId: string
  readonly messageId: number
  readonly now: number
}

/** Reports that were quicker than the answer which gave the message its id. Call in the transaction of that answer. */
export function applyEarlyReports(db: Db, { gateway, gatewayMessageId, messageId, now }: NamedMessage): void {
  for (const report of takeEarlyReports(db, gateway, gatewayMessageId)) {
    const message = reportedMessage(db, messageId)
    if (message && (report.phone === null || report.phone === message.phone)) {
      applyReport(db, message, report, 'callback', now)
    }
  }
}
