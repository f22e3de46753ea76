/**
 * Asks the gateways what became of messages: in the background by the plan of poll-plan.ts, or at once when a person
 * wants to know. One question per message where the gateway has such a question, else its archive read back. What a
 * gateway does not know or does not answer changes nothing and is asked again later.
 */
import { AppError } from '@shared/errors'
import { matchArchive } from '../archives/match-archive'
import { archiveDays, readArchive } from '../archives/read-archive'
import { pause } from '../clock'
import type { CoreContext } from '../context'
import type { StoredAccount } from '../storage/account'
import type { ArchiveEntry, Provider, ProviderContext } from '../providers/provider'
import {
  dueOfAccount,
  duePolls,
  planPoll,
  reportedMessage,
  undecidedMessages,
  type PollableMessage,
} from '../storage/receipt'
import { acceptedTexts } from '../storage/unknown-message'
import { applyReport } from './apply-report'
import { archiveTogetherMs, nextPollAt, pollAgainMs, pollAgeLimitMs, type PollSource } from './poll-plan'

export interface PollResult {
  readonly asked: number
  readonly changed: number
}

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

/** Everything due now. Never throws for what gateways do. */
export async function pollDue(context: CoreContext, signal: AbortSignal): Promise<PollResult> {
  const { db, clock, log } = context
  const byAccount = new Map<number, PollableMessage[]>()
  for (const message of duePolls(db, clock.now(), pageSize)) {
    const messages = byAccount.get(message.accountId)
    if (messages) messages.push(message)
    else byAccount.set(message.accountId, [message])
  }
  const results: PollResult[] = []
  for (const [accountId, messages] of byAccount) {
    if (signal.aborted) break
    try {
      const gateway = await context.gateway(accountId, signal)
      const source = pollSourceOf(gateway.provider)
      if (source === 'trace')
        results.push(await traceAll(context, gateway, messages, { signal, onError: () => undefined }))
      else if (source === 'archive') {
        const due = dueOfAccount(db, { accountId, until: clock.now() + archiveTogetherMs, limit: mostPerArchive })
        results.push(await readBack(context, gateway, due, signal))
      } else for (const { id, polls } of messages) planPoll(db, id, { pollAt: null, polls })
    } catch (error) {
      // no key, no network: says nothing about the messages
      log.info('delivery status not read', { accountId, error: error instanceof AppError ? error.code : String(error) })
      for (const { id, polls } of messages) planPoll(db, id, { pollAt: clock.now() + pollAgainMs, polls })
    }
  }
  return sumOf(results)
}

/** Every undecided message of the account, page by page. Throws not_offered, auth and the like. */
export async function pollAccount(context: CoreContext, accountId: number, signal: AbortSignal): Promise<PollResult> {
  const gateway = await context.gateway(accountId, signal)
  const { account, provider } = gateway
  const source = pollSourceOf(provider)
  if (source === null) throw new AppError('not_offered', { gateway: provider.description.name, account: account.name })
  const since = context.clock.now() - pollAgeLimitMs
  const limit = source === 'trace' ? pageSize : mostPerArchive
  const results: PollResult[] = []
  for (let afterId = 0; !signal.aborted;) {
    const page = undecidedMessages(context.db, { accountId, since, afterId, limit })
    const last = page.at(-1)
    if (!last) break
    afterId = last.id
    const onError = (error: unknown): never => {
      throw error
    }
    results.push(
      source === 'trace'
        ? await traceAll(context, gateway, page, { signal, onError })
        : await readBack(context, gateway, page, signal),
    )
  }
  return sumOf(results)
}

function sumOf(results: readonly PollResult[]): PollResult {
  return results.reduce((sum, { asked, changed }) => ({ asked: sum.asked + asked, changed: sum.changed + changed }), {
    asked: 0,
    changed: 0,
  })
}

interface Tracing {
  readonly signal: AbortSignal
  readonly onError: (error: unknown) => void
}

async function traceAll(
  context: CoreContext,
  gateway: Gateway,
  messages: readonly PollableMessage[],
  { signal, onError }: Tracing,
): Promise<PollResult> {
  const queue = [...messages]
  let asked = 0
  let changed = 0
  const work = async (): Promise<void> => {
    for (let message = queue.shift(); message !== undefined && !signal.aborted; message = queue.shift()) {
      asked += 1
      if (await traceOne(context, gateway, message, onError)) changed += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  if (changed > 0) context.events.emit('data.changed', { noun: 'messages' })
  return { asked, changed }
}

async function traceOne(
  context: CoreContext,
  { provider, context: providerContext }: Gateway,
  message: PollableMessage,
  onError: (error: unknown) => void,
): Promise<boolean> {
  const { db, clock, log, teller } = context
  const { id, campaignId, polls, gatewayMessageId } = message
  try {
    const report =
      gatewayMessageId === null ? null : ((await provider.trace?.(providerContext, gatewayMessageId)) ?? null)
    const changed = db
      .transaction(() => {
        const now = clock.now()
        const pollAt = gatewayMessageId === null ? null : nextPollAt('trace', { ...message, polls: polls + 1 }, now)
        planPoll(db, id, { pollAt, polls: polls + 1 })
        // a callback may have been quicker
        const current = reportedMessage(db, id)
        return report !== null && current !== null && applyReport(db, current, report, 'trace', now)
      })
      .immediate()
    if (report !== null) teller.progress(campaignId)
    return changed
  } catch (error) {
    log.info('delivery status not read', { messageId: id, error: error instanceof AppError ? error.code : 'internal' })
    planPoll(db, id, { pollAt: clock.now() + pollAgainMs, polls })
    onError(error)
    return false
  }
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
): Promise<PollResult> {
  const { db, clock, events, teller } = context
  const { archive } = provider
  if (!archive || messages.length === 0) return { asked: 0, changed: 0 }
  const days = archiveDays(
    messages.map(({ claimedAt }) => claimedAt),
    clock.now(),
  )
  const entries = await readArchive(days, (query) => archive(providerContext, query))
  const found = entriesOf(context, account.id, messages, entries)
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
  return { asked: messages.length, changed }
}

/** Which entry stands for which message: by the gateway's id once it is known, else by number, text and time. */
function entriesOf(
  { db }: CoreContext,
  accountId: number,
  messages: readonly PollableMessage[],
  entries: readonly ArchiveEntry[],
): Map<number, ArchiveEntry> {
  const byId = new Map(
    entries.flatMap((entry) => (entry.gatewayMessageId === null ? [] : [[entry.gatewayMessageId, entry] as const])),
  )
  const found = new Map<number, ArchiveEntry>()
  for (const { id, gatewayMessageId } of messages) {
    const entry = gatewayMessageId === null ? undefined : byId.get(gatewayMessageId)
    if (entry) found.set(id, entry)
  }
  const sought = messages.filter(({ gatewayMessageId }) => gatewayMessageId === null)
  const asked = new Set(sought.map(({ id }) => id))
  const known = (phone: string, since: number): ReturnType<typeof acceptedTexts> =>
    acceptedTexts(db, accountId, phone, since).filter(({ id }) => !asked.has(id))
  for (const { messageId, entry } of matchArchive(sought, entries, known)) found.set(messageId, entry)
  return found
}
