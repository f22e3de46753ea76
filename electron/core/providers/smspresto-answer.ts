/** SMS Presto, "Success response (Json)" and "Error codes": what the answer to a send says. */
import { policyOf, type ErrorCode } from '@shared/errors'
import { notSent, rejected, unknown } from './answer'
import { field, integerValue, isObject, plainWords, quoted, textValue } from './fields'
import type { OutgoingMessage, SendOutcome } from './provider'

/** "Error code list". 102 and 103 speak of one entry: see `bad_entry`. */
export const prestoCodes: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  [1, 'auth'],
  [10, 'auth'],
  [11, 'auth'],
  [100, 'sender_refused'],
  [101, 'sender_refused'],
  [102, 'invalid_recipient'],
  [103, 'text_refused'],
])

/**
 * One outcome per message; `bad_entry` when a batch was refused whole for an entry that the answer does not name;
 * `none_sent` for a success that counts no message; null where the answer is not one of the reference's.
 */
export function readPrestoSend(
  value: unknown,
  messages: readonly OutgoingMessage[],
  credentials: Readonly<Record<string, string>>,
): readonly SendOutcome[] | 'bad_entry' | 'none_sent' | null {
  if (!isObject(value)) return null
  const status = integerValue(field(value, 'status'))
  if (status === null) return null
  const count = integerValue(field(value, 'message-count'))
  if (status === 0) return count === 0 ? 'none_sent' : acceptedAll(count, messages)
  const words = textValue(field(value, 'message'))
  const code = prestoCodes.get(status) ?? undocumentedCode(words)
  if (code === null) return null
  if ((status === 102 || status === 103) && messages.length > 1) return 'bad_entry'
  const refused = policyOf(code).refusal
    ? rejected(code, quoted(`${status} ${words ?? ''}`, credentials))
    : notSent(code)
  return messages.map(() => refused)
}

/** The list has no code for an empty stock; its words are recognised beside a code that the list does not have. */
function undocumentedCode(words: string | null): ErrorCode | null {
  return /insufficient|insuffisant|not enough|solde|credit|stock/.test(plainWords(words ?? ''))
    ? 'insufficient_funds'
    : null
}

/**
 * `message-count` is the "number of messages sent": as many as recipients (or, should it count segments, as all their
 * segments) means everyone. Fewer, and nobody knows who; none given, and nothing is proved.
 */
function acceptedAll(count: number | null, messages: readonly OutgoingMessage[]): readonly SendOutcome[] {
  const segments = messages.reduce((sum, message) => sum + message.segments, 0)
  if (count !== messages.length && count !== segments) {
    return messages.map(() => unknown(count === null ? 'answer_unreadable' : 'answer_partial'))
  }
  return messages.map((message) => ({
    kind: 'accepted',
    gatewayMessageId: null,
    units: count === segments ? message.segments : null,
    cost: null,
    currency: null,
    gatewayStatus: '0',
    report: null,
  }))
}
