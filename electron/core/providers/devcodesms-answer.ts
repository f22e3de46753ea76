/**
 * devcodesms, 2.1.2 and 2.2.2: what an answer says. The example carries `status: 200` where the table says
 * 201/401/400/500, so `success`, `msg` and each number's own `status` decide, never the number `status`.
 */
import { policyOf, type ErrorCode } from '@shared/errors'
import { notSent, rejected, unknown } from './answer'
import { jsonOf } from './callback-body'
import { digitsOf, field, integerValue, isObject, plainWords, quoted, textValue, type JsonObject } from './fields'
import { readBalance, readFigure, shownFigure } from './figure'
import { balanceOf } from './balance-report'
import type { BalanceReport, SendOutcome } from './provider'

/** "(*) Valeur des messages (msg) de réponse", compared without accents; «Erreur de validation pour api_key manquant» is the key's. */
const devcodeMessages: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^pas d'autorisation/, 'auth'],
  [/^erreur de validation pour\s+api_key/, 'auth'],
  [/^solde insuffisant/, 'insufficient_funds'],
  [/^numero de telephone invalide/, 'invalid_recipient'],
  [/^erreur de validation/, 'rejected'],
]

export interface DevcodeAnswer {
  /** In the order of the phones asked. */
  readonly outcomes: readonly SendOutcome[]
  readonly balance: string | null
}

function documentedCode(words: string | null): ErrorCode | null {
  const plain = plainWords(words ?? '')
  return devcodeMessages.find(([pattern]) => pattern.test(plain))?.[1] ?? null
}

/** The entries of every `details[].sms[]`, by the digits of `mobileno`. */
function entriesByDigits(answer: JsonObject): Map<string, JsonObject[]> {
  const entries = new Map<string, JsonObject[]>()
  const details = field(answer, 'details')
  for (const detail of Array.isArray(details) ? (details as unknown[]) : []) {
    const sms = isObject(detail) ? field(detail, 'sms') : null
    for (const entry of Array.isArray(sms) ? (sms as unknown[]) : []) {
      if (!isObject(entry)) continue
      const digits = digitsOf(textValue(field(entry, 'mobileno')) ?? '')
      if (digits === '') continue
      const known = entries.get(digits)
      if (known === undefined) entries.set(digits, [entry])
      else known.push(entry)
    }
  }
  return entries
}

/** What the answer says of each phone; null where it is not an answer of the document. A number not mentioned is unknown. */
export function readDevcodeSend(
  value: unknown,
  phones: readonly string[],
  credentials: Readonly<Record<string, string>>,
): DevcodeAnswer | null {
  if (!isObject(value)) return null
  const success = field(value, 'success')
  if (typeof success !== 'boolean') return null
  const entries = entriesByDigits(value)
  const msg = textValue(field(value, 'msg'))
  if (!success && entries.size === 0) {
    const whole = refusedWhole(msg, phones.length, credentials)
    return whole === null ? null : { outcomes: phones.map(() => whole), balance: null }
  }
  const outcomes = phones.map((phone) => {
    const own = entries.get(digitsOf(phone)) ?? []
    const read = own.map((entry) => entryOutcome(entry, credentials))
    const first = read[0]
    return first !== undefined && read.every(({ kind }) => kind === first.kind) ? first : unknown('answer_partial')
  })
  return { outcomes, balance: lowestBalance(entries) }
}

/**
 * A request refused as a whole, by its `msg`; null for words that the document does not list. A bad number among several
 * names no culprit, and some may have been sent before it: unknown.
 */
function refusedWhole(
  msg: string | null,
  recipients: number,
  credentials: Readonly<Record<string, string>>,
): SendOutcome | null {
  const code = documentedCode(msg)
  if (code === null) return plainWords(msg ?? '').startsWith('certain message') ? unknown('answer_partial') : null
  if (code === 'invalid_recipient' && recipients > 1) return unknown('answer_partial')
  return refusal(code, quoted(msg, credentials))
}

function refusal(code: ErrorCode, gatewayStatus: string | null): SendOutcome {
  return policyOf(code).refusal ? rejected(code, gatewayStatus) : notSent(code)
}

function entryOutcome(entry: JsonObject, credentials: Readonly<Record<string, string>>): SendOutcome {
  const status = plainWords(textValue(field(entry, 'status')) ?? '')
  const words = textValue(field(entry, 'errordescription')) ?? textValue(field(entry, 'errorcode'))
  if (status === 'success') {
    const gatewayMessageId = textValue(field(entry, 'messageid'))
    // success with an error beside it, or without the id that makes it one, is not clear
    if (gatewayMessageId === null || words !== null) return unknown('answer_unreadable')
    return {
      kind: 'accepted',
      gatewayMessageId,
      units: integerValue(field(entry, 'total_sms_unit')),
      cost: null,
      currency: null,
      gatewayStatus: 'success',
      report: null,
    }
  }
  if (status !== 'error' && status !== 'failed' && status !== 'echec' && status !== 'erreur')
    return unknown('answer_unreadable')
  return refusal(documentedCode(words) ?? 'rejected', quoted(words ?? status, credentials))
}

/**
 * Each entry tells the balance after its own SMS, in no promised order: the lowest is the latest. Null where one of them
 * cannot be read, for it may be the lowest.
 */
function lowestBalance(entries: ReadonlyMap<string, readonly JsonObject[]>): string | null {
  let lowest: string | null = null
  for (const own of entries.values()) {
    for (const entry of own) {
      const figure = readFigure(field(entry, 'balance'))
      if (figure.kind === 'unreadable') return null
      if (figure.kind === 'read' && (lowest === null || Number(figure.value) < Number(lowest))) lowest = figure.value
    }
  }
  return lowest
}

/**
 * 2.2.2: the balance, or the code of a documented refusal, or null where the answer is neither. A read is judged freely:
 * `success` may be a word or a number, `data` a list of one, JSON in a string, or left out.
 */
export function readDevcodeBalance(value: unknown): BalanceReport | ErrorCode | null {
  const answer = onlyObject(value)
  if (answer === null) return null
  const success = textValue(field(answer, 'success'))?.toLowerCase() ?? field(answer, 'success')
  if (success !== true && success !== 'true' && success !== '1') return documentedCode(textValue(field(answer, 'msg')))
  const data = onlyObject(field(answer, 'data')) ?? answer
  const balance = readBalance(field(data, 'solde', 'Solde'))
  if (balance.kind === 'none') return null
  const bought = shownFigure(field(data, 'qty_acheter'))
  const sent = shownFigure(field(data, 'qty_envoye'))
  return balanceOf(balance, 'sms', {
    ...(bought === null ? {} : { bought }),
    ...(sent === null ? {} : { sent }),
  })
}

/** An object, alone, in a list of one, or as JSON in a string. */
function onlyObject(value: unknown): JsonObject | null {
  const inner = typeof value === 'string' ? jsonOf(value.trim()) : value
  const only: unknown = Array.isArray(inner) && inner.length === 1 ? inner[0] : inner
  return isObject(only) ? only : null
}
