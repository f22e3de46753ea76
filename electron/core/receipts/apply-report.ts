/**
 * One piece of evidence about one message, merged into what is known: later proof wins, nothing leaves `delivered`, an old
 * or repeated report changes nothing. Whatever the source, reports in any order end in the same state.
 */
import type { DeliveryReport, ReportSource } from '@shared/domain/delivery-report'
import { plainText } from '@shared/domain/archive-comparison'
import { attemptOne } from '../storage/attempt-one'
import type { Db } from '../storage/open'
import { logCall } from '../storage/receipt-log'
import { doubtfulOfText } from './doubtful-of-text'
import { isSamePhone } from './same-phone'
import {
  earlyTexts,
  hasReported,
  moveByReport,
  noteStage,
  reportedMessage,
  takeEarlyReports,
  type ReportedMessage,
} from '../storage/receipt'

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
  const details = { message, report, source, now }
  if (moveByReport(db, details)) return true
  if (isNews(db, message, report)) noteStage(db, details)
  return false
}

export interface NamedMessage {
  readonly gateway: string
  readonly gatewayMessageId: string
  readonly messageId: number
  readonly now: number
}

/**
 * Reports that were quicker than what gave the message its id. Call in the transaction of that answer or archive entry: an
 * early report that fails stays where it is, and undoes none of it.
 */
export function applyEarlyReports(db: Db, { gateway, gatewayMessageId, messageId, now }: NamedMessage): void {
  attemptOne(db, () => {
    for (const report of takeEarlyReports(db, gateway, gatewayMessageId)) {
      const message = reportedMessage(db, messageId)
      if (message && (report.phone === null || isSamePhone(report.phone, message.phone))) {
        applyReport(db, message, report, 'callback', now)
      } else logCall(db, { gateway, reason: 'stranger', body: JSON.stringify(report), now })
    }
  })
}

export interface LostMessage {
  readonly gateway: string
  readonly messageId: number
  readonly phone: string
  readonly text: string
  readonly now: number
}

/**
 * The same for a message whose answer was lost: its number and text prove which one is meant, where one id alone was
 * reported with them and no other doubtful message has both. Two could be two messages.
 */
export function applyEarlyReportsOfText(db: Db, { gateway, messageId, phone, text, now }: LostMessage): void {
  attemptOne(db, () => {
    const ids = new Set(
      earlyTexts(db, gateway)
        .filter((early) => isSamePhone(early.phone ?? '', phone) && plainText(early.text) === plainText(text))
        .map(({ gatewayMessageId }) => gatewayMessageId),
    )
    const [gatewayMessageId] = ids
    const isProven = ids.size === 1 && doubtfulOfText(db, { gateway, phone, text }).length === 1
    if (gatewayMessageId !== undefined && isProven) applyEarlyReports(db, { gateway, gatewayMessageId, messageId, now })
  })
}
