/**
 * Asks the gateways what became of messages: in the background by the plan of poll-plan.ts, or at once when a person
 * wants to know. One question per message where the gateway has such a question, else its archive read back. What a
 * gateway does not know or does not answer changes nothing and is asked again later.
 */
import type { PollAnswer, PollTrouble } from '@shared/contract/gateway-side'
import { archiveNumber, sameMomentMs } from '@shared/domain/archive-comparison'
import type { DeliveryReport } from '@shared/domain/delivery-report'
import { AppError, toWireError, type ErrorKind, type WireError } from '@shared/errors'
import { countryOf, matchHistory } from '../archives/match-history'
import { archiveDays, openReading, readWhole } from '../archives/read-archive'
import { pause } from '../clock'
import type { CoreContext } from '../context'
import type { StoredAccount } from '../storage/account'
import type { ArchiveEntry, Provider, ProviderContext } from '../providers/provider'
import {
  countUndecided,
  dueOfAccount,
  duePolls,
  planPoll,
  reportedMessage,
  undecidedMessages,
  type PollableMessage,
} from '../storage/receipt'
import { storageError } from '../storage/storage-error'
import { applyReport } from './apply-report'
import { askTrace } from './ask-trace'
import { archiveTogetherMs, nextPollAt, pollAgainMs, pollAgeLimitMs, type PollSource } from './poll-plan'

interface Gateway {
  readonly account: StoredAccount
  readonly provider: Provider
  readonly context: ProviderContext
}

/** Requests under way at once: delivery reports never crowd out sending. */
const atOnce = 4
const pageSize = 200
/** Messages that one reading of an archive answers for. */
const mostPerArchive = 20_000

/** Null where a gateway can only be listened to, or not even that. */
export function pollSourceOf({ trace, archive, description }: Provider): PollSource | null {
  if (trace) return 'trace'
  return archive && description.abilities.settleFromArchive ? 'archive' : null
}

/** A page of what is due now; resolves with its size. Never throws for what gateways do. */
export async function pollDue(context: CoreContext, signal: AbortSignal): Promise<number> {
  const { db, clock, log } = context
  const byAccount = new Map<number, PollableMessage[]>()
  const due = duePolls(db, clock.now(), pageSize)
  for (const message of due) {
    const messages = byAccount.get(message.accountId)
    if (messages) messages.push(message)
    else byAccount.set(message.accountId, [message])
  }
  for (const [accountId, messages] of byAccount) {
    if (signal.aborted) break
    try {
      const gateway = await context.gateway(accountId, signal)
      const source = pollSourceOf(gateway.provider)
      if (source === 'trace') await traceAll(context, gateway, messages, signal)
      else if (source === 'archive') {
        const until = clock.now() + archiveTogetherMs
        await readBack(context, gateway, dueOfAccount(db, { accountId, until, limit: mostPerArchive }), signal)
      } else for (const { id, polls } of messages) planPoll(db, id, { pollAt: null, polls })
    } catch (error) {
      // no key, no network: says nothing about the messages
      log.info('delivery status not read', { accountId, error: error instanceof AppError ? error.code : String(error) })
      for (const { id, polls } of messages) planPoll(db, id, { pollAt: clock.now() + pollAgainMs, polls })
    }
  }
  return due.length
}

/**
 * Every undecided message of the account, page by page. What the gateway answers oddly is counted, and the others are asked.
 * @throws AppError unknown_account, secret_missing, keychain_*, not_offered
 */
export async function pollAccount(context: CoreContext, accountId: number, signal: AbortSignal): Promise<PollAnswer> {
  const gateway = await context.gateway(accountId, signal)
  const { account, provider } = gateway
  const source = pollSourceOf(provider)
  if (source === null) throw new AppError('not_offered', { gateway: provider.description.name, account: account.name })
  const since = context.clock.now() - pollAgeLimitMs
  const limit = source === 'trace' ? pageSize : mostPerArchive
  const results: PageResult[] = []
  for (let afterId = 0; !signal.aborted;) {
    const page = undecidedMessages(context.db, { accountId, since, afterId, limit })
    const last = page.at(-1)
    if (!last) break
    afterId = last.id
    const result =
      source === 'trace' ? traceAll(context, gateway, page, signal) : readBack(context, gateway, page, signal)
    results.push(await result.catch((error: unknown) => nothingLearned(context, gateway, page, error)))
    const over = results.at(-1)?.isOver === true ? results.at(-1)?.troubles.at(-1) : undefined
    if (over === undefined) continue
    // the pages behind are not asked either
    const messages = countUndecided(context.db, { accountId, since, afterId })
    if (messages > 0) results.push({ asked: 0, changed: 0, troubles: [{ ...over, messages }], isOver: true })
    break
  }
  return sumOf(results)
}

