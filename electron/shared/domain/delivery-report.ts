/**
 * Evidence about a message after it was sent, whatever its source, and how contradicting evidence merges: by rank.
 */

export const reportStatuses = ['accepted', 'undelivered', 'expired', 'delivered', 'rejected'] as const
export type ReportStatus = (typeof reportStatuses)[number]

export const reportSources = ['answer', 'trace', 'callback', 'archive', 'person'] as const
export type ReportSource = (typeof reportSources)[number]

/** One piece of evidence from a gateway about one message. */
export interface DeliveryReport {
  /** The gateway's own message id, null where it gives none. */
  readonly gatewayMessageId: string | null
  /** E.164 with `+` where it is clearly international, else as the gateway spells it; null where it does not repeat it. */
  readonly phone: string | null
  /** The message's text, where the gateway repeats it. */
  readonly text?: string
  readonly status: ReportStatus
  /** True when the gateway says that no further report will come. */
  readonly final: boolean
  /** The gateway's own code or word, for the timeline. */
  readonly gatewayStatus: string
  /** Epoch ms of the event at the gateway, null where not given. */
  readonly occurredAt: number | null
}
