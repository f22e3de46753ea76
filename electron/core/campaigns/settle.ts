/**
 * Settling the doubtful: ask the gateway (by its message id, else its archive), trust that they were sent, or send them
 * again. What the archive proves absent is noted and stays doubtful: no campaign that is resumed or retried sends it. Only
 * `send_absent` and `send_again` do, after a person's confirmation, counted and priced first. Every decision is audited.
 */
import { AppError, toWireError, type WireError } from '@shared/errors'
import type { PollTrouble } from '@shared/contract/gateway-side'
import { nextCampaignState } from '@shared/domain/campaign'
import { multiplyMoney } from '@shared/domain/money'
import { absenceDoubts, type AbsenceDoubt, type ArchiveFinding, type ResolveResult } from '@shared/contract/campaigns'
import type { CoreHandlers, InputOf } from '@shared/ipc-contract'
import { askArchive } from '../archives/ask-archive'
import type { CoreContext } from '../context'
import type { Job } from '../jobs'
import { applyEarlyReports, applyReport } from '../receipts/apply-report'
import { askTrace } from '../receipts/ask-trace'
import { endOfAsking, sumOf } from '../receipts/poll'
import { appendAudit } from '../storage/audit'
import { campaignById, findCampaign, type Campaign } from '../storage/campaign'
import { cancelPending } from '../storage/campaign-run'
import { moveCampaign } from '../storage/campaign-state'
import { reportedMessage } from '../storage/receipt'
import { storageError } from '../storage/storage-error'
import { noteArchive, settleMessage, unknownMessages, type UnknownMessage } from '../storage/unknown-message'

type Request = InputOf<'campaigns.resolve'>

export interface SettlePorts {
  /** Resumes the campaign after messages went back to pending on a person's word. */
  resume(campaignId: number): Promise<unknown>
  assertFree(campaignId: number): void
}