/** A page's result; `isOver`: asking the account more is useless for now. */
interface PageResult extends PollAnswer {
  readonly isOver: boolean
}

/** An archive that could not be read says nothing about any of them. */
function nothingLearned(
  { db, clock, log }: CoreContext,
  { account }: Gateway,
  messages: readonly PollableMessage[],
  thrown: unknown,
): PageResult {
  const error = toWireError(storageError(thrown, db.name))
  if (error.kind === 'storage') throw thrown as Error
  log.warn('archive not read', { account: account.id, code: error.code })
  for (const { id, polls } of messages) planPoll(db, id, { pollAt: clock.now() + pollAgainMs, polls })
  return { asked: 0, changed: 0, troubles: [{ account: account.name, error, messages: messages.length }], isOver: true }
}

export function sumOf(results: readonly PollAnswer[]): PollAnswer {
  const troubles = new Map<string, PollTrouble>()
  for (const trouble of results.flatMap((result) => result.troubles)) {
    const key = `${trouble.account}\n${trouble.error.code}`
    const messages = (troubles.get(key)?.messages ?? 0) + trouble.messages
    troubles.set(key, { ...(troubles.get(key) ?? trouble), messages })
  }
  const total = (count: (result: PollAnswer) => number): number => results.reduce((sum, one) => sum + count(one), 0)
  return {
    asked: total(({ asked }) => asked),
    changed: total(({ changed }) => changed),
    troubles: [...troubles.values()],
  }
}

/** Said of the account, not of one message: no other question gets another answer. */
const endsAccount: ReadonlySet<ErrorKind> = new Set(['auth', 'config', 'keychain', 'cancelled', 'storage'])
/** So many questions in a row without any answer: the gateway is not there. */
const silentInARow = 5
const isSilence = ({ kind, code }: WireError): boolean =>
  kind === 'transient' || kind === 'rate_limited' || code === 'no_answer' || code === 'connection_cut'

/** Notes the answers of one account in their order (null: a good one); true when asking it more is useless for now. */
export function endOfAsking(): (error: WireError | null) => boolean {
  let silent = 0
  return (error) => {
    silent = error !== null && isSilence(error) ? silent + 1 : 0
    return error !== null && (endsAccount.has(error.kind) || silent >= silentInARow)
  }
}

