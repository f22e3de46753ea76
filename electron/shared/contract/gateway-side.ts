/** What the gateways remember and report: archives and delivery reports. */
import type { WireError } from '../errors'
import { dayText, filePath, nothing, request, rowId, shortText, z } from './schema'

export interface ArchiveRow {
  readonly gatewayMessageId: string | null
  readonly phone: string
  readonly text: string | null
  readonly sender: string | null
  readonly status: string | null
  readonly segments: number | null
  readonly createdAt: number | null
  readonly sentAt: number | null
  readonly contactName: string | null
  /** Message of the history that this entry is, null where Griot did not send it. */
  readonly messageId: number | null
}

/**
 * Why a reading of an archive may not have seen everything: `gap` (pages do not join, or fewer entries than the gateway
 * counts), `repeated` (a cursor or page came again, or a page brought nothing new), `limit` (100,000 entries, or too much
 * text), `time` (the gateway took too long), `unreadable` (entries without id, number and text), `unchecked` (its pages give no means to check).
 */
export const archiveReadingGaps = ['gap', 'repeated', 'limit', 'time', 'unreadable', 'unchecked'] as const
export type ArchiveReadingGap = (typeof archiveReadingGaps)[number]

export interface ArchiveReadingEnd {
  /** True where the pages overlapped and the gateway showed its end, or where its own total was reached. */
  readonly complete: boolean
  /** Null where complete. */
  readonly why: ArchiveReadingGap | null
  /** The gateway's own total was reached. */
  readonly counted: boolean
  readonly entries: number
}

export interface ArchivePageView {
  readonly rows: readonly ArchiveRow[]
  /** For the same reading only; null at its end. */
  readonly nextCursor: string | null
  /** Null while there may be more. */
  readonly end: ArchiveReadingEnd | null
}

export interface ArchiveComparison {
  /** In both: the first of them, and how many there are. */
  readonly found: readonly ArchiveRow[]
  readonly foundCount: number
  /** Accepted by the gateway according to history, but not in its archive. */
  readonly missing: readonly {
    readonly messageId: number
    readonly phone: string
    readonly text: string
    readonly acceptedAt: number | null
  }[]
  readonly missingCount: number
  /** In the archive, not in history (sent from elsewhere). */
  readonly onlyThere: readonly ArchiveRow[]
  readonly onlyThereCount: number
  readonly end: ArchiveReadingEnd
}

export interface ListenerView {
  readonly running: boolean
  readonly host: string
  readonly port: number
  /** Name under which gateways reach it from outside; '' for none. */
  readonly publicHost: string
  /** The whole address to give to each gateway that posts delivery reports. */
  readonly urls: readonly { readonly id: string; readonly gateway: string; readonly url: string }[]
  readonly received: number
  readonly lastAt: number | null
  /** Reports of messages that Griot does not know (yet). */
  readonly waiting: number
  /** Calls in the log: not understood or not allowed. */
  readonly logged: number
}

export const receiptLogReasons = ['unread', 'stranger', 'method', 'too_long', 'foreign'] as const

/** A call that the receiver did not understand or allow. */
export interface ReceiptLogRow {
  readonly id: number
  /** Of the last time. */
  readonly at: number
  readonly gateway: string
  readonly reason: (typeof receiptLogReasons)[number]
  /** As it came, shortened, without secrets. */
  readonly body: string
  readonly times: number
}

/** What one account did not answer as it should, by error. */
export interface PollTrouble {
  readonly account: string
  readonly error: WireError
  /** Messages about which nothing was learned: asked again later. 0 where the account could not be asked at all. */
  readonly messages: number
}

export interface PollAnswer {
  /** Messages about which a gateway was asked. */
  readonly asked: number
  /** Messages whose state is another one now. */
  readonly changed: number
  readonly troubles: readonly PollTrouble[]
}

const archiveRange = z.object({ accountId: rowId, from: dayText, to: dayText })

export const gatewaySideRequests = {
  'archive.page': request<ArchivePageView>()(archiveRange.extend({ cursor: z.string().max(500).nullable() })),
  'archive.compare': request<ArchiveComparison>()(archiveRange.extend({ jobId: shortText })),
  'archive.export': request<{ readonly rows: number; readonly end: ArchiveReadingEnd }>()(
    archiveRange.extend({ path: filePath, jobId: shortText }),
  ),
  'receipts.poll': request<PollAnswer>()(z.object({ accountId: rowId.nullable() })),
  'receipts.listener': request<ListenerView>()(nothing),
  'receipts.listen': request<ListenerView>()(
    z.object({
      enabled: z.boolean(),
      host: z.string().max(100),
      port: z.number().int().min(0).max(65_535),
      /** Keep as the setting, so that the window listens again at its next start. */
      persist: z.boolean(),
    }),
  ),
  /** The last calls that were not understood or not allowed, newest first. */
  'receipts.log': request<readonly ReceiptLogRow[]>()(z.object({ limit: z.number().int().min(1).max(500) })),
  /** Makes the address of this gateway anew; the old one is refused from then on. `accounts`: those whose address was changed with it. */
  'receipts.newAddress': request<{ readonly view: ListenerView; readonly accounts: number }>()(
    z.object({ gateway: z.string().max(40) }),
  ),
  'receipts.publicHost': request<ListenerView>()(z.object({ host: z.string().trim().max(253) })),
} as const
