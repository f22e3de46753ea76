/**
 * KING SMS PRO (Togo). One message per request, form fields, the key in headers. Sections named below are those of the
 * vendor's page: "Intégration de l'API", "Vérifier son solde", "SMS TRACE", "SMS REPORTS", "Appendix A".
 *
 * Where the page is silent: the shapes of account/details and reports, of refusals outside Appendix A, and of the callback.
 */
import type { DeliveryReport } from '@shared/domain/delivery-report'
import { AppError, policyOf, type ErrorCode } from '@shared/errors'
import { failedOutcome, jsonOrThrow, notSent, outcomeOf, readJson, rejected, unknown } from './answer'
import {
  digitsOf,
  field,
  integerValue,
  internationalPhone,
  isObject,
  plainWords,
  textValue,
  type JsonObject,
} from './fields'
import { decimalFigure } from './figure'
import type { HttpExchange, HttpRequest } from './http'
import { kingAccount, kingArchive, unwrapped } from './kingsmspro-account'
import { readKingCallback } from './kingsmspro-callback'
import { kingStatuses } from './kingsmspro-statuses'
import type { OutgoingMessage, Provider, ProviderContext, SendOutcome, SendRequest, SendResult } from './provider'

const senderMaxLength = 11
/** "SMS REPORTS" has no pages: every message between two days comes in one answer, some 300 bytes each. */
const reportsBytes = 64 * 1_048_576

export const kingSmsPro: Provider = {
  description: {
    id: 'kingsmspro',
    name: 'KING SMS PRO',
    countries: ['TG'],
    website: 'https://kingsmspro.org',
    defaultBaseUrl: 'https://edok-api.kingsmspro.org/api/v1',
    credentials: [
      {
        key: 'apiKey',
        label: { fr: 'Clé d’API', en: 'API key' },
        hint: {
          fr: 'Sur le site de KING SMS PRO, rubrique « Développeur ».',
          en: 'On the KING SMS PRO site, under “Développeur”.',
        },
        secret: true,
      },
      {
        key: 'clientId',
        label: { fr: 'Identifiant client', en: 'Client ID' },
        hint: {
          fr: 'Un nombre, affiché à côté de la clé d’API dans la rubrique « Développeur ».',
          en: 'A number shown beside the API key, under “Développeur”.',
        },
        secret: false,
      },
    ],
    abilities: {
      batchSize: 1,
      flash: true,
      balance: true,
      figures: true,
      archive: true,
      trace: true,
      callback: true,
      callbackPerMessage: true,
      settleFromArchive: false,
      messageId: true,
      senderMaxLength,
    },
    sandbox: false,
  },
  send,
  balance: async (context) =>
    kingAccount(jsonOrThrow(await post(context, '/account/details', {})), context.credentials),
  archive: (context, query) =>
    kingArchive(query, async (fields) =>
      jsonOrThrow(await post(context, '/sms/reports', fields, { bodyBytes: reportsBytes })),
    ),
  trace,
  readCallback: readKingCallback,
}

/** "QUERY PARAMETERS": APIKEY and CLIENTID are headers, everything else form fields. */
function post(
  context: ProviderContext,
  path: string,
  fields: Record<string, string>,
  limits: Pick<HttpRequest, 'bodyBytes'> = {},
): Promise<HttpExchange> {
  return context.http.exchange({
    ...limits,
    method: 'POST',
    url: context.baseUrl + path,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      apikey: context.credentials.apiKey ?? '',
      clientid: context.credentials.clientId ?? '',
    },
    body: new URLSearchParams(fields).toString(),
    signal: context.signal,
  })
}

/** "Intégration de l'API": POST /sms/send. */
async function send(context: ProviderContext, request: SendRequest): Promise<SendResult> {
  const outcomes: SendOutcome[] = []
  for (const message of request.messages) outcomes.push(await sendOne(context, request, message))
  return { outcomes, balance: null }
}

async function sendOne(context: ProviderContext, request: SendRequest, message: OutgoingMessage): Promise<SendOutcome> {
  if (request.sender.length > senderMaxLength) return notSent('sender_invalid')
  const exchange = await post(context, '/sms/send', {
    from: request.sender,
    to: digitsOf(message.phone),
    type: request.flash ? '1' : '0',
    message: message.text,
    // the table says yes/no, the sample and the answer 1/0; always 1: tracing needs the network's receipt
    dlr: '1',
    ...(request.callbackUrl === null ? {} : { url: request.callbackUrl }),
  })
  if (exchange.kind !== 'answer') return failedOutcome(exchange)
  const reading = readJson(exchange)
  return outcomeOf(exchange, reading.ok ? documented(oneAnswer(reading.value), message) : null)
}

/** The answer inside its wrapping; null where both have a status and they do not agree. */
function oneAnswer(value: unknown): unknown {
  const inner = unwrapped(value)
  const statusOf = (each: unknown): string | null => (isObject(each) ? textValue(field(each, 'status')) : null)
  const outer = statusOf(value)
  return /^[A-Z]{3,4}$/i.test(outer ?? '') && outer !== statusOf(inner) ? null : inner
}