async function traceAll(
  context: CoreContext,
  gateway: Gateway,
  messages: readonly PollableMessage[],
  signal: AbortSignal,
): Promise<PageResult> {
  const { db, clock } = context
  const queue = [...messages]
  const { name: account } = gateway.account
  const troubles: PollTrouble[] = []
  let asked = 0
  let changed = 0
  const isEnd = endOfAsking()
  let isOver = false
  const work = async (): Promise<void> => {
    while (!signal.aborted && !isOver) {
      const message = queue.shift()
      if (message === undefined) break
      asked += 1
      const answer = await traceOne(context, gateway, message)
      if (typeof answer === 'boolean') {
        isEnd(null)
        if (answer) changed += 1
        continue
      }
      troubles.push({ account, error: answer, messages: 1 })
      if (isEnd(answer)) isOver = true
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const last = troubles.at(-1)
  // stopped early: the others are asked later as well
  if (last !== undefined && queue.length > 0 && !signal.aborted) {
    for (const { id, polls } of queue) planPoll(db, id, { pollAt: clock.now() + pollAgainMs, polls })
    troubles.push({ ...last, messages: queue.length })
  }
  if (changed > 0) context.events.emit('data.changed', { noun: 'messages' })
  return { asked, changed, troubles, isOver }
}

/** Whether the message changed, or why nothing was learned. Throws what the disk refuses. */
async function traceOne(
  context: CoreContext,
  { provider, context: providerContext }: Gateway,
  message: PollableMessage,
): Promise<boolean | WireError> {
  const { db, clock, log } = context
  const { id, polls, gatewayMessageId, phone } = message
  let report: DeliveryReport | null
  try {
    report = gatewayMessageId === null ? null : await askTrace(provider, providerContext, { gatewayMessageId, phone })
  } catch (thrown) {
    const error = toWireError(thrown)
    if (error.kind === 'internal') log.error('trace failed', { messageId: id, error: String(thrown) })
    else log.info('delivery status not read', { messageId: id, code: error.code })
    planPoll(db, id, { pollAt: clock.now() + pollAgainMs, polls })
    return error
  }
  return db
    .transaction(() => {
      const now = clock.now()
      const pollAt = gatewayMessageId === null ? null : nextPollAt('trace', { ...message, polls: polls + 1 }, now)
      planPoll(db, id, { pollAt, polls: polls + 1 })
      // a callback may have been quicker
      const current = reportedMessage(db, id)
      return report !== null && current !== null && applyReport(db, current, report, 'trace', now)
    })
    .immediate()
}

/**
 * Reads the archive around the messages and notes what it says of each. An entry proves that the gateway has the message,
 * no more: what the archive's own status codes mean is not documented, so they are shown as they are and decide nothing.
 */
async function readBack(
  context: CoreContext,
  { account, provider, context: providerContext }: Gateway,
  messages: readonly PollableMessage[],
  signal: AbortSignal,
): Promise<PageResult> {
  const { db, clock, events, teller } = context
  const { archive } = provider
  if (!archive || messages.length === 0) return { asked: 0, changed: 0, troubles: [], isOver: true }
  const times = messages.map(({ claimedAt }) => claimedAt)
  const from = times.reduce((least, at) => Math.min(least, at), clock.now())
  const to = times.reduce((most, at) => Math.max(most, at), 0)
  const days = archiveDays(from - sameMomentMs, to + sameMomentMs, clock.now())
  const reading = openReading((cursor) => archive(providerContext, { ...days, cursor }), { clock, signal })
  const { entries } = await readWhole(reading)
  const found = await entriesOf(context, account, messages, entries)
  let changed = 0
  const note = db.transaction((page: readonly PollableMessage[]): void => {
    const now = clock.now()
    for (const { id, acceptedAt, polls } of page) {
      planPoll(db, id, { pollAt: nextPollAt('archive', { acceptedAt, polls: polls + 1 }, now), polls: polls + 1 })
      const entry = found.get(id)
      const current = reportedMessage(db, id)
      if (!entry || !current) continue
      const { gatewayMessageId, phone, status, sentAt } = entry
      const report = {
        gatewayMessageId,
        phone,
        status: 'accepted',
        final: false,
        gatewayStatus: status ?? '',
        occurredAt: sentAt,
      } as const
      if (applyReport(db, current, report, 'archive', now)) changed += 1
    }
  })
  for (let start = 0; start < messages.length && !signal.aborted; start += pageSize) {
    note.immediate(messages.slice(start, start + pageSize))
    await pause(clock, 0)
  }
  events.emit('data.changed', { noun: 'messages' })
  for (const campaignId of new Set(messages.map((message) => message.campaignId))) teller.progress(campaignId)
  return { asked: messages.length, changed, troubles: [], isOver: false }
}

/** The entry of each message: found by the matcher among all that the account sent to the same numbers. */
async function entriesOf(
  { db, clock }: CoreContext,
  account: StoredAccount,
  messages: readonly PollableMessage[],
  entries: readonly ArchiveEntry[],
): Promise<Map<number, ArchiveEntry>> {
  const phones = new Set(messages.map(({ phone }) => phone))
  const ids = new Set(messages.flatMap(({ gatewayMessageId }) => gatewayMessageId ?? []))
  const byPhone = new Map<string, ArchiveEntry[]>()
  for (const entry of entries) {
    const phone = archiveNumber(entry.phone, countryOf(account)) ?? ''
    if (!phones.has(phone) && !ids.has(entry.gatewayMessageId ?? '')) continue
    const list = byPhone.get(phone)
    if (list) list.push(entry)
    else byPhone.set(phone, [entry])
  }
  const found = new Map<number, ArchiveEntry>()
  const lists = [...byPhone.values()]
  for (let start = 0; start < lists.length; start += pageSize) {
    for (const [entry, id] of matchHistory(db, account, lists.slice(start, start + pageSize).flat()))
      found.set(id, entry)
    await pause(clock, 0)
  }
  return found
}
