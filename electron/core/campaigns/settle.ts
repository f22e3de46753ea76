/**
 * Settling the doubtful: ask the gateway (by its message id, else its archive), trust that they were sent, or send them
 * again. Nothing is sent again without a person's confirmation, counted and priced first, and every decision is audited.
 */
import { AppError } from '@shared/errors'
import { nextCampaignState } from '@shared/domain/campaign'
import { multiplyMoney } from '@shared/domain/money'
import type { ResolveResult } from '@shared/contract/campaigns'
import type { CoreHandlers, InputOf } from '@shared/ipc-contract'
import type { CoreContext } from '../context'
import type { ArchiveEntry } from '../providers/provider'
import { applyReport } from '../receipts/apply-report'
import { appendAudit } from '../storage/audit'
import { moveCampaign, readRunningCampaign, type RunningCampaign } from '../storage/campaign-run'
import { statement } from '../storage/statement'
import {
  acceptedTexts,
  hasAcceptedAfter,
  settleMessage,
  unknownMessages,
  type UnknownMessage,
} from '../storage/unknown-message'
import { afterClaimMs, beforeClaimMs, matchArchive } from './match-archive'

type Request = InputOf<'campaigns.resolve'>

/** A message this young may not have reached the archive yet: its absence proves nothing. */
const settledAfterMs = 15 * 60_000
const dayMs = 86_400_000

export interface SettlePorts {
  /** Resumes the campaign after messages went back to pending on a person's word. */
  resume(campaignId: number): Promise<unknown>
  assertFree(campaignId: number): void
}

