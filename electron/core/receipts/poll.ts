/**
 * Asks the gateways what became of messages: in the background by the plan of poll-plan.ts, or at once when a person
 * wants to know. What a gateway does not know or does not answer changes nothing and is asked again later.
 */
import { AppError } from '@shared/errors'
import type { CoreContext } from '../context'
import type { Provider, ProviderContext } from '../providers/provider'
import { duePolls, planPoll, undecidedMessages, type PollableMessage } from '../storage/receipt'
import { applyReport } from './apply-report'
import { nextPollAt, pollAgeLimitMs } from './poll-plan'

export interface PollResult {
  readonly asked: number
  readonly changed: number
}

/** Requests under way at once: delivery reports never crowd out sending. */
const atOnce = 4
const pageSize = 200

/** Everything due now. Never throws for what gateways do. */
export async function pollDue(context: CoreContext, signal: AbortSignal): Promise<PollResult> {
  return askAll(context, duePolls(context.db, context.clock.now(), pageSize), signal, () => undefined)
}

/** Every undecided message of the account, page by page. Throws not_offered, auth and the like. */
export async function pollAccount(context: CoreContext, accountId: number, signal: AbortSignal): Promise<PollResult> {
  const { account, provider } = await context.gateway(accountId, signal)
  if (!provider.trace) throw new AppError('not_offered', { gateway: provider.description.name, account: account.name })
  const since = context.clock.now() - pollAgeLimitMs
  let asked = 0
  let changed = 0
  let afterId = 0
  for (;;) {
    const page = undecidedMessages(context.db, { accountId, since, afterId, limit: pageSize })
    const last = page.at(-1)
    if (!last || signal.aborted) return { asked, changed }
    afterId = last.id
    const result = await askAll(context, page, signal, (error) => {
      throw error
    })
    asked += result.asked
    changed += result.changed
  }
}

async function askAll(
  context: CoreContext,
  messages: readonly PollableMessage[],
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<PollResult> {
  const queue = [...messages]
  const gateways = new Map<number, Promise<{ provider: Provider; context: ProviderContext }>>()
  let asked = 0
  let changed = 0
  const work = async (): Promise<void> => {
    for (let message = queue.shift(); message !== undefined && !signal.aborted; message = queue.shift()) {
      let gateway = gateways.get(message.accountId)
      if (!gateway) gateways.set(message.accountId, (gateway = context.gateway(message.accountId, signal)))
      asked += 1
      if (await askOne(context, gateway, message, onError)) changed += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  if (changed > 0) context.events.emit('data.changed', { noun: 'messages' })
  return { asked, changed }
}

async function askOne(
  context: CoreContext,
  gateway: Promise<{ provider: Provider; context: ProviderContext }>,
  message: PollableMessage,
  onError: (error: unknown) => void,
): Promise<boolean> {
  const { db, clock, log } = context
  const { id, acceptedAt, polls } = message
  try {
    const { provider, context: providerContext } = await gateway
    const report = (await provider.trace?.(providerContext, message.gatewayMessageId)) ?? null
    return db
      .transaction(() => {
        planPoll(db, id, nextPollAt(acceptedAt, polls, clock.now()))
        return report !== null && applyReport(db, message, report, 'trace', clock.now())
      })
      .immediate()
  } catch (error) {
    log.info('delivery status not read', { messageId: id, error: error instanceof AppError ? error.code : 'internal' })
    planPoll(db, id, nextPollAt(acceptedAt, polls, clock.now()))
    onError(error)
    return false
  }
}
