/**
 * What every gateway adapter implements. An adapter turns Griot's terms into one vendor's HTTP and back; it knows
 * neither storage nor campaigns nor other adapters. A fifth gateway is one file beside this one, one line in registry.ts
 * and one fixture that faces the shared contract suite.
 */
import type { GatewayDescription } from '@shared/domain/account'
import type { DeliveryReport } from '@shared/domain/delivery-report'
import type { WireError } from '@shared/errors'
import type { Clock } from '../clock'
import type { Credentials } from '../secrets/secrets'
import type { HttpClient } from './http'

export interface OutgoingMessage {
  /** Griot's own message id, for the adapter's bookkeeping; it never leaves this computer. */
  readonly id: number
  /** E.164 with `+`. */
  readonly phone: string
  readonly text: string
  readonly encoding: 'GSM-7' | 'UCS-2'
  readonly segments: number
}

export interface SendRequest {
  /** At most `abilities.batchSize` messages, distinct phones. */
  readonly messages: readonly OutgoingMessage[]
  readonly sender: string
  readonly flash: boolean
  /** URL for delivery reports, null for none. */
  readonly callbackUrl: string | null
}

/** What became of one message of a request. */
export type SendOutcome =
  | {
      readonly kind: 'accepted'
      readonly gatewayMessageId: string | null
      /** Segments that the gateway says it charged. */
      readonly units: number | null
      /** Decimal string in `currency`. */
      readonly cost: string | null
      readonly currency: string | null
      readonly gatewayStatus: string | null
      /** Delivery already known from the answer (status DLV and the like). */
      readonly report: DeliveryReport | null
    }
  /** The gateway saw it and refused: kinds invalid_recipient or rejected. */
  | { readonly kind: 'rejected'; readonly error: WireError; readonly gatewayStatus: string | null }
  /** Provably not accepted by the gateway: auth, insufficient_funds, config, rate_limited, transient, cancelled. */
  | { readonly kind: 'not_sent'; readonly error: WireError; readonly retryAfterMs: number | null }
  /** The gateway may have accepted it. */
  | { readonly kind: 'unknown'; readonly error: WireError }

export interface SendResult {
  /** One per message, in the order of the request. */
  readonly outcomes: readonly SendOutcome[]
  /** Balance that came with the answer (decimal string), null where none did. */
  readonly balance: string | null
}

export interface BalanceReport {
  /** Decimal string, null where the gateway gives none. */
  readonly balance: string | null
  /** `sms`, or an ISO 4217 code. */
  readonly unit: string | null
  /** Every other figure the gateway gives, by a stable English key (`sent`, `contacts`, …) or the gateway's own. */
  readonly figures: Readonly<Record<string, string | number>>
}

export interface ArchiveEntry {
  readonly gatewayMessageId: string | null
  /** E.164 with `+` where it can be read as such, else as given. */
  readonly phone: string
  readonly text: string | null
  readonly sender: string | null
  readonly status: string | null
  readonly segments: number | null
  /** Epoch ms; the gateway's local time read as UTC+0 (Abidjan, Lomé) unless it says otherwise. Null if unreadable. */
  readonly createdAt: number | null
  readonly sentAt: number | null
  readonly contactName: string | null
}

export interface ArchiveQuery {
  /** Days as YYYY-MM-DD, both included. */
  readonly from: string
  readonly to: string
  /** Opaque, from the previous page; null for the first. */
  readonly cursor: string | null
}

export interface ArchivePage {
  /** Every row of the answer in its order; a row that cannot be read is an entry without number and text. */
  readonly entries: readonly ArchiveEntry[]
  /** Null only where the gateway has no more: a page shorter than asked for is no end. */
  readonly nextCursor: string | null
  /**
   * With how many of this page's last entries the next page begins, which shows that nothing lies between them. Null where
   * the gateway's pages cannot overlap: then nothing proves that the reading is whole.
   */
  readonly repeats: number | null
  /** Entries between the days in all, where the gateway says it. */
  readonly total?: number | null
}

export interface ProviderContext {
  readonly http: HttpClient
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly credentials: Credentials
  readonly clock: Clock
  readonly signal: AbortSignal
}

export interface CallbackRequest {
  readonly method: string
  /** Query parameters; a name given twice keeps its first value. */
  readonly query: ReadonlyMap<string, string>
  readonly contentType: string
  readonly body: string
}

/**
 * A delivery-report callback read: what it reports and how to answer once each report is stored (true) or not (false).
 * Reports and `reply`'s argument are in the same order.
 */
export interface CallbackReading {
  readonly reports: readonly DeliveryReport[]
  /** Entries that could not be read, as JSON: kept for a person to look at. */
  readonly unread: readonly string[]
  reply(stored: readonly boolean[]): { readonly status: number; readonly contentType: string; readonly body: string }
}

export interface Provider {
  readonly description: GatewayDescription
  /** Never throws for what a gateway or network does: everything is an outcome. */
  send(context: ProviderContext, request: SendRequest): Promise<SendResult>
  /** Throws AppError: auth, transient, unknown_outcome kinds. Absent where the gateway offers none. */
  readonly balance?: (context: ProviderContext) => Promise<BalanceReport>
  readonly archive?: (context: ProviderContext, query: ArchiveQuery) => Promise<ArchivePage>
  /** Null when the gateway does not know the id. */
  readonly trace?: (context: ProviderContext, gatewayMessageId: string) => Promise<DeliveryReport | null>
  /** Null when the request is not a delivery report of this gateway. Pure. */
  readonly readCallback?: (request: CallbackRequest) => CallbackReading | null
}
