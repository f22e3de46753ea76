/**
 * The states of one recipient's SMS and the events that move it. The ledger (core/storage/message-ledger.ts) compiles this
 * table into every statement that changes a state, and the schema refuses any other change. Every state × event is in
 * test/unit/shared/domain/message.test.ts. Later proof wins; nothing leaves `delivered`.
 */
import type { ReportStatus } from './delivery-report'

export const messageStates = [
  'pending',
  'sending',
  'accepted',
  'delivered',
  'undelivered',
  'expired',
  'rejected',
  'failed',
  'unknown',
  'cancelled',
] as const
/**
 * `failed`: given up before the gateway saw it (six provably unsent attempts). `rejected`: the gateway refused it.
 * `unknown`: it may have been accepted; a person, the gateway's archive or a late answer decides.
 */
export type MessageState = (typeof messageStates)[number]

export const messageEvents = [
  // a turn takes it to send it
  'claim',
  // how an attempt ended: the gateway's answer, no request sent, no clear answer, or the process that sent it died
  'accept',
  'reject',
  'not_sent',
  'give_up',
  'lose',
  'recover',
  // a delivery report
  'report_accepted',
  'report_undelivered',
  'report_expired',
  'report_delivered',
  'report_rejected',
  // a person or an archive says that a doubtful one was sent; only a person says that it is to be sent again
  'settle_sent',
  'settle_unsent',
  'retry',
  'cancel',
] as const
export type MessageEvent = (typeof messageEvents)[number]

/** The event of a delivery report. */
export function reportEvent<Status extends ReportStatus>(status: Status): `report_${Status}` {
  return `report_${status}`
}

const transitions: Readonly<Record<MessageState, Partial<Record<MessageEvent, MessageState>>>> = {
  // `accept`, `reject`: the late answer to an attempt that was lost meanwhile. A report that an earlier attempt was taken or
  // delivered keeps the message from being sent a second time
  pending: {
    claim: 'sending',
    cancel: 'cancelled',
    accept: 'accepted',
    reject: 'rejected',
    report_accepted: 'accepted',
    report_delivered: 'delivered',
  },
  sending: {
    accept: 'accepted',
    reject: 'rejected',
    not_sent: 'pending',
    give_up: 'failed',
    lose: 'unknown',
    recover: 'unknown',
  },
  // reports merge by rank, whatever their order: accepted < expired < undelivered < delivered; a refusal of what was
  // accepted means that it did not arrive
  accepted: {
    report_delivered: 'delivered',
    report_undelivered: 'undelivered',
    report_expired: 'expired',
    report_rejected: 'undelivered',
  },
  delivered: {},
  undelivered: { report_delivered: 'delivered' },
  expired: { report_delivered: 'delivered', report_undelivered: 'undelivered', report_rejected: 'undelivered' },
  rejected: {
    retry: 'pending',
    report_delivered: 'delivered',
    report_accepted: 'undelivered',
    report_undelivered: 'undelivered',
    report_expired: 'undelivered',
  },
  failed: { retry: 'pending', report_accepted: 'accepted', report_delivered: 'delivered' },
  unknown: {
    accept: 'accepted',
    reject: 'rejected',
    not_sent: 'pending',
    give_up: 'failed',
    settle_sent: 'accepted',
    settle_unsent: 'pending',
    report_accepted: 'accepted',
    report_delivered: 'delivered',
    report_undelivered: 'undelivered',
    report_expired: 'expired',
    report_rejected: 'rejected',
  },
  cancelled: {
    accept: 'accepted',
    reject: 'rejected',
    report_accepted: 'accepted',
    report_delivered: 'delivered',
  },
}

/** The state that `event` leads to, or null where it changes nothing. */
export function nextMessageState(state: MessageState, event: MessageEvent): MessageState | null {
  return transitions[state][event] ?? null
}

/** Events that come together, in order: an answer that accepts may report delivery too. */
export type MessageEvents = readonly [MessageEvent, ...MessageEvent[]]

