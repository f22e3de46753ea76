/**
 * What an answer means before any vendor's own rules: is it JSON at all, and what does its HTTP status say alone.
 * The table is written out in docs/providers.md; product rule: after the first byte, `unknown` unless the answer is clear.
 */
import { AppError, wireError, type ErrorCode, type WireError } from '@shared/errors'
import { field, isObject, plainWords, textValue } from './fields'
import { parseJson } from './json'
import { hasRepeatedKey } from './repeated-key'
import type { HttpAnswer, HttpExchange } from './http'
import type { SendOutcome, SendRequest, SendResult } from './provider'

/** A body that is not one clear JSON document. */
type Unreadable = 'html' | 'unreadable'

/** Every outcome that carries an error. */
export type FailedOutcome = Exclude<SendOutcome, { readonly kind: 'accepted' }>

export type JsonReading =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: Unreadable }

/** Above this length a repeated key is not looked for: only archives are that long, and they decide nothing alone. */
const repeatedKeyLimit = 100_000

/** The body as JSON. An object with one key twice contradicts itself and is not read. */
export function readJson(answer: HttpAnswer): JsonReading {
  const { body } = answer
  if (answer.truncated) return { ok: false, why: 'unreadable' }
  try {
    const value = parseJson(body)
    const repeated = body.length <= repeatedKeyLimit && hasRepeatedKey(body)
    return repeated ? { ok: false, why: 'unreadable' } : { ok: true, value }
  } catch {
    const html = answer.contentType.includes('html') || /^\s*<(?:!doctype|html|head|body|br|p|b|div)\b/i.test(body)
    return { ok: false, why: html ? 'html' : 'unreadable' }
  }
}

export function notSent(
  code: ErrorCode,
  params: WireError['params'] = {},
  retryAfterMs: number | null = null,
): FailedOutcome {
  return { kind: 'not_sent', error: wireError(code, params), retryAfterMs }
}

export function unknown(code: ErrorCode, params: WireError['params'] = {}): FailedOutcome {
  return { kind: 'unknown', error: wireError(code, params) }
}

export function rejected(
  code: ErrorCode,
  gatewayStatus: string | null,
  params: WireError['params'] = {},
): FailedOutcome {
  return { kind: 'rejected', error: wireError(code, params), gatewayStatus }
}

/** What the HTTP status says where the body says nothing that the vendor documents. */
function statusOutcome(answer: HttpAnswer): FailedOutcome {
  const { status } = answer
  const at = { status }
  if (status === 401 || status === 403) return notSent('auth', at)
  if (status === 402) return notSent('insufficient_funds', at)
  if (status === 404 || status === 405 || status === 410) return notSent('base_url_invalid', at)
  if (status === 429) {
    const waitMs = answer.retryAfterMs
    return notSent('rate_limited', waitMs === null ? at : { ...at, seconds: Math.ceil(waitMs / 1000) }, waitMs)
  }
  // the request may have been seen whole: request timeout, conflict, misdirected, too early, closed by a proxy
  if (status === 408 || status === 409 || status === 421 || status === 425 || status === 499)
    return unknown('gateway_failed', at)
  if (status >= 400 && status < 500) return rejected('rejected', String(status), at)
  // a redirect is not followed, and whether what redirects has acted is not knowable
  if (status < 200 || status >= 300) return unknown('gateway_failed', at)
  const reading = readJson(answer)
  return unknown(!reading.ok && reading.why === 'html' ? 'answer_html' : 'answer_unreadable', at)
}

/**
 * The outcome of one exchange for one message. `documented` is what the body says by the vendor's document, null where
 * it says nothing documented. A success that comes with an error status contradicts itself: unknown.
 */
export function outcomeOf(answer: HttpAnswer, documented: SendOutcome | null): SendOutcome {
  if (documented === null) return statusOutcome(answer)
  const fine = answer.status >= 200 && answer.status < 300
  return documented.kind === 'accepted' && !fine ? unknown('answer_unreadable', { status: answer.status }) : documented
}

/** The outcome of an exchange that brought no answer. */
export function failedOutcome(exchange: Exclude<HttpExchange, HttpAnswer>): FailedOutcome {
  return exchange.kind === 'not_sent'
    ? { kind: 'not_sent', error: exchange.error, retryAfterMs: null }
    : { kind: 'unknown', error: exchange.error }
}

/** The same outcome for every message of a request. */
export function sameForAll(request: SendRequest, outcome: SendOutcome): SendResult {
  return { outcomes: request.messages.map(() => outcome), balance: null }
}

/** Words in which gateways refuse a key, beyond those that their documents list. Only reads are judged by them: a read may be repeated. */
const keyWords =
  /api ?_?key|client ?_?id|unauth|not authori[sz]ed|non autoris|d'autorisation|authenti|cle d'api|credential|identifiant|password|mot de passe|invalid (?:key|token)|access denied|acces refuse/
const refusalFields = ['error', 'errors', 'errros', 'message', 'msg', 'title', 'code'] as const

/** Why a read's answer is not what was asked for: a refused key where it says so, whatever its status, else `answer_unreadable`. */
export function unexpectedAnswer(value: unknown): AppError {
  const inner = isObject(value) && isObject(value.result) ? value.result : value
  const words = isObject(inner)
    ? refusalFields.map((name) => JSON.stringify(field(inner, name)))
    : [JSON.stringify(inner)]
  const status = isObject(inner) ? field(inner, 'status', 'code') : null
  const isRefused = words.some((each) => keyWords.test(plainWords(each))) || /^40[13]$/.test(textValue(status) ?? '')
  return new AppError(isRefused ? 'auth' : 'answer_unreadable')
}

/**
 * For reads (balance, archive, trace): the body's JSON. Throws AppError with the code that the failure would have on a send;
 * `unknown_outcome` codes are harmless there, a read may be repeated.
 */
export function jsonOrThrow(exchange: HttpExchange): unknown {
  if (exchange.kind !== 'answer') throw new AppError(exchange.error.code, exchange.error.params)
  const reading = readJson(exchange)
  if (reading.ok && exchange.status >= 200 && exchange.status < 300) return reading.value
  const { error } = statusOutcome(exchange)
  throw new AppError(error.code, error.params)
}
