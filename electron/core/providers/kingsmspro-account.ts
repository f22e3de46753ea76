/**
 * KING SMS PRO, "Vérifier son solde" (POST /account/details) and "SMS REPORTS" (POST /sms/reports): the page names the
 * fields of the requests but shows no answer, so an object, `{data}`, `{result}` or an array of them is understood.
 */
import { AppError } from '@shared/errors'
import { field, gatewayTime, integerValue, internationalPhone, isObject, textValue, type JsonObject } from './fields'
import { unexpectedAnswer } from './answer'
import { balanceOf } from './balance-report'
import { jsonOf } from './callback-body'
import { readBalance, readFigure, unreadableFigure } from './figure'
import type { ArchiveEntry, ArchivePage, ArchiveQuery, BalanceReport } from './provider'

/** What is inside `{"result": …}` or `{"data": …}`, at most two deep; a value not wrapped is itself. */
export function unwrapped(value: unknown): unknown {
  let inner = value
  for (let depth = 0; depth < 2 && isObject(inner); depth++) {
    const next = Object.hasOwn(inner, 'result') ? inner.result : Object.hasOwn(inner, 'data') ? inner.data : undefined
    if (next === undefined) break
    inner = next
  }
  return inner
}

const balanceNames = ['balance', 'solde', 'credit', 'credits', 'amount', 'sms']
const countedInSms = new Set(['credit', 'credits', 'sms'])
/** Figures that would show a secret, whatever they hold. */
const secretName = /key|pass|secret|token/i

/**
 * The balance under any of its usual names and every other scalar as a figure. In a list, or in more than one object, there must
 * be one balance: several are shown as they came. Throws `answer_unreadable` without a balance, `auth` for a refused key.
 */
export function kingAccount(answer: unknown, credentials: Readonly<Record<string, string>>): BalanceReport {
  const accounts = accountsIn(answer)
  const given = accounts.flatMap((account) => balanceIn(account) ?? [])
  const [first] = given
  if (first === undefined) return bareBalance(answer)
  const balance = given.length === 1 ? readBalance(first.value) : readBalance(given.map(({ value }) => value))
  // words in the balance's place may be a refusal
  if (balance.kind === 'unreadable' && [answer, balance.text].some((said) => unexpectedAnswer(said).code === 'auth'))
    throw new AppError('auth')
  if (balance.kind === 'none') throw unexpectedAnswer(answer)
  const secrets = new Set(Object.values(credentials))
  const figures = new Map<string, string | number>()
  const currencies: string[] = []
  for (const [key, value] of accounts.flatMap((account) => Object.entries(account))) {
    const shown = typeof value === 'boolean' ? String(value) : textValue(value)
    if (shown === null || key.toLowerCase() === first.name || secretName.test(key) || secrets.has(shown)) continue
    if (/^(?:currency|devise)$/i.test(key)) currencies.push(shown.toUpperCase())
    if (!figures.has(key)) figures.set(key, typeof value === 'number' ? value : shown.slice(0, 200))
  }
  const [currency = ''] = currencies
  const unit = /^[A-Z]{3}$/.test(currency) ? currency : countedInSms.has(first.name) ? 'sms' : null
  return balanceOf(balance, unit, Object.fromEntries(figures))
}

/** A figure without a name may be the balance or a code: it is shown as it came. Throws where there is none. */
function bareBalance(answer: unknown): BalanceReport {
  const inner = unwrapped(answer)
  const lone = textValue(Array.isArray(inner) && inner.length === 1 ? inner[0] : inner)
  const refusal = unexpectedAnswer(answer)
  if (lone === null || readFigure(lone).kind === 'none' || refusal.code === 'auth') throw refusal
  return balanceOf(unreadableFigure(lone), null, {})
}

/** Names under which an account stands inside an answer. */
const accountNames = ['account', 'compte', 'details', 'user'] as const

/** The objects of an account: alone, in a list, inside another object, as JSON in a string. */
function accountsIn(value: unknown): readonly JsonObject[] {
  const inner = unwrapped(typeof value === 'string' ? jsonOf(value.trim()) : value)
  if (typeof inner === 'string') return accountsIn(jsonOf(inner.trim()))
  if (Array.isArray(inner)) return inner.flatMap((entry: unknown) => (isObject(entry) ? accountsIn(entry) : []))
  if (!isObject(inner)) return []
  const nested = field(inner, ...accountNames)
  return isObject(nested) || Array.isArray(nested) ? [inner, ...accountsIn(nested)] : [inner]
}

/** The first of the usual names, in any case, that holds a figure; without one, the first that holds anything. */
function balanceIn(account: JsonObject): { readonly name: string; readonly value: unknown } | null {
  const byName = new Map<string, unknown>()
  for (const [name, value] of Object.entries(account)) {
    if (!byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), value)
  }
  const holds = (read: typeof readFigure): string | undefined =>
    balanceNames.find((each) => read(byName.get(each)).kind !== 'none')
  const name = holds(readFigure) ?? holds(readBalance)
  return name === undefined ? null : { name, value: byName.get(name) }
}

/** "SMS REPORTS": type 1 = sent on the vendor's site, 2 = sent through the API. The cursor is the type; ours come first. */
export async function kingArchive(
  query: ArchiveQuery,
  reports: (fields: Record<string, string>) => Promise<unknown>,
): Promise<ArchivePage> {
  const type = query.cursor ?? '2'
  const answer = await reports({ date_start: query.from, date_end: query.to, type })
  const list = unwrapped(answer)
  if (!Array.isArray(list)) throw unexpectedAnswer(answer)
  return {
    entries: list.map((row) => archiveEntry(isObject(row) ? row : {})),
    nextCursor: type === '2' ? '1' : null,
    repeats: null,
  }
}

function archiveEntry(row: JsonObject): ArchiveEntry {
  return {
    gatewayMessageId: textValue(field(row, 'messageId', 'message_id', 'id')),
    phone: internationalPhone(textValue(field(row, 'to', 'destination', 'phone', 'recipient', 'destinataire')) ?? ''),
    text: textValue(field(row, 'message', 'text', 'content')),
    sender: textValue(field(row, 'sender', 'from', 'expediteur')),
    status: textValue(field(row, 'status', 'statut')),
    segments: integerValue(field(row, 'sms_count', 'count', 'parts')),
    createdAt: gatewayTime(field(row, 'created_at', 'createdAt', 'date', 'date_send', 'submit_date'), 0),
    sentAt: gatewayTime(field(row, 'sent_at', 'sentAt', 'date_sent', 'done_date'), 0),
    contactName: null,
  }
}