/** The state that `events` lead to, or null where the first of them changes nothing. Later ones may change nothing. */
export function stateAfter(state: MessageState, [first, ...others]: MessageEvents): MessageState | null {
  const next = nextMessageState(state, first)
  return next === null ? null : others.reduce((last, event) => nextMessageState(last, event) ?? last, next)
}

/** The states that `event` moves. */
export function statesMovedBy(event: MessageEvent): MessageState[] {
  return messageStates.filter((state) => nextMessageState(state, event) !== null)
}

/** How the sending of a message went. `sent`: the gateway took it, so it costs; `unsent`: it was refused or given up. */
export const sendingGroups = ['waiting', 'sent', 'unsent', 'doubtful', 'cancelled'] as const
export type SendingGroup = (typeof sendingGroups)[number]

/** What became of a message, as people count it. `sent`: the gateway took it and has not said yet how it ended. */
export const outcomeGroups = ['delivered', 'sent', 'doubtful', 'failed', 'cancelled', 'waiting'] as const
export type OutcomeGroup = (typeof outcomeGroups)[number]

const groups: Readonly<Record<MessageState, { readonly sending: SendingGroup; readonly outcome: OutcomeGroup }>> = {
  pending: { sending: 'waiting', outcome: 'waiting' },
  sending: { sending: 'waiting', outcome: 'waiting' },
  accepted: { sending: 'sent', outcome: 'sent' },
  delivered: { sending: 'sent', outcome: 'delivered' },
  undelivered: { sending: 'sent', outcome: 'failed' },
  expired: { sending: 'sent', outcome: 'failed' },
  rejected: { sending: 'unsent', outcome: 'failed' },
  failed: { sending: 'unsent', outcome: 'failed' },
  unknown: { sending: 'doubtful', outcome: 'doubtful' },
  cancelled: { sending: 'cancelled', outcome: 'cancelled' },
}

export function sendingOf(state: MessageState): SendingGroup {
  return groups[state].sending
}

export function outcomeOf(state: MessageState): OutcomeGroup {
  return groups[state].outcome
}

export function statesOfOutcome(outcome: OutcomeGroup): MessageState[] {
  return messageStates.filter((state) => outcomeOf(state) === outcome)
}

/** The gateway took them. */
export const sentStates = messageStates.filter((state) => sendingOf(state) === 'sent')

/** The gateway has them or may have them: sent, doubtful, or in flight. */
export const askedStates = messageStates.filter(
  (state) => state === 'sending' || sendingOf(state) === 'sent' || sendingOf(state) === 'doubtful',
)

/** One count per state; they always add up to the campaign's recipients. */
export type MessageCounts = Readonly<Record<MessageState, number>>

export function emptyMessageCounts(): Record<MessageState, number> {
  return zeros(messageStates)
}

/** Works for any number kept per state: messages, segments. */
export function sendingCounts(counts: MessageCounts): Record<SendingGroup, number> {
  const sums = zeros(sendingGroups)
  for (const state of messageStates) sums[sendingOf(state)] += counts[state]
  return sums
}

export function outcomeCounts(counts: MessageCounts): Record<OutcomeGroup, number> {
  const sums = zeros(outcomeGroups)
  for (const state of messageStates) sums[outcomeOf(state)] += counts[state]
  return sums
}

export function totalOf(counts: MessageCounts): number {
  return messageStates.reduce((sum, state) => sum + counts[state], 0)
}

/** All messages, and those that need nothing more from Griot. */
export function progressOf(counts: MessageCounts): { readonly done: number; readonly total: number } {
  const total = totalOf(counts)
  return { done: total - sendingCounts(counts).waiting, total }
}

function zeros<Key extends string>(keys: readonly Key[]): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>
}

/** What was provably not sent is tried again five times at most (product rule), then it is `failed`. */
export const maxRetries = 5