export function settleHandlers(context: CoreContext, ports: SettlePorts): Pick<CoreHandlers, 'campaigns.resolve'> {
  const { db, clock, events, teller } = context

  const audit = (campaignId: number, how: Request['how'], resolved: number): void =>
    appendAudit(db, {
      at: clock.now(),
      actor: context.actor,
      action: `campaign.resolve_${how}`,
      subject: `campaign ${campaignId}`,
      detail: { resolved },
    })

  const planOf = (messages: readonly UnknownMessage[], price: string | null) => {
    const segments = messages.reduce((sum, { segments: each }) => sum + each, 0)
    return {
      messages: messages.length,
      segments,
      cost: price === null ? null : multiplyMoney(price, segments),
    }
  }

  const markSent = (campaignId: number, messages: readonly UnknownMessage[]): number =>
    db
      .transaction(() => {
        const now = clock.now()
        const settled = messages.filter(({ id }) =>
          settleMessage(db, { messageId: id, event: 'settle_sent', source: 'person', gatewayMessageId: null, now }),
        )
        audit(campaignId, 'mark_sent', settled.length)
        return settled.length
      })
      .immediate()

  /** Messages that are pending again need a campaign that can send them when a person says so; a cancelled one never will. */
  const reopen = (campaignId: number, now: number): void => {
    const state = findCampaign(db, campaignId)?.state
    if (state === 'cancelled') cancelPending(db, campaignId, now)
    else if (state === 'finished') {
      const to = nextCampaignState('finished', 'reopen') ?? 'paused'
      moveCampaign(db, { campaignId, from: 'finished', to, now, pauseReason: 'person', pauseError: null })
    }
  }

  const sendAgain = async (
    campaign: Campaign,
    how: 'send_absent' | 'send_again',
    messages: readonly UnknownMessage[],
  ): Promise<number> => {
    ports.assertFree(campaign.id)
    if (campaign.state !== 'paused' && campaign.state !== 'finished')
      throw new AppError('campaign_state', { campaign: campaign.id, state: campaign.state })
    if (messages.length === 0) return 0
    db.transaction(() => {
      const now = clock.now()
      for (const { id } of messages)
        settleMessage(db, { messageId: id, event: 'settle_unsent', source: 'person', gatewayMessageId: null, now })
      reopen(campaign.id, now)
      audit(campaign.id, how, messages.length)
    }).immediate()
    await ports.resume(campaign.id)
    return messages.length
  }

  /** What the gateway says by its own message id. An odd answer is counted, and the others are asked about. */
  const traced = async (
    campaign: Campaign,
    messages: readonly UnknownMessage[],
    job: Job,
  ): Promise<{ settled: Set<number>; odd: Map<number, WireError> }> => {
    const settled = new Set<number>()
    const odd = new Map<number, WireError>()
    const { provider, context: providerContext } = await context.gateway(campaign.accountId ?? 0, job.signal)
    if (!provider.trace) return { settled, odd }
    const isEnd = endOfAsking()
    const named = messages.flatMap(({ id, gatewayMessageId, phone }) =>
      gatewayMessageId ? [{ id, gatewayMessageId, phone }] : [],
    )
    for (const [place, { id, ...message }] of named.entries()) {
      if (job.signal.aborted) break
      const answer = await askTrace(provider, providerContext, message).catch(toWireError)
      // the signal may have changed while the gateway was asked
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition
      if (job.signal.aborted) break
      if (answer !== null && 'kind' in answer) {
        odd.set(id, answer)
        if (!isEnd(answer)) continue
        for (const unasked of named.slice(place)) odd.set(unasked.id, answer)
        break
      }
      isEnd(null)
      const current = reportedMessage(db, id)
      if (!answer || current?.state !== 'unknown') continue
      if (db.transaction(() => applyReport(db, current, answer, 'trace', clock.now())).immediate()) settled.add(id)
    }
    return { settled, odd }
  }

  const fromArchive = async (
    campaign: Campaign,
    messages: readonly UnknownMessage[],
    job: Job,
  ): Promise<{ settled: number; finding: ArchiveFinding | null }> => {
    const gateway = await context.gateway(campaign.accountId ?? 0, job.signal)
    if (!gateway.provider.archive || messages.length === 0) return { settled: 0, finding: null }
    const answer = await askArchive(context, gateway, campaign.id, messages)
    // a reading that was broken off proves nothing
    job.check()
    return db
      .transaction(() => {
        const now = clock.now()
        const ids = messages.map(({ id }) => id)
        const { proven, verdicts } = answer.decide(unknownMessages(db, campaign.id, ids))
        let settled = 0
        for (const [messageId, { gatewayMessageId }] of proven) {
          if (!settleMessage(db, { messageId, event: 'settle_sent', source: 'archive', gatewayMessageId, now }))
            continue
          settled += 1
          if (gatewayMessageId !== null)
            applyEarlyReports(db, { gateway: gateway.account.gateway, gatewayMessageId, messageId, now })
        }
        const idsOf = (verdict: 'absent' | AbsenceDoubt): number[] =>
          [...verdicts].flatMap(([messageId, each]) => (each === verdict ? [messageId] : []))
        noteArchive(db, idsOf('absent'), 'absent_from_archive', now)
        noteArchive(db, idsOf('in_archive'), 'unclear_in_archive', now)
        const list = absenceDoubts
          .map((reason) => ({ reason, messages: idsOf(reason).length }))
          .filter(({ messages: count }) => count > 0)
        return { settled, finding: { end: answer.end, doubts: list } }
      })
      .immediate()
  }

  /** Cancelled, it keeps what the gateway said by id until then, and throws AppError cancelled. */
  const fromGateway = async (
    campaign: Campaign,
    messages: readonly UnknownMessage[],
    job: Job,
  ): Promise<{ settled: number; finding: ArchiveFinding | null; troubles: readonly PollTrouble[] }> => {
    if (campaign.accountId === null) throw new AppError('unknown_account', { account: '' })
    // while it is sent, messages become doubtful and late answers settle them
    if (campaign.state === 'sending')
      throw new AppError('campaign_state', { campaign: campaign.id, state: campaign.state })
    const { account, provider } = await context.gateway(campaign.accountId)
    if (!provider.trace && !provider.archive) throw new AppError('not_offered', { gateway: provider.description.name })
    const byId = await traced(campaign, messages, job)
    const left = messages.filter(({ id }) => !byId.settled.has(id))
    const read = await fromArchive(campaign, left, job).catch((thrown: unknown) => {
      if (job.signal.aborted) {
        if (byId.settled.size > 0) audit(campaign.id, 'from_gateway', byId.settled.size)
        events.emit('data.changed', { noun: 'messages' })
        teller.changed(campaign.id)
        throw new AppError('cancelled')
      }
      const error = toWireError(storageError(thrown, db.name))
      // what the ids settled is told all the same
      if (error.kind === 'storage' || byId.settled.size === 0) throw thrown
      const trouble = { account: account.name, error, messages: left.length }
      return { settled: 0, finding: null, trouble }
    })
    const settled = byId.settled.size + read.settled
    db.transaction(() => audit(campaign.id, 'from_gateway', settled)).immediate()
    // the archive's proof counts, even where asking for the id failed
    const troubles: PollTrouble[] = [...byId.odd].flatMap(([id, error]) =>
      reportedMessage(db, id)?.state === 'unknown' ? [{ account: account.name, error, messages: 1 }] : [],
    )
    if ('trouble' in read) troubles.push(read.trouble)
    return { settled, finding: read.finding, troubles: sumOf([{ asked: 0, changed: 0, troubles }]).troubles }
  }

  const resolve = async ({ id, how, messageIds, confirmed, jobId }: Request): Promise<ResolveResult> => {
    const campaign = campaignById(db, id)
    const { price } = campaign
    const isAbsent = ({ error }: UnknownMessage): boolean => error === 'absent_from_archive'
    const named = unknownMessages(db, id, messageIds)
    const messages = how === 'send_absent' ? named.filter(isAbsent) : named
    if ((how === 'send_again' || how === 'send_absent') && !confirmed) {
      const absent = named.filter(isAbsent).length
      return {
        resolved: 0,
        stillUnknown: named.length,
        absent,
        ...planOf(messages, price),
        archive: null,
        troubles: [],
      }
    }
    const { settled, finding, troubles } =
      how === 'mark_sent'
        ? { settled: markSent(id, messages), finding: null, troubles: [] }
        : how === 'from_gateway'
          ? await context.jobs.run(jobId ?? `resolve-${id}`, (job) => fromGateway(campaign, messages, job))
          : { settled: await sendAgain(campaign, how, messages), finding: null, troubles: [] }
    events.emit('data.changed', { noun: 'messages' })
    teller.changed(id)
    const left = unknownMessages(db, id, null)
    const absent = left.filter(isAbsent).length
    return { resolved: settled, stillUnknown: left.length, absent, ...planOf(left, price), archive: finding, troubles }
  }

  return { 'campaigns.resolve': resolve }
}
