/** A campaign as the window shows it: its row, its counts from SQL, and what can be asked of it now. */
import type { CampaignRow, CampaignView } from '@shared/contract/campaigns'
import { campaignAbilities } from '@shared/domain/campaign'
import { fromScaled, isDecimal, toScaled } from '@shared/domain/decimal'
import { outcomeCounts, sendingCounts, totalOf, type MessageCounts } from '@shared/domain/message'
import { describeGateway, type Gateways } from '../accounts/gateways'
import type { LiveCampaign } from '../campaign-teller'
import { campaignById, type Campaign } from '../storage/campaign'
import type { Db } from '../storage/open'
import { hasRetryable } from '../storage/retryable'
import { totalsOfCampaign, totalsOfCampaigns, type CampaignTotals } from '../storage/message-count'
import { countAbsent } from '../storage/unknown-message'

export interface ViewPorts {
  readonly db: Db
  readonly gateways: Gateways
}

/** Throws AppError unknown_campaign. */
export function campaignView(
  { db, gateways }: ViewPorts,
  id: number,
  live: LiveCampaign,
): Omit<CampaignView, 'sequence'> {
  const record = campaignById(db, id)
  const totals = totalsOfCampaign(db, id)
  const { ratePerSecond, heldByOther, waitsUntil } = live
  return {
    ...rowOf(record, totals, gateways),
    template: record.template,
    flash: record.flash,
    receipts: record.receipts,
    transliterate: record.transliterate,
    rate: record.rate,
    concurrency: record.concurrency,
    price: record.price,
    excluded: record.excluded,
    joined: record.joined,
    ratePerSecond,
    remainingMs: remainingMsOf(totals.counts, ratePerSecond),
    heldByOther,
    waitsUntil,
    absent: countAbsent(db, id),
    can: whatCan(record, totals.counts, { gateways, mayRetry: () => hasRetryable(db, id) }),
  }
}

function remainingMsOf({ pending, sending }: MessageCounts, ratePerSecond: number | null): number | null {
  return ratePerSecond === null || ratePerSecond <= 0 ? null : Math.round(((pending + sending) / ratePerSecond) * 1000)
}

/** In the order given, counts of all of them in one query. */
export function campaignRows({ db, gateways }: ViewPorts, records: readonly Campaign[]): CampaignRow[] {
  const totals = totalsOfCampaigns(
    db,
    records.map(({ id }) => id),
  )
  return records.map((record) => rowOf(record, totals.get(record.id) ?? totalsOfCampaign(db, record.id), gateways))
}

function rowOf(record: Campaign, { counts, segments }: CampaignTotals, gateways: Gateways): CampaignRow {
  const planned = totalOf(counts)
  const payable = totalOf(segments) - segments.cancelled
  return {
    id: record.id,
    name: record.name,
    state: record.state,
    pauseReason: record.pauseReason,
    pauseError: record.pauseError,
    accountId: record.accountId,
    account: record.account,
    gateway: record.gateway,
    sandbox: record.gateway !== null && describeGateway(gateways, record.gateway).sandbox,
    sender: record.sender,
    counts,
    recipients: planned > 0 ? planned : (record.plannedRecipients ?? 0),
    segments: planned > 0 ? payable : (record.plannedSegments ?? 0),
    cost: planned > 0 ? priceOf(payable, record.price) : record.plannedCost,
    currency: record.currency,
    scheduledAt: record.scheduledAt,
    recurrence: record.recurrence,
    timeZone: record.timeZone,
    personalDates: record.personalDates,
    createdAt: record.createdAt,
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
  }
}

/** Exact; null without a price. */
export function priceOf(segments: number, price: string | null): string | null {
  if (price === null || !isDecimal(price)) return null
  const { units, scale } = toScaled(price)
  return fromScaled(units * BigInt(segments), scale)
}

/** Delivered among those that the gateway took; null while no phone has reported. */
export function deliveryRateOf(counts: MessageCounts): number | null {
  const { sent } = sendingCounts(counts)
  return sent === outcomeCounts(counts).sent ? null : outcomeCounts(counts).delivered / sent
}

function whatCan(
  record: Campaign,
  counts: MessageCounts,
  { gateways, mayRetry }: { readonly gateways: Gateways; readonly mayRetry: () => boolean },
): CampaignView['can'] {
  const { state } = record
  const still = state === 'paused' || state === 'finished'
  const resolve = sendingCounts(counts).doubtful > 0 && (still || state === 'cancelled')
  const abilities = record.gateway === null ? null : describeGateway(gateways, record.gateway).abilities
  return {
    ...campaignAbilities({ ...record, counts }),
    retry: still && mayRetry(),
    resolve,
    settleFromGateway:
      resolve && record.accountId !== null && (abilities?.settleFromArchive === true || abilities?.trace === true),
  }
}