/** The answer to a send, bare or as `{"result": …}`; null where it is not one that the document shows. */
function documented(answer: unknown, message: OutgoingMessage): SendOutcome | null {
  if (!isObject(answer)) return null
  const code = textValue(field(answer, 'status'))?.toUpperCase() ?? null
  const status = code === null ? undefined : kingStatuses.get(code)
  if (status === undefined) return refusal(answer, message)
  if (status.send !== 'accepted') return refused(status.send, code)
  const gatewayMessageId = textValue(field(answer, 'messageId'))
  const to = textValue(field(answer, 'to'))
  // an acceptance without an id, or for somebody else, is not this message's acceptance
  if (gatewayMessageId === null || (to !== null && digitsOf(to) !== digitsOf(message.phone)))
    return unknown('answer_unreadable')
  return {
    kind: 'accepted',
    gatewayMessageId,
    units: integerValue(field(answer, 'sms_count')),
    cost: decimalFigure(field(answer, 'amount')),
    currency: currencyOf(answer),
    gatewayStatus: code,
    report: status.report === 'accepted' ? null : kingReport(gatewayMessageId, message.phone, code ?? ''),
  }
}

function refused(code: ErrorCode, gatewayStatus: string | null): SendOutcome {
  return policyOf(code).refusal
    ? rejected(code, gatewayStatus)
    : notSent(code, gatewayStatus === null ? {} : { detail: gatewayStatus })
}

function currencyOf(answer: JsonObject): string | null {
  const currency = textValue(field(answer, 'Currency', 'currency'))?.toUpperCase() ?? ''
  return /^[A-Z]{3}$/.test(currency) ? currency : null
}

/**
 * Refusals outside Appendix A, which the page does not show: the words that its key and balance checks answer with.
 * Anything else stays undocumented, so unknown.
 */
const refusals: readonly (readonly [RegExp, ErrorCode])[] = [
  [/api ?_?key|client ?_?id|unauthenticated|unauthori[sz]ed|cle d'api|non autorise|authentification/, 'auth'],
  [/insufficient|insuffisant|lack of funds/, 'insufficient_funds'],
]

function refusal(answer: JsonObject, message: OutgoingMessage): SendOutcome | null {
  // the answer to an accepted message repeats its text under `message`: not an error's text then
  if (field(answer, 'messageId', 'to', 'route') !== null) return null
  const words = textValue(field(answer, 'error', 'message'))
  if (words === null || words === message.text.trim()) return null
  const code = refusals.find(([pattern]) => pattern.test(plainWords(words)))?.[1]
  return code === undefined ? null : notSent(code)
}

/** A list holds many traces, or the one that was asked for: the only entry of that id. */
function traceOf(answer: unknown, gatewayMessageId: string): unknown {
  if (!Array.isArray(answer)) return answer
  const own = answer.filter((each) => isObject(each) && textValue(field(each, 'messageId')) === gatewayMessageId)
  return own.length === 1 ? (own[0] as unknown) : answer
}

/**
 * "SMS TRACE": POST /sms/trace with messageId. Null where the gateway does not know it. A page of HTML for one message (404)
 * speaks of that message alone: the same address answers for others.
 */
async function trace(context: ProviderContext, gatewayMessageId: string): Promise<DeliveryReport | null> {
  const exchange = await post(context, '/sms/trace', { messageId: gatewayMessageId })
  if (exchange.kind === 'answer' && (exchange.status === 404 || exchange.status === 410)) {
    if (readJson(exchange).ok) return null
    throw new AppError('gateway_failed', { status: exchange.status })
  }
  const answer = traceOf(unwrapped(jsonOrThrow(exchange)), gatewayMessageId)
  if (answer === null || (Array.isArray(answer) && answer.length === 0)) return null
  if (!isObject(answer)) throw new AppError('answer_unreadable')
  const code = textValue(field(answer, 'status'))?.toUpperCase() ?? ''
  const id = textValue(field(answer, 'messageId')) ?? gatewayMessageId
  if (!kingStatuses.has(code) || id !== gatewayMessageId) {
    const words = textValue(field(answer, 'error', 'message'))
    const refusedAs = refusals.find(([pattern]) => pattern.test(plainWords(words ?? '')))?.[1]
    throw new AppError(refusedAs ?? 'answer_unreadable')
  }
  const destination = textValue(field(answer, 'destination', 'to'))
  return kingReport(gatewayMessageId, destination === null ? null : internationalPhone(destination), code)
}

function kingReport(gatewayMessageId: string, phone: string | null, code: string): DeliveryReport {
  const status = kingStatuses.get(code)
  if (status === undefined) throw new AppError('internal')
  return {
    gatewayMessageId,
    phone,
    status: status.report,
    final: status.final,
    gatewayStatus: code,
    occurredAt: null,
  }
}
