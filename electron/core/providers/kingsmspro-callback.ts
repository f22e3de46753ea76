/**
 * KING SMS PRO posts delivery reports to the `url` of a send ("QUERY PARAMETERS": `url`, "Url de votre dlr"). The page
 * shows no example: the fields of "SMS TRACE" are read, in any form in which a PHP script posts them. That sample holds
 * the destination; a report without it is not believed, since an id of nine digits is soon guessed.
 */
import { callbackValue } from './callback-body'
import { field, internationalPhone, isObject, textValue } from './fields'
import { kingStatuses } from './kingsmspro-statuses'
import type { DeliveryReport } from '@shared/domain/delivery-report'
import type { CallbackReading, CallbackRequest } from './provider'

/** Null unless the request is a POST of at least one report. */
export function readKingCallback(request: CallbackRequest): CallbackReading | null {
  if (request.method !== 'POST') return null
  const value = callbackValue(request)
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value]
  const read = entries.map((entry) => deliveryReport(entry))
  const reports = read.filter((report) => report !== null)
  if (reports.length === 0) return null
  const unread = entries.filter((_, index) => read[index] === null).map((entry) => JSON.stringify(entry))
  return {
    reports,
    unread,
    reply: (stored) =>
      unread.length > 0
        ? { status: 400, contentType: 'text/plain; charset=utf-8', body: 'NOT READ' }
        : stored.every(Boolean)
          ? { status: 200, contentType: 'text/plain; charset=utf-8', body: 'OK' }
          : { status: 503, contentType: 'text/plain; charset=utf-8', body: 'RETRY' },
  }
}

function deliveryReport(entry: unknown): DeliveryReport | null {
  if (!isObject(entry)) return null
  const gatewayMessageId = textValue(field(entry, 'messageId', 'messageid', 'message_id'))
  const code = textValue(field(entry, 'status', 'Status'))?.toUpperCase() ?? ''
  const status = kingStatuses.get(code)
  const destination = textValue(field(entry, 'destination', 'to'))
  if (gatewayMessageId === null || status === undefined || destination === null || !/\d/.test(destination)) return null
  const text = field(entry, 'message')
  return {
    gatewayMessageId,
    phone: internationalPhone(destination),
    ...(typeof text === 'string' && text !== '' ? { text } : {}),
    status: status.report,
    final: status.final,
    gatewayStatus: code,
    occurredAt: null,
  }
}
