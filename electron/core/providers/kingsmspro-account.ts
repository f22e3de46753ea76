/**
 * KING SMS PRO, "Vérifier son solde" (POST /account/details) and "SMS REPORTS" (POST /sms/reports): the page names the
 * fields of the requests but shows no answer, so an object, `{data}`, `{result}` or an array of them is understood.
 */
import { field, gatewayTime, integerValue, internationalPhone, isObject, textValue, type JsonObject } from './fields'
import { unexpectedAnswer } from './answer'
import { balanceOf } from './balance-report'
import { readFigure } from './figure'
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

/** The balance under any of its usual names and every other scalar as a figure. Throws `answer_unreadable` without a balance. */
export function kingAccount(answer: unknown, credentials: Readonly<Record<string, string>>): BalanceReport {
  const inner = unwrapped(answer)
  const account: unknown = Array.isArray(inner) ? inner[0] : inner
  if (!isObject(account)) throw unexpectedAnswer(answer)
  const byName = new Map<string, unknown>()
  for (const [name, value] of Object.entries(account)) {
    if (!byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), value)
  }
  const name = balanceNames.find((each) => readFigure(byName.get(each)).kind !== 'none')
  const balance = readFigure(byName.get(name ?? ''))
  if (name === undefined || balance.kind === 'none') throw unexpectedAnswer(answer)
  const currency = textValue(byName.get('currency') ?? byName.get('devise'))?.toUpperCase() ?? ''
  const secrets = new Set(Object.values(credentials))
  const figures = new Map<string, string | number>()
  for (const [key, value] of Object.entries(account)) {
    const shown = typeof value === 'boolean' ? String(value) : textValue(value)
    if (shown === null || key.toLowerCase() === name || secretName.test(key) || secrets.has(shown)) continue
    figures.set(key, typeof value === 'number' ? value : shown.slice(0, 200))
  }
  const unit = /^[A-Z]{3}$/.test(currency) ? currency : countedInSms.has(name) ? 'sms' : null
  return balanceOf(balance, unit, Object.fromEntries(figures))
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
