/**
 * KING SMS PRO posts delivery reports to the `url` of a send ("QUERY PARAMETERS": `url`, "Url de votre dlr"). The page
 * shows no example: the fields of "SMS TRACE" are read from the query, a form or JSON.
 */
import { digitsOf, field, isObject, textValue, type JsonObject } from './fields'
import { parseJson } from './json'
import { kingStatuses } from './kingsmspro-statuses'
import type { CallbackReading, CallbackRequest } from './provider'

/** Null unless the request names a message and one of the statuses of Appendix A. */
export function readKingCallback(request: CallbackRequest): CallbackReading | null {
  const fields = callbackFields(request)
  if (fields === null) return null
  const gatewayMessageId = textValue(field(fields, 'messageId', 'messageid', 'message_id'))
  const code = textValue(field(fields, 'status', 'Status'))?.toUpperCase() ?? ''
  const status = kingStatuses.get(code)
  if (gatewayMessageId === null || status === undefined) return null
  const destination = textValue(field(fields, 'destination', 'to'))
  return {
    reports: [
      {
        gatewayMessageId,
        phone: destination === null ? null : `+${digitsOf(destination)}`,
        status: status.report,
        final: status.final,
        gatewayStatus: code,
        occurredAt: null,
      },
    ],
    reply: ([stored]) =>
      stored === true
        ? { status: 200, contentType: 'text/plain; charset=utf-8', body: 'OK' }
        : { status: 503, contentType: 'text/plain; charset=utf-8', body: 'RETRY' },
  }
}

function callbackFields(request: CallbackRequest): JsonObject | null {
  const query = Object.fromEntries(request.query)
  if (request.body.trim() === '') return query
  if (request.contentType.toLowerCase().includes('form-urlencoded')) {
    return { ...query, ...Object.fromEntries(new URLSearchParams(request.body)) }
  }
  try {
    const value = parseJson(request.body)
    const inner = isObject(value) ? (field(value, 'result') ?? value) : value
    return isObject(inner) ? { ...query, ...inner } : null
  } catch {
    return null
  }
}
