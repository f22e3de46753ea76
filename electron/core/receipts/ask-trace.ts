/** What a gateway says of one message by its id. Polling and settling both ask here. */
import type { DeliveryReport } from '@shared/domain/delivery-report'
import { AppError } from '@shared/errors'
import type { Provider, ProviderContext } from '../providers/provider'
import { isSamePhone } from './same-phone'

export interface TracedMessage {
  readonly gatewayMessageId: string
  /** E.164 with `+`. */
  readonly phone: string
}

/**
 * Null where the gateway does not know the message. Throws what the gateway throws, and AppError answer_unreadable for a
 * trace of somebody else's number: it proves nothing about this message.
 */
export async function askTrace(
  { trace }: Provider,
  context: ProviderContext,
  { gatewayMessageId, phone }: TracedMessage,
): Promise<DeliveryReport | null> {
  const report = (await trace?.(context, gatewayMessageId)) ?? null
  const traced = report?.phone ?? phone
  if (!isSamePhone(traced, phone)) throw new AppError('answer_unreadable')
  return report
}
