/**
 * Stores what a call reports. "Stored" is said only after the commit. A long call is stored in pieces with a pause between
 * them, so that nothing else waits for it. A report that cannot be stored stops no other one.
 */
import type { DeliveryReport } from '@shared/domain/delivery-report'
import { pause } from '../clock'
import type { CoreContext } from '../context'
import { attemptOne } from '../storage/attempt-one'
import type { Db } from '../storage/open'
import { keepEarlyReport, messagesByGatewayId, sweepEarlyReports, type ReportedMessage } from '../storage/receipt'
import { applyReport } from './apply-report'
import { doubtfulOfText } from './doubtful-of-text'
import { isSamePhone } from './same-phone'

export interface StoredReports {
  /** By report: on the disk, to count now, when its message's answer comes, or for a person to look at. */
  readonly isStored: readonly boolean[]
  /** How many of them say something of a message, now or once its answer comes. */
  readonly received: number
  /** Whose messages the reports are about. */
  readonly campaigns: ReadonlySet<number>
  /** Reports that could not be stored, as JSON. */
  readonly failed: readonly string[]
  /**
   * Reports with the id of a message and another number, or of several messages, as JSON: they prove nothing. To be kept in
   * the log before the call is answered.
   */
  readonly strangers: readonly string[]
}

const reportsPerTransaction = 200

export async function storeReports(
  { db, clock, log }: CoreContext,
  gateway: string,
  reports: readonly DeliveryReport[],
): Promise<StoredReports> {
  const isStored: boolean[] = []
  const campaigns = new Set<number>()
  const failed: string[] = []
  const strangers: string[] = []
  let early = 0
  let received = 0
  /** False where nothing is known of the report that it could be kept by. */
  const storeOne = (report: DeliveryReport): boolean => {
    const { gatewayMessageId } = report
    const message = messageOf(db, gateway, report)
    if (message === 'stranger') strangers.push(JSON.stringify(report))
    else if (message !== null) {
      applyReport(db, message, report, 'callback', clock.now())
      campaigns.add(message.campaignId)
    }
    if ((message === null || message === 'stranger') && gatewayMessageId !== null) {
      // quicker than the answer to the send, or somebody else's message: kept for a day, and stored as far as the gateway
      // is concerned, or it would repeat for ever
      keepEarlyReport(db, gateway, { ...report, gatewayMessageId }, clock.now())
      early += 1
    }
    const isStored = message !== null || gatewayMessageId !== null
    if (isStored && message !== 'stranger') received += 1
    return isStored
  }
  const storeSome = db.transaction((some: readonly DeliveryReport[]): void => {
    for (const report of some) {
      let stored = false
      const error = attemptOne(db, () => void (stored = storeOne(report)))
      if (error !== null) {
        log.error('delivery report not stored', { gateway, error: error.message })
        failed.push(JSON.stringify(report))
      }
      isStored.push(error === null && stored)
    }
  })
  for (let start = 0; start < reports.length; start += reportsPerTransaction) {
    if (start > 0) await pause(clock, 0)
    storeSome.immediate(reports.slice(start, start + reportsPerTransaction))
  }
  if (early > 0) sweepEarlyReports(db, clock.now())
  return { isStored, received, campaigns, failed, strangers }
}

/**
 * The message that a report proves to be about: the only one of that id and number, else the only doubtful one without an
 * id that has its number and text. `stranger`: messages have the id, but not one of them alone the number too.
 */
function messageOf(
  db: Db,
  gateway: string,
  { gatewayMessageId, phone, text }: DeliveryReport,
): ReportedMessage | 'stranger' | null {
  const named = gatewayMessageId === null ? [] : messagesByGatewayId(db, gateway, gatewayMessageId)
  const own = named.filter((message) => phone === null || isSamePhone(phone, message.phone))
  if (named.length > 0) return own.length === 1 ? (own[0] ?? null) : 'stranger'
  if (phone === null || text === undefined) return null
  const doubtful = doubtfulOfText(db, { gateway, phone, text })
  return doubtful.length === 1 ? (doubtful[0] ?? null) : null
}
