/**
 * The life of one recipient's SMS, as a pure table: which event moves which state where. Storage CHECKs the same words,
 * the engine asks this table before it writes, and every state × event is tested. Later proof wins; nothing leaves `delivered`.
 */

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
 * `failed`: given up before the gateway ever saw it (six provably unsent attempts, or a text that cannot be rendered).
 * `rejected`: the gateway refused it. `unknown`: it may have been accepted; a person or the gateway's archive settles it.
 */
export type MessageState = (typeof messageStates)[number]

export type MessageEvent =
  | 'claim'
  | 'accept'
  | 'reject'
  | 'give_up'
  | 'not_sent'
  | 'lose'
  | 'cancel'
  | 'deliver'
  | 'undeliver'
  | 'expire'
  | 'prove_sent'
  | 'prove_absent'
  | 'send_again'
  | 'retry'

const transitions: Readonly<Record<MessageState, Partial<Record<MessageEvent, MessageState>>>> = {
  // `accept` and `reject`: the late answer to an attempt that was given up for doubtful meanwhile
  pending: { claim: 'sending', cancel: 'cancelled', give_up: 'failed', accept: 'accepted', reject: 'rejected' },
  sending: {
    accept: 'accepted',
    reject: 'rejected',
    not_sent: 'pending',
    lose: 'unknown',
    give_up: 'failed',
  },
  // reports merge by rank, whatever their order: accepted < expired < undelivered < delivered; a refusal of what was
  // accepted after all means that it did not arrive
  accepted: { deliver: 'delivered', undeliver: 'undelivered', expire: 'expired', reject: 'undelivered' },
  delivered: {},
  undelivered: { deliver: 'delivered' },
  expired: { deliver: 'delivered', undeliver: 'undelivered', reject: 'undelivered' },
  rejected: {
    retry: 'pending',
    deliver: 'delivered',
    prove_sent: 'undelivered',
    undeliver: 'undelivered',
    expire: 'undelivered',
  },
  failed: { retry: 'pending' },
  unknown: {
    accept: 'accepted',
    prove_sent: 'accepted',
    prove_absent: 'pending',
    send_again: 'pending',
    reject: 'rejected',
    deliver: 'delivered',
    undeliver: 'undelivered',
    expire: 'expired',
  },
  cancelled: { accept: 'accepted', reject: 'rejected' },
}

/** The state that `event` leads to, or null where it changes nothing. */
export function nextMessageState(state: MessageState, event: MessageEvent): MessageState | null {
  return transitions[state][event] ?? null
}

/** One count per state; they always add up to the campaign's recipients. */
export type MessageCounts = Readonly<Record<MessageState, number>>

export function emptyMessageCounts(): Record<MessageState, number> {
  return {
    pending: 0,
    sending: 0,
    accepted: 0,
    delivered: 0,
    undelivered: 0,
    expired: 0,
    rejected: 0,
    failed: 0,
    unknown: 0,
    cancelled: 0,
  }
}

/** What was provably not sent is tried again five times at most (product rule), then it is `failed`. */
export const maxRetries = 5
