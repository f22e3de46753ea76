/** devcodesms, 2.3 "Opération d'envoi de DR Notification SMS": POST of `dlrlist` to the partner's URL. */
import type { DeliveryReport } from '@shared/domain/delivery-report'
import { digitsOf, field, gatewayTime, integerValue, isObject, textValue, type JsonObject } from './fields'
import { parseJson } from './json'
import type { CallbackReading, CallbackRequest } from './provider'

/** Cameroon: UTC+1 all year. */
const cameroonOffsetHours = 1

/** Null unless the body is JSON with a `dlrlist`. Entries that cannot be read are answered 0, not stored. */
export function readDevcodeCallback(request: CallbackRequest): CallbackReading | null {
  if (request.method !== 'POST') return null
  const list = dlrList(request.body)
  if (list === null) return null
  const read = list.map((entry) => (isObject(entry) ? deliveryReport(entry) : null))
  return {
    reports: read.filter((report) => report !== null),
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

function dlrList(body: string): readonly unknown[] | null {
  try {
    const value = parseJson(body)
    const list = isObject(value) ? field(value, 'dlrlist') : null
    return Array.isArray(list) ? (list as unknown[]) : null
  } catch {
    return null
  }
}

/** "(*) Error Code and Description": 0 UNDELIV, 1 DELIVRD; the table spells the key `reponsecode`, elsewhere `responsecode`. */
function deliveryReport(entry: JsonObject): DeliveryReport | null {
  const gatewayMessageId = textValue(field(entry, 'messageid'))
  const word = textValue(field(entry, 'status', 'Status'))?.toUpperCase() ?? null
  const code = integerValue(field(entry, 'responsecode', 'reponsecode'))
  const delivered = word === null ? (code === 1 ? true : code === 0 ? false : null) : deliveredBy(word)
  if (gatewayMessageId === null || delivered === null) return null
  const mobile = digitsOf(textValue(field(entry, 'mobileno')) ?? '')
  return {
    gatewayMessageId,
    phone: mobile === '' ? null : `+${mobile}`,
    status: delivered ? 'delivered' : 'undelivered',
    final: true,
    gatewayStatus: word ?? String(code),
    occurredAt: gatewayTime(field(entry, 'deliverytime', 'senttime'), cameroonOffsetHours),
  }
}

function deliveredBy(word: string): boolean | null {
  if (word === 'DELIVRD') return true
  return word === 'UNDELIV' ? false : null
}
