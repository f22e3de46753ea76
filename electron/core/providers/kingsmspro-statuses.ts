/**
 * KING SMS PRO, "Appendix A: message statuses": every code, what it says about delivery, and what it means in the
 * answer to a send.
 */
import type { ReportStatus } from '@shared/domain/delivery-report'
import type { ErrorCode } from '@shared/errors'

export interface KingStatus {
  /** The vendor's own words. */
  readonly meaning: string
  /** As evidence about a message that was sent earlier (trace, callback). */
  readonly report: ReportStatus
  /** No further report will come. */
  readonly final: boolean
  /** In the answer to a send: accepted, or the refusal's code. Kinds config, funds and limit mean "nothing was sent". */
  readonly send: 'accepted' | ErrorCode
}

const onItsWay = { report: 'accepted', final: false, send: 'accepted' } as const
const delivered = { report: 'delivered', final: true, send: 'accepted' } as const
const undelivered = { report: 'undelivered', final: true } as const
/** Nothing was sent, and nothing will be until the account is changed at the vendor's. */
const setup = { report: 'rejected', final: true, send: 'account_setup' } as const
const limit = { report: 'rejected', final: true, send: 'daily_limit' } as const

export const kingStatuses: ReadonlyMap<string, KingStatus> = new Map<string, KingStatus>([
  ['ACT', { meaning: 'Message accepted into KING SMS PRO server', ...onItsWay }],
  ['BUF', { meaning: 'Queued at the gateway for delivery at a later time', ...onItsWay }],
  ['DLG', { meaning: 'Message received by gateway', ...onItsWay }],
  ['IPR', { meaning: 'In process at KING SMS PRO', ...onItsWay }],
  ['ITM', { meaning: 'Intermediate', ...onItsWay }],
  ['PACT', { meaning: 'Notification accepted into the system', ...onItsWay }],
  ['PAPP', { meaning: 'Delivered to the KingAlert mobile notification system', ...onItsWay }],
  ['DLV', { meaning: 'Confirmation of receipt on the handset of the recipient', ...delivered }],
  ['DLA', { meaning: 'Delivered by Alert App', ...delivered }],
  ['EXP', { meaning: 'Message has expired, could not be delivered', report: 'expired', final: true, send: 'accepted' }],
  ['ABS', { meaning: 'Absent subscriber', ...undelivered, send: 'invalid_recipient' }],
  ['ERD', { meaning: 'An error occurred delivering the message to the handset', ...undelivered, send: 'rejected' }],
  ['INV', { meaning: 'Network is unknown or can not be reached', ...undelivered, send: 'invalid_recipient' }],
  ['BLO', { meaning: 'Destination mobile number blocked', ...undelivered, send: 'invalid_recipient' }],
  ['LEN', { meaning: 'Message too long', ...undelivered, send: 'text_refused' }],
  ['DUP', { meaning: 'Duplicate message received from client', ...undelivered, send: 'rejected' }],
  // no receipt will ever come: the message left, its delivery stays unknown
  ['NRC', { meaning: 'No Receipt Confirmation from Telecom', report: 'accepted', final: true, send: 'rejected' }],
  ['INF', { meaning: "Affiliate is not configured in the client's profile", ...setup }],
  ['IPV', { meaning: 'Remote IP is not registered', ...setup }],
  ['NCR', { meaning: 'The client did not subscribe to this network', ...setup }],
  ['NPZ', { meaning: 'Network price not configured', ...setup }],
  ['NSF', { meaning: 'Lack of funds in the account', report: 'rejected', final: true, send: 'insufficient_funds' }],
  ['MAX', { meaning: 'Daily maximum reached', ...limit }],
  ['MAP', { meaning: 'Daily maximum reached at provider', ...limit }],
])