export function settleHandlers(context: CoreContext, ports: SettlePorts): Pick<CoreHandlers, 'campaigns.resolve'> {
  const { db, clock, events } = context

  const audit = (campaignId: number, how: string, resolved: number): void =>
    appendAudit(db, {
      at: clock.now(),
      actor: context.actor,
      action: `campaign.resolve_${how}`,
      subject: `campaign ${campaignId}`,
      detail: { resolved },
    })

  const result = (campaignId: number, resolved: number, price: string | null): ResolveResult => {
    const left = unknownMessages(db, campaignId, null)
    const segments = left.reduce((sum, { segments: each }) => sum + each, 0)
    return {
      resolved,
      stillUnknown: left.length,
      segments,
      cost: price === null ? null : multiplyMoney(price, segments),
    }
  }

  const markSent = (campaignId: number, messages: readonly UnknownMessage[]): number =>
    db
      .transaction(() => {
        const now = clock.now()
        for (const { id } of messages)
          settleMessage(db, { messageId: id, to: 'accepted', source: 'person', gatewayMessageId: null, now })
        audit(campaignId, 'mark_sent', messages.length)
        return messages.length
      })
      .immediate()

  const sendAgain = async (campaign: RunningCampaign, messages: readonly UnknownMessage[]): Promise<number> => {
    ports.assertFree(campaign.id)
    if (campaign.state !== 'paused' && campaign.state !== 'finished')
      throw new AppError('campaign_state', { campaign: campaign.id, state: campaign.state })
    if (messages.length === 0) return 0
    db.transaction(() => {
      const now = clock.now()
      for (const { id } of messages)
        settleMessage(db, { messageId: id, to: 'pending', source: 'person', gatewayMessageId: null, now })
      if (campaign.state === 'finished') {
        moveCampaign(db, {
          campaignId: campaign.id,
          from: 'finished',
          to: nextCampaignState('finished', 'reopen') ?? 'paused',
          now,
          pauseReason: 'person',
          pauseError: null,
        })
      }
      audit(campaign.id, 'send_again', messages.length)
    }).immediate()
    await ports.resume(campaign.id)
    return messages.length
  }

  const fromGateway = async (campaign: RunningCampaign, messages: readonly UnknownMessage[]): Promise<number> => {
    if (campaign.accountId === null) throw new AppError('unknown_account', { account: '' })
    const accountId = campaign.accountId
    const { provider, context: providerContext } = await context.gateway(accountId)
    const { abilities, name } = provider.description
    if (!provider.trace && !(provider.archive && abilities.settleFromArchive))
      throw new AppError('not_offered', { gateway: name })
    let resolved = 0
    let left = [...messages]
    if (provider.trace) {
      for (const message of left.filter(({ gatewayMessageId }) => gatewayMessageId !== null)) {
        const report = await provider.trace(providerContext, message.gatewayMessageId ?? '')
        if (!report) continue
        const changed = db
          .transaction(() =>
            applyReport(
              db,
              { ...message, campaignId: campaign.id, state: 'unknown', gatewayStatus: null },
              report,
              'trace',
              clock.now(),
            ),
          )
          .immediate()
        if (changed) {
          resolved += 1
          left = left.filter(({ id }) => id !== message.id)
        }
      }
    }
    if (!provider.archive || !abilities.settleFromArchive || left.length === 0) return resolved
    const entries = await readArchive(left, async (query) => {
      if (!provider.archive) throw new AppError('not_offered', { gateway: name })
      return provider.archive(providerContext, query)
    })
    const proofs = matchArchive(left, entries, (phone, since) => acceptedTexts(db, accountId, phone, since))
    const now = clock.now()
    const proven = new Set(proofs.map(({ messageId }) => messageId))
    // absence is proof only where the archive demonstrably reaches beyond the message, and only some time later
    const absent = left.filter(
      ({ id, claimedAt }) =>
        !proven.has(id) &&
        now - claimedAt > settledAfterMs &&
        hasAcceptedAfter(db, accountId, claimedAt) &&
        reachesBeyond(entries, claimedAt),
    )
    return (
      resolved +
      db
        .transaction(() => {
          for (const proof of proofs)
            settleMessage(db, {
              messageId: proof.messageId,
              to: 'accepted',
              source: 'archive',
              gatewayMessageId: proof.gatewayMessageId,
              now,
            })
          for (const { id } of absent)
            settleMessage(db, { messageId: id, to: 'pending', source: 'archive', gatewayMessageId: null, now })
          if (absent.length > 0 && campaign.state === 'finished') {
            moveCampaign(db, {
              campaignId: campaign.id,
              from: 'finished',
              to: nextCampaignState('finished', 'reopen') ?? 'paused',
              now,
              pauseReason: 'person',
              pauseError: null,
            })
          }
          audit(campaign.id, 'from_gateway', proofs.length + absent.length)
          return proofs.length + absent.length
        })
        .immediate()
    )
  }

  const resolve = async ({ id, how, messageIds, confirmed }: Request): Promise<ResolveResult> => {
    const campaign = readRunningCampaign(db, id)
    if (!campaign) throw new AppError('unknown_campaign', { campaign: id })
    const price = statement(db, 'SELECT price FROM campaign WHERE id = ?').pluck().get(id) as string | null
    const messages = unknownMessages(db, id, messageIds)
    if (how === 'send_again' && !confirmed) {
      const segments = messages.reduce((sum, { segments: each }) => sum + each, 0)
      return {
        resolved: 0,
        stillUnknown: messages.length,
        segments,
        cost: price === null ? null : multiplyMoney(price, segments),
      }
    }
    const resolved =
      how === 'mark_sent'
        ? markSent(id, messages)
        : how === 'send_again'
          ? await sendAgain(campaign, messages)
          : await fromGateway(campaign, messages)
    events.emit('data.changed', { noun: 'messages' })
    events.emit('data.changed', { noun: 'campaigns' })
    return result(id, resolved, price)
  }

  return { 'campaigns.resolve': resolve }
}

/** An entry of that time or later: the archive was written beyond the message in question. */
const reachesBeyond = (entries: readonly ArchiveEntry[], claimedAt: number): boolean =>
  entries.some(({ createdAt, sentAt }) => (createdAt ?? sentAt ?? 0) >= claimedAt)

/** Every entry of the days around the messages' claims. */
async function readArchive(
  messages: readonly UnknownMessage[],
  read: (query: {
    from: string
    to: string
    cursor: string | null
  }) => Promise<{ entries: readonly ArchiveEntry[]; nextCursor: string | null }>,
): Promise<ArchiveEntry[]> {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
  const times = messages.map(({ claimedAt }) => claimedAt)
  const from = day(Math.min(...times) - Math.max(beforeClaimMs, dayMs))
  const to = day(Math.max(...times) + afterClaimMs)
  const entries: ArchiveEntry[] = []
  let cursor: string | null = null
  do {
    const page: { entries: readonly ArchiveEntry[]; nextCursor: string | null } = await read({ from, to, cursor })
    entries.push(...page.entries)
    cursor = page.nextCursor
  } while (cursor !== null)
  return entries
}
