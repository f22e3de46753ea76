/**
 * Settling the doubtful: ask the gateway (by its message id, else its archive), trust that they were sent, or send them
 * again. Nothing is sent again without a person's confirmation, counted and priced first, and every decision is audited.
 */
import { AppError } from '@shared/errors'
import { nextCampaignState } from '@shared/domain/campaign'
import { multiplyMoney } from '@shared/domain/money'
import type { ResolveResult } from '@shared/contract/campaigns'
import type { CoreHandlers, InputOf } from '@shared/ipc-contract'
import { afterClaimMs, matchArchive } from '../archives/match-archive'
import { archiveDays, readArchive } from '../archives/read-archive'
import type { CoreContext } from '../context'
import type { ArchiveEntry } from '../providers/provider'
import { applyReport } from '../receipts/apply-report'
import { appendAudit } from '../storage/audit'
import { campaignById, findCampaign, type Campaign } from '../storage/campaign'
import { cancelPending } from '../storage/campaign-run'
import { moveCampaign } from '../storage/campaign-state'
import { reportedMessage } from '../storage/receipt'
import {
  acceptedSince,
  acceptedTexts,
  settleMessage,
  unknownMessages,
  type UnknownMessage,
} from '../storage/unknown-message'

type Request = InputOf<'campaigns.resolve'>

/** A message this young may not have reached the archive yet: its absence proves nothing. */
const settledAfterMs = 15 * 60_000
/** Later messages looked for in the archive, to see how far it reaches. */
const mostWitnesses = 500

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

  const sendAgain = async (campaign: Campaign, messages: readonly UnknownMessage[]): Promise<number> => {
    ports.assertFree(campaign.id)
    if (campaign.state !== 'paused' && campaign.state !== 'finished')
      throw new AppError('campaign_state', { campaign: campaign.id, state: campaign.state })
    if (messages.length === 0) return 0
    db.transaction(() => {
      const now = clock.now()
      for (const { id } of messages)
        settleMessage(db, { messageId: id, event: 'settle_unsent', source: 'person', gatewayMessageId: null, now })
      reopen(campaign.id, now)
      audit(campaign.id, 'send_again', messages.length)
    }).immediate()
    await ports.resume(campaign.id)
    return messages.length
  }

  /** What the gateway says by its own message id. */
  const traced = async (campaign: Campaign, messages: readonly UnknownMessage[]): Promise<Set<number>> => {
    const settled = new Set<number>()
    const { provider, context: providerContext } = await context.gateway(campaign.accountId ?? 0)
    for (const { id, gatewayMessageId } of messages) {
      if (!provider.trace || gatewayMessageId === null) continue
      const report = await provider.trace(providerContext, gatewayMessageId)
      const current = reportedMessage(db, id)
      if (!report || current?.state !== 'unknown') continue
      if (db.transaction(() => applyReport(db, current, report, 'trace', clock.now())).immediate()) settled.add(id)
    }
    return settled
  }

  /** Messages of which the archive demonstrably tells that they are not in it. */
  const absentFrom = (
    accountId: number,
    messages: readonly UnknownMessage[],
    entries: readonly ArchiveEntry[],
  ): UnknownMessage[] => {
    const now = clock.now()
    const times = messages.map(({ claimedAt }) => claimedAt)
    const since = times.reduce((least, at) => Math.min(least, at), now)
    const until = times.reduce((most, at) => Math.max(most, at), 0) + afterClaimMs
    // a message accepted later that is in the archive: it is being written beyond the doubtful one, whatever its clock says
    const witnesses = acceptedSince(db, { accountId, since, until, limit: mostWitnesses })
    const asked = new Set(witnesses.map(({ id }) => id))
    const seen = matchArchive(witnesses, entries, (phone, from) =>
      acceptedTexts(db, accountId, phone, from).filter(({ id }) => !asked.has(id)),
    )
    const seenIds = new Set(seen.map(({ messageId }) => messageId))
    const reached = witnesses.reduce(
      (most, { id, claimedAt }) => (seenIds.has(id) ? Math.max(most, claimedAt) : most),
      0,
    )
    return messages.filter(({ claimedAt }) => now - claimedAt > settledAfterMs && reached > claimedAt)
  }

  /** Absence counts only where the archive's shape is documented; what it does show counts everywhere. */
  const fromArchive = async (campaign: Campaign, messages: readonly UnknownMessage[]): Promise<number> => {
    const accountId = campaign.accountId ?? 0
    const { provider, context: providerContext } = await context.gateway(accountId)
    const { archive, description } = provider
    if (!archive || messages.length === 0) return 0
    const days = archiveDays(
      messages.map(({ claimedAt }) => claimedAt),
      clock.now(),
    )
    const entries = await readArchive(days, (query) => archive(providerContext, query))
    return db
      .transaction(() => {
        const now = clock.now()
        const proofs = matchArchive(messages, entries, (phone, since) => acceptedTexts(db, accountId, phone, since))
        const proven = new Set(proofs.map(({ messageId }) => messageId))
        const left = messages.filter(({ id }) => !proven.has(id))
        // resumed while we were reading: what became pending now would be sent at once
        const isSending = findCampaign(db, campaign.id)?.state === 'sending'
        const absent = description.abilities.settleFromArchive && !isSending ? absentFrom(accountId, left, entries) : []
        let settled = 0
        for (const { messageId, entry } of proofs) {
          const { gatewayMessageId } = entry
          if (settleMessage(db, { messageId, event: 'settle_sent', source: 'archive', gatewayMessageId, now }))
            settled += 1
        }
        for (const { id } of absent) {
          if (
            settleMessage(db, { messageId: id, event: 'settle_unsent', source: 'archive', gatewayMessageId: null, now })
          )
            settled += 1
        }
        if (absent.length > 0) reopen(campaign.id, now)
        return settled
      })
      .immediate()
  }

  const fromGateway = async (campaign: Campaign, messages: readonly UnknownMessage[]): Promise<number> => {
    if (campaign.accountId === null) throw new AppError('unknown_account', { account: '' })
    // what is proven absent becomes pending: a campaign that is being sent would send it at once, and nobody agreed to that
    if (campaign.state === 'sending')
      throw new AppError('campaign_state', { campaign: campaign.id, state: campaign.state })
    const { provider } = await context.gateway(campaign.accountId)
    if (!provider.trace && !provider.archive) throw new AppError('not_offered', { gateway: provider.description.name })
    const byId = await traced(campaign, messages)
    const left = messages.filter(({ id }) => !byId.has(id))
    const resolved = byId.size + (await fromArchive(campaign, left))
    db.transaction(() => audit(campaign.id, 'from_gateway', resolved)).immediate()
    return resolved
  }

  const resolve = async ({ id, how, messageIds, confirmed }: Request): Promise<ResolveResult> => {
    const campaign = campaignById(db, id)
    const { price } = campaign
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
    teller.changed(id)
    return result(id, resolved, price)
  }

  return { 'campaigns.resolve': resolve }
}
