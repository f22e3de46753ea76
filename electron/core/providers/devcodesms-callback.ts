/** devcodesms, 2.3 "Opération d'envoi de DR Notification SMS": POST of `dlrlist` to the partner's URL. */
import type { DeliveryReport, ReportStatus } from '@shared/domain/delivery-report'
import { callbackValue, jsonOf, numberedList } from './callback-body'
import { field, gatewayTime, integerValue, internationalPhone, isObject, textValue, type JsonObject } from './fields'
import type { CallbackReading, CallbackRequest } from './provider'

/** Cameroon: UTC+1 all year. */
const cameroonOffsetHours = 1

/** Null unless the request is a POST that holds a `dlrlist`. Entries that cannot be read are answered 0, not stored. */
export function readDevcodeCallback(request: CallbackRequest): CallbackReading | null {
  if (request.method !== 'POST') return null
  const list = dlrList(callbackValue(request))
  if (list === null) return null
  const read = list.map((entry) => (isObject(entry) ? deliveryReport(entry) : null))
  return {
    reports: read.filter((report) => report !== null),
    unread: list.filter((_, index) => read[index] === null).map((entry) => JSON.stringify(entry)),
    reply(stored) {
      let next = 0
      const dlrlist = list.map((entry, index) => {
        const done = read[index] !== null && stored[next++] === true
        return isObject(entry) ? { ...entry, status: done ? 1 : 0 } : { status: 0 }
      })
      return { status: 200, contentType: 'application/json', body: JSON.stringify({ dlrlist }) }
    },
  }
}

/** `{"dlrlist": [...]}`, a list of such, the list alone, one entry instead of a list; each of them also as JSON in a string. */
function dlrList(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) {
    const entries: unknown[] = value
      .map(documentOf)
      .flatMap((entry) => (isObject(entry) && Object.hasOwn(entry, 'dlrlist') ? (dlrList(entry) ?? [entry]) : [entry]))
    return entries.some((entry) => isObject(entry) && Object.hasOwn(entry, 'messageid')) ? entries : null
  }
  if (!isObject(value)) return null
  const list = documentOf(field(value, 'dlrlist'))
  if (Array.isArray(list)) return list.map(documentOf)
  const one = isObject(list) ? list : value
  return Object.hasOwn(one, 'messageid') ? [one] : (numberedList(one)?.map(documentOf) ?? null)
}

/** What JSON in a string holds; anything else is itself. */
function documentOf(value: unknown): unknown {
  return typeof value === 'string' ? (jsonOf(value.trim()) ?? value) : value
}

/**
 * "(*) Error Code and Description": 0 UNDELIV, 1 DELIVRD. These are words of SMPP 3.4 (section 5.2.28), so its other final
 * ones are read too; `UNKNOWN` and `DELETED` say nothing of the delivery.
 */
const words: ReadonlyMap<string, ReportStatus> = new Map<string, ReportStatus>([
  ['1', 'delivered'],
  ['DELIVRD', 'delivered'],
  ['DELIVERED', 'delivered'],
  ['0', 'undelivered'],
  ['UNDELIV', 'undelivered'],
  ['UNDELIVERED', 'undelivered'],
  ['EXPIRED', 'expired'],
  ['REJECTD', 'rejected'],
  ['ACCEPTD', 'accepted'],
  ['ENROUTE', 'accepted'],
])

/** The table spells the code's key `reponsecode`, elsewhere it is `responsecode`. */
function deliveryReport(entry: JsonObject): DeliveryReport | null {
  const gatewayMessageId = textValue(field(entry, 'messageid'))
  const code = integerValue(field(entry, 'responsecode', 'reponsecode'))
  const word = textValue(field(entry, 'status', 'Status'))?.toUpperCase() ?? (code === null ? null : String(code))
  const status = words.get(word ?? '')
  if (gatewayMessageId === null || word === null || status === undefined) return null
  const mobile = textValue(field(entry, 'mobileno')) ?? ''
  return {
    gatewayMessageId,
    phone: /\d/.test(mobile) ? internationalPhone(mobile) : null,
    status,
    final: status !== 'accepted',
    gatewayStatus: word,
    occurredAt: gatewayTime(field(entry, 'deliverytime', 'senttime'), cameroonOffsetHours),
  }
}
